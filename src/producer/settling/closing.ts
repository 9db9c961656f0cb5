import { startTimer } from '../../client/waiting';

/** After a purge librdkafka reports at once. Records that it has not reported after this time, it never will. */
const PURGE_MS = 2000;

export interface ClosingHooks {
  /** Resolves when all records are settled, or after timeoutMs. */
  flush(timeoutMs: number): Promise<unknown>;
  unsettled(): number;
  /** Aborts an open transaction. */
  abort(): Promise<void>;
  /** Purges every record. */
  purge(): void;
  /** Fails records without a report. */
  failRest(): void;
  /** Releases librdkafka. */
  finish(): Promise<void>;
}

/** The steps of closing: settle, abort, purge the rest, release. A deadline shortens the first two. */
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

  /** Another caller's deadline; the earliest wins. */
  within(timeoutMs: number): void {
    if (this.#isOver) return;
    if (timeoutMs === 0) this.#pass();
    else this.#timers.add(startTimer(timeoutMs, this.#pass));
  }

  async #run(): Promise<void> {
    // Waits one turn, so that the caller's own deadline is known.
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
