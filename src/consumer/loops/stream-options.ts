import { checkSignal, checkTimeout } from '../client/waiting';
import { InvalidArgumentError } from '../errors/usage-errors';
import type { ConsumerRecord } from './consumer-record';
import { checkOffset, checkTopicPartitions, type TopicPartition } from './topic-partition';

/** Where a stream ends, whichever comes first. Without any of them it is endless. */
export interface StreamOptions<K = Buffer, V = Buffer> {
  /** After so many records. */
  limit?: number;
  /** After the first record for which it is true. */
  until?: (record: ConsumerRecord<K, V>) => boolean;
  /**
   * When every partition has been read up to here. `'end'`: the ends at the start, or when a partition is assigned later. A list: partitions
   * and the offsets to stop before. No record from there on is handed over; gaps and control records count.
   */
  to?: 'end' | readonly (TopicPartition & { offset: number })[];
  /** When no record has come for so many ms. Counted while the loop waits, from the first assignment, or `default.api.timeout.ms` after the start. */
  idleTimeoutMs?: number;
  /** Idleness does not end it. `false` alone: `to: 'end'`. Default: true without `idleTimeoutMs` and `to`. */
  infinite?: boolean;
  /** Ends it like `break`, without an error. */
  signal?: AbortSignal;
}

export interface StreamEnds<K, V> {
  limit: number;
  until: ((record: ConsumerRecord<K, V>) => boolean) | undefined;
  to: 'end' | readonly (TopicPartition & { offset: number })[] | undefined;
  /** Infinity: idleness does not end it. */
  idleTimeoutMs: number;
  signal: AbortSignal | undefined;
}

const known = ['limit', 'until', 'to', 'idleTimeoutMs', 'infinite', 'signal'];

export function checkStreamOptions<K, V>(
  operation: string,
  options: unknown,
  also: readonly string[] = [],
): StreamEnds<K, V> {
  const refuse = (message: string): never => {
    throw new InvalidArgumentError(operation, `${operation}: ${message}`);
  };
  if (options === undefined || options === null) options = {};
  if (typeof options !== 'object') refuse(`expected an object of options; got ${typeof options}`);
  const given = options as StreamOptions<K, V>;
  for (const name of Object.keys(given)) {
    if (!known.includes(name) && !also.includes(name))
      refuse(`there is no option ${name}; there are ${[...known, ...also].join(', ')}`);
  }
  const { limit = Infinity, until, to, infinite } = given;
  if (limit !== Infinity && (!Number.isInteger(limit) || limit < 0))
    refuse(`limit must be an integer ≥ 0; got ${String(limit)}`);
  if (until !== undefined && typeof until !== 'function')
    refuse(`until must be a function of a record; got ${typeof until}`);
  if (infinite !== undefined && typeof infinite !== 'boolean')
    refuse(`infinite must be true or false; got ${typeof infinite}`);
  if (to !== undefined && to !== 'end') {
    if (!Array.isArray(to)) refuse("to must be 'end' or a list of { topic, partition, offset }");
    for (const { offset } of checkTopicPartitions<TopicPartition & { offset: number }>(operation, to))
      checkOffset(operation, offset);
  }
  const idleTimeoutMs = checkTimeout(operation, given.idleTimeoutMs, Infinity);
  return {
    limit,
    until,
    to: to ?? (infinite === false && given.idleTimeoutMs === undefined ? 'end' : undefined),
    idleTimeoutMs: infinite === true ? Infinity : idleTimeoutMs,
    signal: checkSignal(operation, given.signal),
  };
}
