import type { KafkaConsumer as InnerConsumer } from '../../rdkafka/consumer/kafka-consumer';
import { ERRORS } from '../../rdkafka/base/codes';
import type { Assignment, LibrdKafkaError, TopicPartition } from '../../rdkafka/base/types';
import { keyOf } from './queues';

/** What `rebalance_cb` gets beside the error and the partitions. */
export interface AssignmentFns {
  assign(assignment: Assignment[]): void;
  unassign(assignment: Assignment[]): void;
  assignmentLost(): boolean;
}

export interface RebalanceParts {
  inner(): InnerConsumer;
  rebalanceCb: unknown;
  /** Partitions are taken away. Their handlers should end, and their waiting messages are dropped. */
  revoke(list: readonly TopicPartition[]): void;
  /** Resolves when no handler runs. */
  idle(): Promise<void>;
  assigned(): void;
  info(text: string): void;
  error(text: string): void;
}

type Offset = { offset: number; leaderEpoch?: number | undefined };

/** Answers the group, as `rebalance_cb` says, and keeps offsets that were sought before their partition came. */
export class Rebalances {
  readonly #parts: RebalanceParts;
  readonly #sought = new Map<string, Offset>();

  constructor(parts: RebalanceParts) {
    this.#parts = parts;
  }

  /** For a partition that is not assigned. */
  seek({ topic, partition }: TopicPartition, offset: Offset): void {
    this.#sought.set(keyOf(topic, partition), offset);
  }

  forget({ topic, partition }: TopicPartition): void {
    this.#sought.delete(keyOf(topic, partition));
  }

  /** Never rejects: nobody waits for it. */
  async answer(error: LibrdKafkaError, given: TopicPartition[]): Promise<void> {
    const { inner, rebalanceCb, revoke, info, error: tell } = this.#parts;
    const consumer = inner();
    const isAssign = error.code === ERRORS.ERR__ASSIGN_PARTITIONS;
    try {
      const isLost = consumer.assignmentLost();
      info(`Rebalance: ${error.message}, ${given.length} partition(s)${isLost ? ', lost' : ''}`);
      if (!isAssign) revoke(given);
      let hasAnswered = false;
      const answered = (): boolean => {
        if (hasAnswered) return true;
        hasAnswered = true;
        return false;
      };
      const fns: AssignmentFns = {
        assign: (list) => {
          if (!answered()) this.#assign(consumer, list);
        },
        unassign: (list) => {
          if (!answered()) void this.#unassign(consumer, list).catch((failure: unknown) => this.#failed(failure));
        },
        assignmentLost: () => isLost,
      };
      let list: Assignment[] | undefined;
      if (typeof rebalanceCb === 'function') {
        try {
          list = (await (rebalanceCb as (...args: unknown[]) => unknown)(error, given, fns)) as
            Assignment[] | undefined;
        } catch (failure) {
          tell(`rebalance_cb failed, and the assignment of the group is used: ${textOf(failure)}`);
        }
      }
      if (answered()) return;
      if (isAssign) this.#assign(consumer, list || this.#withSought(given));
      else await this.#unassign(consumer, list || given);
    } catch (failure) {
      this.#failed(failure);
    }
  }

  #failed(failure: unknown): void {
    const consumer = this.#parts.inner();
    if (consumer.isConnected()) consumer.emit('rebalance.error', failure);
    this.#parts.error(`Error in a rebalance: ${textOf(failure)}`);
  }

  #assign(consumer: InnerConsumer, list: Assignment[]): void {
    if (consumer.rebalanceProtocol() === 'COOPERATIVE') consumer.incrementalAssign(list);
    else consumer.assign(list);
    this.#parts.assigned();
  }

  /** Offsets of what handlers have now can still be stored, and are committed. */
  async #unassign(consumer: InnerConsumer, list: Assignment[]): Promise<void> {
    await this.#parts.idle();
    if (!consumer.isConnected()) return;
    if (consumer.rebalanceProtocol() === 'COOPERATIVE') consumer.incrementalUnassign(list);
    else consumer.unassign();
  }

  #withSought(list: TopicPartition[]): Assignment[] {
    return list.map((one) => {
      const sought = this.#sought.get(keyOf(one.topic, one.partition));
      this.forget(one);
      return sought === undefined ? one : { ...one, ...sought };
    });
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
