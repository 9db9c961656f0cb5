import type { NativePartition } from '../binding/native';
import type { ConsumerInterceptor } from '../config/option-types';
import { KafkaError } from '../errors/kafka-error';
import type { ConsumerRecord } from './consumer-record';
import { ConsumerRecords } from './consumer-records';
import type { CommittedOffset } from './topic-partition';

/** The chain of `interceptor.classes`. What one of them throws is a warning and goes no further. */
export class Interceptors {
  readonly #chain: readonly ConsumerInterceptor[];
  readonly #warn: (error: KafkaError) => void;

  constructor(chain: readonly ConsumerInterceptor[], warn: (error: KafkaError) => void) {
    this.#chain = chain;
    this.#warn = warn;
  }

  get any(): boolean {
    return this.#chain.length > 0;
  }

  /** Each gets what the one before returned: ConsumerRecords, or some of the records in a list. */
  onConsume<K, V>(records: ConsumerRecords<K, V>): ConsumerRecords<K, V> {
    let result = records;
    for (const interceptor of this.#chain) {
      this.#guard('onConsume', () => {
        if (interceptor.onConsume === undefined || result.isEmpty) return;
        const returned: unknown = interceptor.onConsume(result);
        result = ConsumerRecords.is(returned)
          ? (returned as ConsumerRecords<K, V>)
          : ConsumerRecords.of(returned as Iterable<ConsumerRecord<K, V>>);
      });
    }
    return result;
  }

  onCommit(offsets: readonly NativePartition[]): void {
    const committed: CommittedOffset[] = offsets.map(({ topic, partition, offset, metadata, leaderEpoch }) => ({
      topic,
      partition,
      offset: offset ?? null,
      metadata: metadata ?? '',
      leaderEpoch: leaderEpoch === undefined || leaderEpoch < 0 ? null : leaderEpoch,
    }));
    for (const interceptor of this.#chain) this.#guard('onCommit', () => interceptor.onCommit?.(committed));
  }

  close(): void {
    for (const interceptor of this.#chain) this.#guard('close', () => interceptor.close?.());
  }

  #guard(method: string, call: () => void): void {
    try {
      call();
    } catch (cause) {
      const message = `an interceptor's ${method} threw: ${cause instanceof Error ? cause.message : String(cause)}`;
      this.#warn(new KafkaError({ code: 'ERR_LISTENER', message, operation: method, cause }));
    }
  }
}
