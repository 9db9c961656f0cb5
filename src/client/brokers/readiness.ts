import { librdkafkaCodes } from '../errors/codes.generated';
import type { KafkaError } from '../errors/kafka-error';
import { ClosedError } from '../errors/usage-errors';
import { TimeoutError } from '../errors/waiting-errors';
import type { Lifecycle } from './lifecycle';
import { wait } from './waiting';

/** Who waits for a broker to answer, and why none did. */
export class Readiness {
  readonly #lifecycle: Lifecycle;
  readonly #waiters = new Set<() => void>();
  #lastError: KafkaError | undefined;

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle;
  }

  noteError(error: KafkaError): void {
    // That all brokers are down follows from an error of the last one, which says more.
    if (error.errno !== librdkafkaCodes.ERR__ALL_BROKERS_DOWN) this.#lastError = error;
  }

  /** The state has changed. */
  changed(): void {
    for (const check of [...this.#waiters]) check();
  }

  async wait(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    let check!: () => void;
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
          check();
        },
      );
    } finally {
      this.#waiters.delete(check);
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
