import type { Consumer } from '../../index';
import type { Bound, OffsetRange } from './offset-spec';

export interface PartitionRange {
  topic: string;
  partition: number;
  /** The first offset to read. */
  offset: number | 'beginning' | 'end';
  /** The first offset not to read; undefined: no end. */
  stopAt: number | undefined;
}

interface TopicPartition {
  topic: string;
  partition: number;
}

type AnyConsumer = Consumer<Buffer, Buffer>;

/**
 * Each partition's range in offsets. A start that is already an offset (`beginning`, `end`, a number) needs no request.
 * A range with an end never waits for new records: a shorter partition is read up to its current end.
 */
export async function resolveRanges(
  consumer: AnyConsumer,
  partitions: readonly TopicPartition[],
  range: OffsetRange,
): Promise<PartitionRange[]> {
  const from = await resolveStart(consumer, partitions, range.from ?? { kind: 'start' });
  const to = range.to === undefined ? undefined : await resolveStop(consumer, partitions, range.to);
  return partitions.map(({ topic, partition }, index) => ({
    topic,
    partition,
    offset: from[index] as number | 'beginning' | 'end',
    stopAt: to?.[index],
  }));
}

async function resolveStart(
  consumer: AnyConsumer,
  partitions: readonly TopicPartition[],
  bound: Bound,
): Promise<(number | 'beginning' | 'end')[]> {
  switch (bound.kind) {
    case 'start':
      return partitions.map(() => 'beginning');
    case 'end':
      return partitions.map(() => 'end');
    case 'stored': {
      const committed = await consumer.committed([...partitions]);
      return committed.map(({ offset }) => offset ?? 'beginning');
    }
    default:
      return resolveNumbers(consumer, partitions, bound);
  }
}

/** At most the current end: reading would wait for a record beyond it, possibly forever. */
async function resolveStop(
  consumer: AnyConsumer,
  partitions: readonly TopicPartition[],
  bound: Bound,
): Promise<number[]> {
  const wanted = await resolveNumbers(consumer, partitions, bound);
  if (bound.kind !== 'offset' && bound.kind !== 'afterStart') return wanted;
  const ends = await consumer.endOffsets([...partitions]);
  return wanted.map((offset, index) => Math.min(offset, ends[index]?.offset as number));
}

async function resolveNumbers(
  consumer: AnyConsumer,
  partitions: readonly TopicPartition[],
  bound: Bound,
): Promise<number[]> {
  if (bound.kind === 'offset') return partitions.map(() => bound.offset);
  const beginnings = async (): Promise<number[]> =>
    (await consumer.beginningOffsets([...partitions])).map(({ offset }) => offset as number);
  const ends = async (): Promise<number[]> =>
    (await consumer.endOffsets([...partitions])).map(({ offset }) => offset as number);
  switch (bound.kind) {
    case 'time': {
      const found = await consumer.offsetsForTimes(
        partitions.map((partition) => ({ ...partition, timestamp: bound.ms })),
      );
      // No record is that late: the end.
      const last = found.some((entry) => entry?.offset == null) ? await ends() : [];
      return found.map((entry, index) => entry?.offset ?? (last[index] as number));
    }
    case 'afterStart':
      return (await beginnings()).map((offset) => offset + bound.count);
    case 'beforeEnd': {
      const first = await beginnings();
      return (await ends()).map((offset, index) => Math.max(first[index] as number, offset - bound.count));
    }
    case 'start':
      return beginnings();
    default:
      return ends();
  }
}
