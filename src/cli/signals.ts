import { Exit, signalStatus, type StopSignal } from './exit';
import { note } from './io/stderr';

/**
 * Ctrl-C and SIGTERM. The first asks the command to finish what it took (`signal` aborts, `stoppedBy` says by what), the second
 * ends the process at once.
 */
export class StopRequest {
  readonly #controller = new AbortController();
  readonly #listeners: [StopSignal, () => void][] = [];
  #stoppedBy: StopSignal | undefined;
  #lastWords: (() => string) | undefined;

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      const listener = (): void => this.#onSignal(name);
      process.on(name, listener);
      this.#listeners.push([name, listener]);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get stopped(): boolean {
    return this.#stoppedBy !== undefined;
  }

  /** Stops the command's work for another reason than a signal. */
  abandon(): void {
    this.#controller.abort();
  }

  /** What a command that was stopped exits with; 0 where it was not. */
  get exitCode(): number {
    return this.#stoppedBy === undefined ? Exit.DONE : signalStatus(this.#stoppedBy);
  }

  /** What to say when the user does not wait for the command to finish. */
  onImpatience(lastWords: () => string): void {
    this.#lastWords = lastWords;
  }

  dispose(): void {
    for (const [name, listener] of this.#listeners) process.off(name, listener);
  }

  #onSignal(name: StopSignal): void {
    if (this.#stoppedBy !== undefined) {
      if (this.#lastWords) note(this.#lastWords());
      process.exit(signalStatus(name));
    }
    this.#stoppedBy = name;
    this.#controller.abort();
  }
}
