import type { NativePartition } from '../binding/native';
import type { ClientObserver } from '../client/native-client';
import type { KafkaError } from '../errors/kafka-error';
import type { RebalanceEvent } from './rebalance/rebalancer';

/**
 * For a caller that wants librdkafka's own semantics (src/raw): it answers rebalances, stores offsets, reads with a
 * DirectReader, and gets every error.
 */
export interface DirectHooks {
  observer: ClientObserver;
  decide: (event: RebalanceEvent) => void;
  /** An error in the consumer queue. */
  onConsumerError: (error: KafkaError) => void;
  /** Offsets were committed before partitions were taken away. */
  onCommitted: (offsets: readonly NativePartition[]) => void;
}
