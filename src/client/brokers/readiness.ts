import { librdkafkaCodes } from '../../errors/codes.generated';
import type { KafkaError } from '../../errors/kafka-error';
import { ClosedError } from '../../errors/usage-errors';
import { TimeoutError } from '../../errors/waiting-errors';
import type { Lifecycle } from '../lifecycle';
import { wait } from '../waiting';

/** Calls that wait for a broker to answer, and the reason why none has. */
export class Readiness {
  readonly #lifecycle: Lifecycle;
  readonly #waiters = new Set<() => void>();
  readonly #rejecters = new Set<(error: Error) => void>();
  #lastError: KafkaError | undefined;

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle;
  }

  noteError(error: KafkaError): void {
    // "All brokers down" follows an error of the last broker, which says more.
    if (error.errno !== librdkafkaCodes.ERR__ALL_BROKERS_DOWN) this.#lastError = error;
  }

  /** Why no broker can be reached; undefined: one answers, or no attempt has failed yet. */
  get connectionError(): KafkaError | undefined {
    return this.#lifecycle.state === 'up' ? undefined : this.#lastError;
  }

  /** A broker has answered: earlier errors no longer explain anything. */
  answered(): void {
    this.#lastError = undefined;
    this.changed();
  }

  /** The state has changed. */
  changed(): void {
    for (const check of [...this.#waiters]) check();
  }

  /** No broker accepts this client: rejects every pending call. */
  refused(error: Error): void {
    for (const reject of [...this.#rejecters]) reject(error);
  }

  async wait(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    let check!: () => void;
    let rejecter!: (error: Error) => void;
    try {
      await wait<void>(
        'ready',
        { timeoutMs, signal, timeoutError: () => this.#tooLate(timeoutMs) },
        (resolve, reject) => {
          check = () => {
            if (this.#lifecycle.state === 'up') resolve();
            else if (this.#lifecycle.fatalError) reject(this.#lifecycle.fatalError);
            else if (!this.#lifecycle.isOpen) reject(new ClosedError('ready'));
          };
          this.#waiters.add(check);
          this.#rejecters.add((rejecter = reject));
          check();
        },
      );
    } finally {
      this.#waiters.delete(check);
      this.#rejecters.delete(rejecter);
    }
  }

  #tooLate(timeoutMs: number): TimeoutError {
    const cause = this.#lastError;
    return new TimeoutError(
      'ready',
      `ready: no broker answered within ${timeoutMs} ms${cause ? `; the last error: ${cause.message}` : ''}`,
      {
        code: cause?.code ?? 'ERR__TIMED_OUT',
        errno: cause?.errno ?? librdkafkaCodes.ERR__TIMED_OUT,
        cause,
      },
    );
  }
}
