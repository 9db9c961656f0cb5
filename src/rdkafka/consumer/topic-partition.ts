import type { RawPartition } from '../../raw/index';
import { LibrdKafkaError } from '../base/librdkafka-error';
import { Topic } from '../base/topic';
import type { TopicPartition } from '../base/types';

interface Given {
  topic?: unknown;
  partition?: unknown;
  offset?: unknown;
  leaderEpoch?: unknown;
  metadata?: unknown;
}

const offsetNames: Readonly<Record<string, number>> = {
  earliest: Topic.OFFSET_BEGINNING,
  beginning: Topic.OFFSET_BEGINNING,
  latest: Topic.OFFSET_END,
  end: Topic.OFFSET_END,
  stored: Topic.OFFSET_STORED,
};

function offsetOf(offset: unknown): number {
  if (offset === undefined || offset === null) return Topic.OFFSET_STORED;
  if (typeof offset === 'number') return offset;
  if (typeof offset !== 'string') throw new TypeError('"offset" must be a special string or number if it is set');
  const named = offsetNames[offset.toLowerCase()];
  if (named === undefined) throw new TypeError('"offset", if provided as a string, must be beginning, end, or stored.');
  return named;
}

const NO_PARTITION = -1;

/** As librdkafka's callers there read a number: anything else is none. */
const numberOf = (value: unknown): number => (typeof value === 'number' ? Math.trunc(value) || 0 : NO_PARTITION);

/** Where to read: without an offset, at the stored one. */
export function startOf(given: unknown): RawPartition & { offset: number } {
  const { topic, partition, offset } = (given ?? {}) as Given;
  if (!topic) throw new TypeError('"topic" must be a string and must be set');
  if (partition === null || partition === undefined) throw new TypeError('"partition" must be a number and must set');
  return { topic: String(topic), partition: Math.max(numberOf(partition), NO_PARTITION), offset: offsetOf(offset) };
}

export function startsOf(list: unknown): (RawPartition & { offset: number })[] {
  if (!Array.isArray(list)) throw new TypeError('Need to specify an array of topic partitions');
  return list.map(startOf);
}

/** The objects of a list. What is no object counts as missing. */
export function objectsOf(list: unknown, message = 'Topic partition must be an array of objects'): object[] {
  if (!Array.isArray(list)) throw new Error(message);
  return (list as unknown[]).filter(isObject);
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null);

/** @throws Error for what names no partition. */
function placeOf(given: object): { topic: string; partition: number } {
  const { topic, partition } = given as Given;
  const name = topic === undefined || topic === null ? '' : String(topic);
  const number = numberOf(partition);
  if (name === '' || number === NO_PARTITION) throw new Error('Invalid topic partition provided');
  return { topic: name, partition: number };
}

/** Partitions without offsets. */
export function partitionsOf(list: unknown, message?: string): { topic: string; partition: number }[] {
  return objectsOf(list, message).map(placeOf);
}

/** Where to go with `seek`. */
export function targetOf(given: unknown): RawPartition & { offset: number } {
  const target = startOf(given);
  placeOf(given as object);
  return target;
}

/** An offset to commit or store, as it is. */
export function toCommit(given: object): RawPartition & { offset: number } {
  const { offset, leaderEpoch, metadata } = given as Given;
  return {
    ...placeOf(given),
    offset: typeof offset === 'number' && !Number.isNaN(offset) ? Math.trunc(offset) : Topic.OFFSET_INVALID,
    ...(typeof leaderEpoch === 'number' ? { leaderEpoch } : {}),
    ...(typeof metadata === 'string' ? { metadata } : {}),
  };
}

/** The offset after a message. */
export function afterMessage(message: { topic: string; partition: number; offset: number }): RawPartition {
  return toCommit({ topic: message.topic, partition: message.partition, offset: message.offset + 1 });
}

/**
 * As node-rdkafka shows a partition: the key `offset` first, and missing if there is none. What only Confluent's client
 * has can be read, but is not listed: programs compare such lists as JSON.
 */
export function shown({ topic, partition, offset, errno, leaderEpoch, metadata }: RawPartition): TopicPartition {
  const known = offset !== undefined && offset !== Topic.OFFSET_INVALID;
  const result = {
    ...(known ? { offset } : {}),
    partition,
    topic,
    ...(errno ? { error: new LibrdKafkaError(errno) } : {}),
  };
  if (leaderEpoch !== undefined && leaderEpoch >= 0)
    Object.defineProperty(result, 'leaderEpoch', { value: leaderEpoch });
  if (metadata) Object.defineProperty(result, 'metadata', { value: metadata });
  return result;
}

/** As node-rdkafka shows a partition in events: the key `topic` first, and no `offset` if there is none. */
export function listed({ topic, partition, offset, errno }: RawPartition): TopicPartition {
  const known = offset !== undefined && offset !== Topic.OFFSET_INVALID;
  return {
    topic,
    partition,
    ...(known ? { offset } : {}),
    ...(errno ? { error: new LibrdKafkaError(errno) } : {}),
  };
}
