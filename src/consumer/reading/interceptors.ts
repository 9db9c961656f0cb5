import type { NativePartition } from '../../binding/native';
import { InterceptorChain } from '../../client/events/interceptor-chain';
import type { ConsumerInterceptor } from '../../config/values/option-types';
import type { ConsumerRecord } from '../records/consumer-record';
import { ConsumerRecords } from '../records/consumer-records';
import type { CommittedOffset } from '../partitions/topic-partition';

/** `interceptor.classes` of a consumer. */
export class Interceptors {
  readonly #chain: InterceptorChain<'onConsume' | 'onCommit'>;

  constructor(interceptors: readonly ConsumerInterceptor[], report: (method: string, error: unknown) => void) {
    this.#chain = new InterceptorChain(interceptors, report);
  }

  get any(): boolean {
    return this.#chain.any;
  }

  /** Each interceptor gets the result of the one before it: ConsumerRecords, or a list of some of the records. */
  intercept<K, V>(records: ConsumerRecords<K, V>): ConsumerRecords<K, V> {
    let result = records;
    this.#chain.call(
      'onConsume',
      () => (result.isEmpty ? undefined : [result]),
      (returned) => {
        result = ConsumerRecords.is(returned)
          ? (returned as ConsumerRecords<K, V>)
          : ConsumerRecords.of(returned as Iterable<ConsumerRecord<K, V>>, result);
      },
    );
    return result;
  }

  committed(offsets: readonly NativePartition[]): void {
    const committed: CommittedOffset[] = offsets.map(({ topic, partition, offset, metadata, leaderEpoch }) => ({
      topic,
      partition,
      offset: offset ?? null,
      metadata: metadata ?? '',
      leaderEpoch: leaderEpoch === undefined || leaderEpoch < 0 ? null : leaderEpoch,
    }));
    this.#chain.call('onCommit', () => [committed]);
  }

  close(): void {
    this.#chain.close();
  }
}
