/** The action of a user function at the chosen moment. */
import type { Moment } from './cases';

/** The only error that a user function of these cases throws or rejects with. */
export const MINE = 'mine';
/** Later calls of `close` wait for the first one, and for a function that never settles that takes its whole time. */
const CLOSE_MS = 4000;

interface Trapped {
  readonly state: string;
  close(options?: { timeoutMs: number }): Promise<unknown>;
}

export class Trap {
  /** Number of calls at which it acted. */
  sprung = 0;
  #calls = 0;
  #isActing = false;
  #isArmed = true;
  readonly #moment: Moment;
  readonly #act: string;
  readonly #client: () => Trapped | undefined;
  readonly #call: () => unknown;

  /** @param call The call that `act` makes, if it is neither a throw nor a promise. */
  constructor(moment: Moment, act: string, client: () => Trapped | undefined, call: () => unknown) {
    this.#moment = moment;
    this.#act = act;
    this.#client = client;
    this.#call = call;
  }

  arm(): void {
    this.#isArmed = true;
  }

  disarm(): void {
    this.#isArmed = false;
  }

  /** The user function was called. Returns its result: `usual`, unless the moment has come. */
  spring<T>(usual: T): T {
    const client = this.#client();
    if (!this.#isArmed || this.#isActing || client === undefined || !this.#isTime()) return usual;
    this.#isActing = true;
    this.sprung++;
    try {
      if (this.#moment === 'closing' && client.state !== 'closing' && client.state !== 'closed')
        swallow(client.close({ timeoutMs: CLOSE_MS }));
      if (this.#act === 'throws') throw new Error(MINE);
      if (this.#act === 'rejects') return Promise.reject(new Error(MINE)) as T;
      if (this.#act === 'never settles') return new Promise(() => undefined) as T;
      try {
        swallow(this.#call());
      } catch {
        // A call may be refused at that moment, but must not break anything.
      }
      return usual;
    } finally {
      this.#isActing = false;
    }
  }

  #isTime(): boolean {
    this.#calls++;
    return this.#moment === 'busy' ? this.#calls % 7 === 3 && this.sprung < 3 : this.sprung === 0;
  }
}

export function swallow(result: unknown): void {
  if (typeof (result as PromiseLike<unknown> | null)?.then === 'function')
    Promise.resolve(result).catch(() => undefined);
}
