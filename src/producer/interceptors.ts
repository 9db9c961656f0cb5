import type { ProducerInterceptor } from '../config/option-types';
import type { RecordMetadata } from './record';

/** The chain of `interceptor.classes`. What one of them throws is reported and goes no further. */
export class Interceptors {
  readonly #chain: readonly ProducerInterceptor[];
  readonly #report: (method: string, error: unknown) => void;

  constructor(chain: readonly ProducerInterceptor[], report: (method: string, error: unknown) => void) {
    this.#chain = chain;
    this.#report = report;
  }

  get any(): boolean {
    return this.#chain.length > 0;
  }

  /** Each gets what the one before returned; one that throws is left out. */
  onSend(record: unknown): unknown {
    for (const interceptor of this.#chain) {
      this.#guard('onSend', () => {
        if (interceptor.onSend !== undefined) record = interceptor.onSend(record);
      });
    }
    return record;
  }

  onAcknowledgement(metadata: RecordMetadata, error: Error | null): void {
    for (const interceptor of this.#chain) {
      this.#guard('onAcknowledgement', () => interceptor.onAcknowledgement?.(metadata, error));
    }
  }

  close(): void {
    for (const interceptor of this.#chain) this.#guard('close', () => interceptor.close?.());
  }

  #guard(method: string, call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#report(method, error);
    }
  }
}
