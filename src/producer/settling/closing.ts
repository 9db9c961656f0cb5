import { startTimer } from '../client/waiting';

/** After a purge librdkafka reports at once; whatever it has not reported by then it never will. */
const PURGE_MS = 2000;

export interface ClosingHooks {
  /** Resolves when all records are settled, or after so many ms. */
  flush(timeoutMs: number): Promise<unknown>;
  unsettled(): number;
  /** Aborts an open transaction. */
  abort(): Promise<void>;
  /** Gives up every record. */
  purge(): void;
  /** Fails what no report came for. */
  failRest(): void;
  /** Lets go of librdkafka. */
  finish(): Promise<void>;
}

/** The one way down: settle, abort, give up the rest, let go. A deadline cuts the first two short. */
export class Closing {
  readonly finished: Promise<void>;
  readonly #hooks: ClosingHooks;
  readonly #deadline: Promise<void>;
  #pass!: () => void;
  #isLate = false;
  readonly #timers = new Set<() => void>();
  #isOver = false;

  constructor(hooks: ClosingHooks) {
    this.#hooks = hooks;
    this.#deadline = new Promise((resolve) => {
      this.#pass = () => {
        this.#isLate = true;
        resolve();
      };
    });
    this.finished = this.#run();
  }

  /** Another caller's deadline; the earliest counts. */
  within(timeoutMs: number): void {
    if (this.#isOver) return;
    if (timeoutMs === 0) this.#pass();
    else this.#timers.add(startTimer(timeoutMs, this.#pass));
  }

  async #run(): Promise<void> {
    // A turn first, so that the caller's own deadline is known.
    await Promise.resolve();
    if (!this.#isLate) await this.#orLate(this.#hooks.flush(Infinity));
    if (!this.#isLate) await this.#orLate(this.#hooks.abort());
    if (this.#hooks.unsettled() > 0) {
      this.#hooks.purge();
      await this.#hooks.flush(PURGE_MS);
      if (this.#hooks.unsettled() > 0) this.#hooks.failRest();
    }
    await this.#orLate(this.#hooks.finish());
    this.#isOver = true;
    for (const cancel of this.#timers) cancel();
  }

  #orLate(work: Promise<unknown>): Promise<unknown> {
    return Promise.race([work, this.#deadline]);
  }
}
