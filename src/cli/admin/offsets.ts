import type { Command } from 'commander';
import type { OffsetSpec } from '../../index';
import { usageError } from '../exit';
import { collect } from '../options';
import { describedTopics, ifAnswered, meantTopics, offsetsByConsumer, pattern, topicNames } from './shared/lookups';
import { type AdminCommandOptions, type AdminSession, runAdmin, valuesOf, withAdminOptions } from './shared/run-admin';

interface OffsetsOptions extends AdminCommandOptions {
  topic?: string[];
  topicPartitions?: string;
  partitions?: string;
  time: string;
  excludeInternalTopics?: boolean;
  isolation?: string;
  at?: string[];
  kcat?: boolean;
  pattern?: boolean;
}

interface Query {
  topic: string;
  partition: number;
  spec: OffsetSpec;
}

export function register(program: Command): void {
  withAdminOptions(
    program
      .command('offsets')
      .description('offsets of partitions, as kafka-get-offsets prints them')
      .argument('[topics...]', 'topics or regular expressions (default: all)'),
  )
    .option('--topic <topic>', 'a topic, as an argument is one (repeatable)', collect)
    .option('--topic-partitions <list>', 'topics and partitions, as orders:0-3,t.*:5- (not with the others)')
    .option('--partitions <list>', 'only these, as 0,1')
    .option('--time <time>', 'earliest (-2), latest (-1), max-timestamp (-3), or ms since the epoch', 'latest')
    .option('--at <topic:partition:time>', 'one partition and its time, as with --time (repeatable)', collect)
    .option('--exclude-internal-topics', "omit Kafka's internal topics")
    .option('--isolation <level>', 'with read_committed, latest is the last stable offset')
    .option('--pattern', 'all names are regular expressions, as in kafka-get-offsets')
    .option('--kcat', 'as kcat -Q prints them: topic [partition] offset N')
    .addHelpText(
      'after',
      `
  kafka-napi offsets orders --time earliest
  kafka-napi offsets --topic-partitions orders:0-1,logs.*
  kafka-napi offsets --at orders:0:1700000000000`,
    )
    .action((topics: string[], options: OffsetsOptions) => offsets(topics, options));
}

function specOf(flag: string, time: string): OffsetSpec {
  if (time === 'earliest' || time === '-2') return 'earliest';
  if (time === 'latest' || time === '-1') return 'latest';
  if (time === 'max-timestamp' || time === '-3') return 'maxTimestamp';
  if (/^\d+$/.test(time)) return { timestamp: Number(time) };
  throw usageError(`${flag} ${time}: expected earliest, latest, max-timestamp or milliseconds since the epoch`);
}

function isolationOf(level: string | undefined): 'READ_COMMITTED' | 'READ_UNCOMMITTED' {
  if (level === undefined || level === 'read_uncommitted') return 'READ_UNCOMMITTED';
  if (level === 'read_committed') return 'READ_COMMITTED';
  throw usageError(`--isolation ${level}: expected read_committed or read_uncommitted`);
}

function atQuery(text: string): Query {
  const [, topic, partition, time] = /^(.+):(\d+):(-?\w+(?:-\w+)?)$/.exec(text) ?? [];
  if (topic === undefined) throw usageError(`--at ${text}: expected topic:partition:time, as orders:0:-1`);
  return { topic, partition: Number(partition), spec: specOf('--at', time as string) };
}

type Chosen = (topic: string, partition: number) => boolean;

/**
 * Java's TopicPartitionFilter: `topic:5`, `topic:0-3` (3 not included), `topic:-3`, `topic:5-`, `:0`, separated by
 * commas.
 */
function chosenBy(list: string): Chosen {
  const parts = list.split(',').map((text): Chosen => {
    const [, name = '', range = ''] = /^([^:]*)(?::(\d+|\d*-\d*))?$/.exec(text.trim()) ?? [undefined, undefined];
    if (name === '' && range === '')
      throw usageError(`--topic-partitions ${text}: expected topic, topic:0 or topic:0-3`);
    const named = name === '' ? undefined : pattern('--topic-partitions', name);
    const dash = range.indexOf('-');
    const from = dash === -1 ? Number(range || 0) : Number(range.slice(0, dash) || 0);
    const end = dash === -1 ? (range === '' ? Infinity : from + 1) : Number(range.slice(dash + 1) || Infinity);
    return (topic, partition) => (named?.test(topic) ?? true) && partition >= from && partition < end;
  });
  return (topic, partition) => parts.some((part) => part(topic, partition));
}

async function queriesOf(
  session: AdminSession,
  given: readonly string[],
  options: OffsetsOptions,
): Promise<{ queries: Query[]; status: number }> {
  if (options.at !== undefined) return { queries: options.at.map(atQuery), status: 0 };
  const spec = specOf('--time', options.time);
  const named = [...new Set([...given, ...(options.topic ?? [])])];
  if (options.topicPartitions !== undefined && (named.length > 0 || options.partitions !== undefined)) {
    throw usageError('--topic-partitions: it stands for topics and --partitions; give one or the other');
  }
  const only = options.partitions?.split(',').map((text) => {
    if (!/^\d+$/.test(text)) throw usageError(`--partitions ${options.partitions}: expected numbers, as 0,1`);
    return Number(text);
  });
  const chosen = options.topicPartitions === undefined ? undefined : chosenBy(options.topicPartitions);
  const names =
    named.length === 0 || options.pattern
      ? await topicNames(session, options.excludeInternalTopics !== true)
      : await meantTopics(session, named);
  const patterns = options.pattern ? named.map((text) => pattern('--topic', text)) : [];
  const wanted = patterns.length === 0 ? names : names.filter((name) => patterns.some((one) => one.test(name)));
  const topics = await describedTopics(session, wanted);
  const queries = topics.values.flatMap(({ name, partitions }) =>
    partitions
      .map(({ partition }) => ({ topic: name, partition, spec }))
      .filter(({ topic, partition }) => chosen?.(topic, partition) ?? only?.includes(partition) ?? true),
  );
  return { queries, status: topics.status };
}

function offsets(given: readonly string[], options: OffsetsOptions): Promise<void> {
  return runAdmin(options, async (session) => {
    const { admin, out, wait } = session;
    const isolationLevel = isolationOf(options.isolation);
    const { queries, status } = await queriesOf(session, given, options);
    const found = await ifAnswered<{
      values: { topic: string; partition: number; offset: number | null }[];
      status: number;
    }>(
      async () => valuesOf(await admin.listOffsets(queries, { ...wait, isolationLevel, settled: true })),
      async () => ({ values: await byConsumer(session, queries), status: 0 }),
    );
    if (options.json) out.line(JSON.stringify(found.values));
    else {
      for (const { topic, partition, offset } of found.values) {
        // If no record is that late, kcat prints −1, librdkafka's end of the log.
        if (options.kcat) out.line(`${topic} [${partition}] offset ${offset ?? -1}`);
        else out.line(`${topic}:${partition}:${offset ?? ''}`);
      }
    }
    return Math.max(status, found.status);
  });
}

async function byConsumer(
  session: AdminSession,
  queries: readonly Query[],
): Promise<{ topic: string; partition: number; offset: number | null }[]> {
  const answers = await Promise.all(
    queries.map(({ topic, partition, spec }) => {
      if (spec === 'maxTimestamp') throw usageError('--time max-timestamp: this broker does not answer it');
      return offsetsByConsumer(session, [{ topic, partition }], typeof spec === 'string' ? spec : spec.timestamp);
    }),
  );
  return answers.flat();
}
