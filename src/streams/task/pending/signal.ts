/** Says that something has changed, to one that waits for it or will. */
export class Signal {
  #isGiven = false;
  #resolve: (() => void) | undefined;

  give(): void {
    this.#isGiven = true;
    this.#resolve?.();
  }

  /** Resolves at the next `give`, or at once after one that nobody has waited for; also after `timeoutMs`. */
  async wait(timeoutMs = Infinity): Promise<void> {
    if (!this.#isGiven) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        if (timeoutMs !== Infinity) timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
    }
    this.#isGiven = false;
    this.#resolve = undefined;
  }
}
