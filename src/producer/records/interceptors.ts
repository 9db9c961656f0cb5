import { InterceptorChain } from '../../client/events/interceptor-chain';
import type { ProducerInterceptor } from '../../config/values/option-types';
import type { RecordMetadata } from './record';

/** `interceptor.classes` of a producer. */
export class Interceptors {
  readonly #chain: InterceptorChain<'onSend' | 'onAcknowledgement'>;

  constructor(interceptors: readonly ProducerInterceptor[], report: (method: string, error: unknown) => void) {
    this.#chain = new InterceptorChain(interceptors, report);
  }

  get any(): boolean {
    return this.#chain.any;
  }

  /** Each interceptor gets the result of the one before it. One that throws is skipped. */
  intercept(record: unknown): unknown {
    let result = record;
    this.#chain.call(
      'onSend',
      () => [result],
      (returned) => (result = returned),
    );
    return result;
  }

  acknowledged(metadata: RecordMetadata, error: Error | null): void {
    this.#chain.call('onAcknowledgement', () => [metadata, error]);
  }

  close(): void {
    this.#chain.close();
  }
}
