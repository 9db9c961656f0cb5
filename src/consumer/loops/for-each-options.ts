import { shown } from '../../errors/brief';
import { InvalidArgumentError } from '../../errors/usage-errors';
import type { ConsumerRecord } from '../records/consumer-record';
import { checkStreamOptions, type StreamEnds, type StreamOptions } from './stream-options';

export interface ForEachOptions<K = Buffer, V = Buffer> extends StreamOptions<K, V> {
  /** Number of handlers that run at once. Default: 1. */
  concurrency?: number | undefined;
  /**
   * Which records stay in order: those of each partition, or those of each key within a partition. Records without a
   * key have no order then. Default: 'partition'.
   */
  by?: 'partition' | 'key' | undefined;
}

export type RecordHandler<K, V> = (record: ConsumerRecord<K, V>, context: { signal: AbortSignal }) => unknown;

/** Checked options, with their defaults. */
export interface ForEachSetup<K, V> {
  ends: StreamEnds<K, V>;
  concurrency: number;
  by: 'partition' | 'key';
}

/** Throws InvalidArgumentError for a handler or options that are not valid. */
export function checkForEach<K, V>(handler: unknown, options: unknown): ForEachSetup<K, V> {
  if (typeof handler !== 'function')
    throw new InvalidArgumentError(
      'forEach',
      `forEach: the handler must be a function of a record; got ${typeof handler}`,
    );
  const ends = checkStreamOptions<K, V>('forEach', options, ['concurrency', 'by']);
  const { concurrency = 1, by = 'partition' } = (options ?? {}) as ForEachOptions<K, V>;
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new InvalidArgumentError('forEach', `forEach: concurrency must be an integer ≥ 1; got ${shown(concurrency)}`);
  if (by !== 'partition' && by !== 'key')
    throw new InvalidArgumentError('forEach', `forEach: by must be 'partition' or 'key'; got ${shown(by)}`);
  return { ends, concurrency, by };
}
