import type { RebalanceEvent } from '../../raw/index';
import { ERRORS } from '../base/codes';
import { LibrdKafkaError } from '../base/librdkafka-error';
import { listed } from './topic-partition';
import type { TopicPartition } from '../base/types';

/** The consumer's own calls, which a program may have replaced. */
export interface Rebalanced {
  rebalanceProtocol(): string;
  assign(list: TopicPartition[]): unknown;
  unassign(): unknown;
  incrementalAssign(list: TopicPartition[]): unknown;
  incrementalUnassign(list: TopicPartition[]): unknown;
  isConnected(): boolean;
  emit(event: never, ...args: unknown[]): boolean;
}

/** What librdkafka does by itself when no callback decides. */
function answer(consumer: Rebalanced, code: number, list: TopicPartition[]): void {
  const isCooperative = consumer.rebalanceProtocol() === 'COOPERATIVE';
  if (code === ERRORS.ERR__ASSIGN_PARTITIONS) {
    if (isCooperative) consumer.incrementalAssign(list);
    else consumer.assign(list);
  } else if (code === ERRORS.ERR__REVOKE_PARTITIONS && isCooperative) consumer.incrementalUnassign(list);
  else consumer.unassign();
}

/**
 * Tells about a rebalance and answers it: with `rebalance_cb` a function, by what that calls; otherwise at once.
 * Without `rebalance_cb` nothing is told.
 */
export function rebalance(consumer: Rebalanced, rebalanceCb: unknown, event: RebalanceEvent): void {
  const error = new LibrdKafkaError({ message: new LibrdKafkaError(event.errno).message, code: event.errno });
  const list = event.partitions.map(({ topic, partition, offset }) =>
    listed({ topic, partition, offset: offset ?? -1001 }),
  );
  if (!rebalanceCb) return answerQuietly(consumer, event.errno, list);
  const emit = (name: string, ...args: unknown[]) => consumer.emit(name as never, ...args);
  emit('rebalance', error, list);
  try {
    if (typeof rebalanceCb === 'function') {
      const returned = (rebalanceCb as (this: Rebalanced, ...args: unknown[]) => unknown).call(consumer, error, list);
      // Of Confluent's: a list to assign in place of the group's.
      if (Array.isArray(returned)) answer(consumer, event.errno, returned as TopicPartition[]);
    } else answer(consumer, event.errno, list);
  } catch (failure) {
    // Without a listener, what the program's own function throws is an uncaught exception, as any other is.
    const isHeard = emit('rebalance.error', failure);
    if (!isHeard && typeof rebalanceCb === 'function') {
      process.nextTick(() => {
        throw failure;
      });
    }
  }
}

/** Nobody listens for errors here. librdkafka only refuses an answer once the client has failed for good. */
function answerQuietly(consumer: Rebalanced, code: number, list: TopicPartition[]): void {
  try {
    answer(consumer, code, list);
  } catch (failure) {
    if (consumer.isConnected()) consumer.emit('event.error' as never, failure);
  }
}
