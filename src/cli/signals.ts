import { setMaxListeners } from 'node:events';
import { Exit, signalStatus, type StopSignal } from './exit';
import { note } from './io/stderr';

/**
 * Ctrl-C and SIGTERM. The first one asks the command to finish its work (`signal` aborts, `stoppedBy` is the reason),
 * the second one ends the process at once.
 */
export class StopRequest {
  readonly #controller = new AbortController();
  readonly #listeners: [StopSignal, () => void][] = [];
  #stoppedBy: StopSignal | undefined;
  #lastWords: (() => string) | undefined;

  constructor() {
    // One signal serves all calls of a command, which may be many.
    setMaxListeners(0, this.#controller.signal);
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

  /** Stops the command's work for a reason other than a signal. */
  abandon(): void {
    this.#controller.abort();
  }

  /** The exit status of a stopped command; 0 if it was not stopped. */
  get exitCode(): number {
    return this.#stoppedBy === undefined ? Exit.DONE : signalStatus(this.#stoppedBy);
  }

  /** Sets the output for a user who does not wait for the command to finish. */
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
