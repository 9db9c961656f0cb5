import { KafkaError } from '../../errors/kafka-error';
import { partitionError } from '../consumer-errors';
import type { NativeClient } from '../../client/native-client';
import type { ConsumerSettings } from '../settings';
import type { Assignment } from '../partitions/assignment';
import type { Poller } from '../reading/poller';
import type { Seeks } from '../reading/seeks';
import type { Rebalancer } from '../rebalance/rebalancer';
import type { PrefetchedRecords } from '../records/prefetched-records';
import type { PartitionState } from '../partitions/partition-state';
import { findStartPositions } from '../partitions/start-positions';
import { stateError } from '../../errors/state-error';
import {
  checkTopicPartition,
  checkTopicPartitions,
  toNativeOffset,
  toTopicPartition,
  type TopicPartition,
} from '../partitions/topic-partition';

export interface PositionsParts {
  client: NativeClient;
  assignment: Assignment;
  prefetched: PrefetchedRecords;
  seeks: Seeks;
  rebalancer: Rebalancer;
  poller: Poller;
  settings: Pick<ConsumerSettings, 'reset'>;
}

/** Positions and pauses of partitions: `seek`, `pause` and related calls. They take effect for the very next record. */
export class Positions {
  readonly #parts: PositionsParts;

  constructor(parts: PositionsParts) {
    this.#parts = parts;
  }

  #assigned(operation: string, partition: TopicPartition): PartitionState {
    this.#parts.client.lifecycle.assertOpenOrListening(operation);
    const { topic, partition: number } = checkTopicPartition(operation, partition);
    const state = this.#parts.assignment.get(topic, number);
    if (!state)
      throw stateError(operation, `${topic}-${number} is not assigned to this consumer; assignment() lists what is`);
    return state;
  }

  #each(operation: string, partitions: unknown): PartitionState[] {
    this.#parts.client.lifecycle.assertOpenOrListening(operation);
    return checkTopicPartitions(operation, partitions).map((partition) => this.#assigned(operation, partition));
  }

  /** As in Java, an omitted or empty list means all assigned partitions. */
  #eachOrAll(operation: string, partitions: unknown): PartitionState[] {
    const given = partitions === undefined ? [] : this.#each(operation, partitions);
    this.#parts.client.lifecycle.assertOpenOrListening(operation);
    return given.length > 0 ? given : [...this.#parts.assignment];
  }

  seek(partition: TopicPartition, offset: unknown): void {
    const state = this.#assigned('seek', partition);
    this.#parts.seeks.seek([{ state, offset: toNativeOffset('seek', offset) }]);
    this.#parts.poller.kick();
  }

  seekTo(operation: string, partitions: unknown, end: 'beginning' | 'end'): void {
    const offset = toNativeOffset(operation, end);
    this.#parts.seeks.seek(this.#eachOrAll(operation, partitions).map((state) => ({ state, offset })));
    this.#parts.poller.kick();
  }

  /** Partitions without a committed offset start where `auto.offset.reset` says. */
  async seekToCommitted(
    partitions: unknown,
    committed: (partitions: TopicPartition[]) => Promise<(TopicPartition & { offset: number | null })[]>,
  ): Promise<void> {
    const states = this.#eachOrAll('seekToCommitted', partitions);
    if (states.length === 0) return;
    const { settings, seeks } = this.#parts;
    const offsets = await committed(states.map(toTopicPartition));
    const none = offsets.find(({ offset }) => offset === null);
    if (none && settings.reset.kind !== 'earliest' && settings.reset.kind !== 'latest') {
      throw new KafkaError({
        code: 'ERR__NO_OFFSET',
        errno: -168,
        operation: 'seekToCommitted',
        message: `seekToCommitted: there is no committed offset for ${none.topic}-${none.partition}`,
      });
    }
    const otherwise = settings.reset.kind === 'earliest' ? 'beginning' : 'end';
    const current = states.flatMap((state, i) =>
      state.assigned ? [{ state, offset: toNativeOffset('seekToCommitted', offsets[i]!.offset ?? otherwise) }] : [],
    );
    seeks.seek(current);
    this.#parts.poller.kick();
  }

  position(partition: TopicPartition): number | null {
    const { position, isResolved } = this.state('position', partition);
    if (position < 0 || !isResolved) this.#parts.seeks.resolve();
    return position < 0 ? null : position;
  }

  /** The partition's state, with its position if that is known. */
  state(operation: string, partition: TopicPartition): PartitionState {
    const state = this.#assigned(operation, partition);
    if (!this.#parts.rebalancer.isBeingAssigned(state)) {
      this.#parts.seeks.retry();
      findStartPositions(this.#parts.client, [state]);
    }
    return state;
  }

  pause(partitions: unknown): void {
    this.#set('pause', checkTopicPartitions('pause', partitions), true);
  }

  resume(partitions: unknown): void {
    this.#set('resume', checkTopicPartitions('resume', partitions), false);
  }

  #set(operation: 'pause' | 'resume', partitions: TopicPartition[], paused: boolean): void {
    const { client, prefetched, rebalancer, poller } = this.#parts;
    const states = this.#each(operation, partitions).filter((state) => state.paused !== paused);
    for (const state of states) state.paused = paused;
    prefetched.sort(states);
    // The answer to a rebalance includes the pauses of its partitions. A stream's own pause stays.
    const told = states.filter((state) => !rebalancer.isBeingAssigned(state) && !state.stopped).map(toTopicPartition);
    if (told.length > 0) {
      const failed = client.call(operation, { partitions: told }).find(({ errno }) => errno);
      if (failed) throw partitionError(operation, failed);
    }
    poller.kick();
  }

  paused(): TopicPartition[] {
    return [...this.#parts.assignment].filter(({ paused }) => paused).map(toTopicPartition);
  }
}
