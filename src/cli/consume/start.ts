import { CommandError, describeError } from '../exit';
import { note } from '../io/stderr';
import type { OffsetRange } from '../records/offset-spec';
import { resolveRanges } from '../records/resolve-offsets';
import { ownName } from '../words/own-name';
import { findPartitions, type ByteConsumer } from './find-partitions';
import type { PartitionEnds } from './partition-ends';

export interface StartOptions {
  topics: string[];
  partition: number | undefined;
  range: OffsetRange;
  ends: PartitionEnds;
  signal: AbortSignal;
}

/** Without a group: all partitions of the topics (or the given one), from `-o` (default: the beginning). */
export async function startAssigned(consumer: ByteConsumer, options: StartOptions): Promise<void> {
  const { topics, partition, range, ends, signal } = options;
  const wanted: { topic: string; partition: number }[] = [];
  for (const topic of topics) {
    const known = await findPartitions(consumer, topic, signal);
    if (!known) throw new CommandError(`topic ${topic} does not exist; ${ownName()} topics list shows those that do`);
    const numbers = known.map((info) => info.partition).sort((a, b) => a - b);
    if (partition !== undefined && !numbers.includes(partition)) {
      throw new CommandError(`topic ${topic} has no partition ${partition}; it has ${numbers.length}, counted from 0`);
    }
    wanted.push(...(partition === undefined ? numbers : [partition]).map((number) => ({ topic, partition: number })));
  }
  const ranges = await resolveRanges(consumer, wanted, range);
  // A range that is empty at the start is complete: it needs no request.
  const open = ranges.filter(
    ({ offset, stopAt }) => stopAt === undefined || typeof offset !== 'number' || offset < stopAt,
  );
  if (open.length === 0) return;
  ends.add(open);
  consumer.assign(open.map(({ topic, partition: number, offset }) => ({ topic, partition: number, offset })));
}

/** As a member of a group. With `-o` every assignment starts there, otherwise at the group's committed offsets. */
export function startSubscribed(
  consumer: ByteConsumer,
  options: StartOptions & { beforeRevoke: () => Promise<void> },
): void {
  const { topics, range, ends, beforeRevoke } = options;
  const patterns = topics.filter((topic) => topic.startsWith('^'));
  const subscription =
    patterns.length === 0
      ? topics
      : new RegExp(topics.map((topic) => (topic.startsWith('^') ? topic : `^${escape(topic)}$`)).join('|'));
  consumer.subscribe(subscription, {
    onPartitionsAssigned: async (partitions) => {
      note(`% Group assigned: ${list(partitions)}`);
      if (range.from === undefined && range.to === undefined) {
        ends.add(partitions);
        return;
      }
      const ranges = await resolveRanges(consumer, partitions, range);
      ends.add(ranges);
      if (range.from === undefined || range.from.kind === 'stored') return;
      for (const { topic, partition, offset } of ranges) {
        if (offset === 'beginning') consumer.seekToBeginning([{ topic, partition }]);
        else if (offset === 'end') consumer.seekToEnd([{ topic, partition }]);
        else consumer.seek({ topic, partition }, offset);
      }
    },
    onPartitionsRevoked: async (partitions) => {
      try {
        await beforeRevoke();
      } catch (error) {
        note(`% Commit before a rebalance failed: ${describeError(error)}`);
      }
      ends.remove(partitions);
      note(`% Group revoked: ${list(partitions)}`);
    },
    onPartitionsLost: async (partitions) => {
      ends.remove(partitions);
      note(`% Group lost: ${list(partitions)}`);
    },
  });
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function list(partitions: readonly { topic: string; partition: number }[]): string {
  return partitions.map(({ topic, partition }) => `${topic} [${partition}]`).join(', ') || 'no partitions';
}
