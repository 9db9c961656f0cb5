import { KafkaError } from '../errors/kafka-error';
import { partitionError } from './offsets';
import type { Parts } from './parts';
import type { PartitionState } from './partition-state';
import { findStartPositions } from './start-positions';
import { stateError } from './state-error';
import {
  checkTopicPartition,
  checkTopicPartitions,
  toNativeOffset,
  toTopicPartition,
  type TopicPartition,
} from './topic-partition';

/** Where each partition stands, and whether it is read: `seek`, `pause` and what belongs to them. In effect for the very next record. */
export class Positions {
  readonly #parts: Parts<never, never>;

  constructor(parts: Parts<never, never>) {
    this.#parts = parts;
  }

  #assigned(operation: string, partition: TopicPartition): PartitionState {
    this.#parts.port.lifecycle.assertOpenOrListening(operation);
    const { topic, partition: number } = checkTopicPartition(operation, partition);
    const state = this.#parts.assignment.get(topic, number);
    if (!state) throw stateError(operation, `${topic}-${number} is not assigned to this consumer`);
    return state;
  }

  /** Left out: all that are assigned. */
  #all(operation: string, partitions: unknown): PartitionState[] {
    this.#parts.port.lifecycle.assertOpenOrListening(operation);
    if (partitions === undefined) return [...this.#parts.assignment];
    return checkTopicPartitions(operation, partitions).map((partition) => this.#assigned(operation, partition));
  }

  seek(partition: TopicPartition, offset: unknown): void {
    const state = this.#assigned('seek', partition);
    this.#parts.seeks.seek([{ state, offset: toNativeOffset('seek', offset) }]);
    this.#parts.poller.kick();
  }

  seekTo(operation: string, partitions: unknown, end: 'beginning' | 'end'): void {
    const offset = toNativeOffset(operation, end);
    this.#parts.seeks.seek(this.#all(operation, partitions).map((state) => ({ state, offset })));
    this.#parts.poller.kick();
  }

  /** Partitions without a committed offset begin where `auto.offset.reset` says. */
  async seekToCommitted(
    partitions: unknown,
    committed: (partitions: TopicPartition[]) => Promise<(TopicPartition & { offset: number | null })[]>,
  ): Promise<void> {
    const states = this.#all('seekToCommitted', partitions);
    if (states.length === 0) return;
    const { settings, seeks } = this.#parts;
    const offsets = await committed(states.map(toTopicPartition));
    const none = offsets.find(({ offset }) => offset === null);
    if (none && settings.reset.kind !== 'earliest' && settings.reset.kind !== 'latest') {
      throw new KafkaError({
        code: 'ERR__NO_OFFSET',
        errno: -168,
        operation: 'seekToCommitted',
        message: `seekToCommitted: nothing was committed for ${none.topic}-${none.partition}`,
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
    const { position } = this.state('position', partition);
    return position < 0 ? null : position;
  }

  /** With its position, if that is known. */
  state(operation: string, partition: TopicPartition): PartitionState {
    const state = this.#assigned(operation, partition);
    if (!this.#parts.rebalancer.isBeingAssigned(state)) findStartPositions(this.#parts.port, [state]);
    return state;
  }

  pause(partitions: unknown): void {
    this.#set('pause', checkTopicPartitions('pause', partitions), true);
  }

  resume(partitions: unknown): void {
    this.#set('resume', checkTopicPartitions('resume', partitions), false);
  }

  #set(operation: 'pause' | 'resume', partitions: TopicPartition[], paused: boolean): void {
    const { port, rest, rebalancer, poller } = this.#parts;
    const states = this.#all(operation, partitions).filter((state) => state.paused !== paused);
    for (const state of states) {
      state.paused = paused;
      rest.sort(state);
    }
    // The answer to a rebalance carries the pauses of the partitions in it; a stream's own pause stays.
    const told = states.filter((state) => !rebalancer.isBeingAssigned(state) && !state.stopped).map(toTopicPartition);
    if (told.length > 0) {
      const failed = port.call(operation, { partitions: told }).find(({ errno }) => errno);
      if (failed) throw partitionError(operation, failed);
    }
    poller.kick();
  }

  paused(): TopicPartition[] {
    return [...this.#parts.assignment].filter(({ paused }) => paused).map(toTopicPartition);
  }
}
