import { shown } from '../../errors/brief';
import { checkOptions } from '../../client/options';
import { checkSignal, checkTimeout } from '../../client/waiting';
import { InvalidArgumentError } from '../../errors/usage-errors';
import type { ConsumerRecord } from '../records/consumer-record';
import { checkOffset, checkTopicPartitions, type TopicPartition } from '../partitions/topic-partition';

/** When a stream ends: at the first of these conditions. Without any of them it is endless. */
export interface StreamOptions<K = Buffer, V = Buffer> {
  /** After this many records. */
  limit?: number | undefined;
  /** After the first record for which it returns true. */
  until?: ((record: ConsumerRecord<K, V>) => boolean) | undefined;
  /**
   * When every partition was read up to here. `'end'`: the ends at the start, or at a later assignment of the
   * partition. A list: partitions with the offsets to stop before. No record from there on is delivered. Gaps and
   * control records count.
   */
  to?: 'end' | readonly (TopicPartition & { offset: number })[] | undefined;
  /**
   * When no record has arrived for this many ms. Only time in which the loop waits counts, from the first assignment,
   * or from `default.api.timeout.ms` after the start.
   */
  idleTimeoutMs?: number | undefined;
  /**
   * Idleness does not end the stream. `false` without other options: `to: 'end'`. Default: true without `idleTimeoutMs`
   * and `to`.
   */
  infinite?: boolean | undefined;
  /** Ends it like `break`, without an error. */
  signal?: AbortSignal | undefined;
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
  checkOptions(operation, options, [...known, ...also]);
  const given = options as StreamOptions<K, V>;
  const { limit = Infinity, until, to, infinite } = given;
  if (limit !== Infinity && (!Number.isInteger(limit) || limit < 0))
    refuse(`limit must be an integer ≥ 0; got ${shown(limit)}`);
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
