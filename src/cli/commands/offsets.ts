import type { Command } from 'commander';
import type { OffsetSpec } from '../../index';
import { type AdminCommandOptions, runAdmin, valuesOf, withAdminOptions } from '../admin/run-admin';
import { usageError } from '../exit';
import { collect } from '../options';

interface OffsetsOptions extends AdminCommandOptions {
  topic?: string[];
  partitions?: string;
  time: string;
  excludeInternalTopics?: boolean;
  isolation?: string;
}

export function register(program: Command): void {
  withAdminOptions(
    program
      .command('offsets')
      .description('offsets of partitions, as kafka-get-offsets prints them')
      .argument('[topics...]', 'topics (default: all)'),
  )
    .option('--topic <topic>', 'a topic, as an argument is one (repeatable)', collect)
    .option('--partitions <list>', 'only these, as 0,1')
    .option('--time <time>', 'earliest (-2), latest (-1), max-timestamp (-3), or ms since the epoch', 'latest')
    .option('--exclude-internal-topics', "leave out Kafka's own topics")
    .option('--isolation <level>', 'read_committed: latest is where open transactions begin')
    .action((topics: string[], options: OffsetsOptions) => offsets(topics, options));
}

function specOf(time: string): OffsetSpec {
  if (time === 'earliest' || time === '-2') return 'earliest';
  if (time === 'latest' || time === '-1') return 'latest';
  if (time === 'max-timestamp' || time === '-3') return 'maxTimestamp';
  if (/^\d+$/.test(time)) return { timestamp: Number(time) };
  throw usageError(`--time ${time}: expected earliest, latest, max-timestamp or milliseconds since the epoch`);
}

function isolationOf(level: string | undefined): 'READ_COMMITTED' | 'READ_UNCOMMITTED' {
  if (level === undefined || level === 'read_uncommitted') return 'READ_UNCOMMITTED';
  if (level === 'read_committed') return 'READ_COMMITTED';
  throw usageError(`--isolation ${level}: expected read_committed or read_uncommitted`);
}

function offsets(given: readonly string[], options: OffsetsOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const spec = specOf(options.time);
    const isolationLevel = isolationOf(options.isolation);
    const only = options.partitions?.split(',').map((text) => {
      if (!/^\d+$/.test(text)) throw usageError(`--partitions ${options.partitions}: expected numbers, as 0,1`);
      return Number(text);
    });
    const named = [...new Set([...given, ...(options.topic ?? [])])];
    const listInternal = options.excludeInternalTopics !== true;
    const names =
      named.length > 0 ? named : (await admin.listTopics({ ...wait, listInternal })).map(({ name }) => name);
    const topics = valuesOf(await admin.describeTopics(names, { ...wait, settled: true }));
    const queries = topics.values.flatMap(({ name, partitions }) =>
      partitions
        .map(({ partition }) => ({ topic: name, partition, spec }))
        .filter(({ partition }) => only?.includes(partition) ?? true),
    );
    const found = valuesOf(await admin.listOffsets(queries, { ...wait, isolationLevel, settled: true }));
    if (options.json) out.line(JSON.stringify(found.values));
    else for (const { topic, partition, offset } of found.values) out.line(`${topic}:${partition}:${offset ?? ''}`);
    return Math.max(topics.status, found.status);
  });
}
