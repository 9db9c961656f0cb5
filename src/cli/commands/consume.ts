import type { Command } from 'commander';
import { Consumer, type ConsumerConfig } from '../../index';
import { showClientEvents } from '../client-notes';
import { GroupCommits } from '../consume/group-commits';
import { ConsumeRun } from '../consume/run';
import type { ByteConsumer } from '../consume/find-partitions';
import { startAssigned, startSubscribed } from '../consume/start';
import { CommandError, Exit, usageError } from '../exit';
import { parseDelimiter } from '../io/delimiter';
import { clearProgress, note, setQuiet } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import {
  clientProperties,
  collect,
  type CommonOptions,
  type Properties,
  wholeNumber,
  withCommonOptions,
} from '../options';
import { LeaderTable } from '../consume/leader-table';
import { jsonWriter } from '../records/json-record';
import { parseOffsetSpec, type OffsetRange } from '../records/offset-spec';
import { javaWriter } from '../records/java-format';
import { unpacking } from '../records/unpack';
import { compileFormat, plainWriter } from '../records/record-format';
import type { RowWriter } from '../records/rows';
import { runCommand } from '../run';
import { StopRequest } from '../signals';

interface ConsumeOptions extends CommonOptions {
  topic?: string[];
  group?: string;
  offset?: string[];
  partition?: number;
  count?: number;
  exit?: boolean;
  idleTimeout?: number;
  format?: string;
  json?: boolean;
  delimiter: string;
  keyDelimiter?: string;
  null?: boolean;
  unbuffered?: boolean;
  unpack?: string[];
  java?: boolean;
  formatterProperty?: string[];
  isolationLevel?: string;
}

const bulkDefaults: Properties = {
  'client.id': 'kafka-napi-consume',
  'max.poll.records': '10000',
  // As in kcat: reading a misspelt topic name does not create the topic.
  'allow.auto.create.topics': 'false',
};
const DEFAULT_COMMIT_INTERVAL_MS = 5000;

export function register(program: Command): void {
  withCommonOptions(
    program
      .command('consume')
      .description('write messages to standard output')
      .argument('[topics...]', 'topics, as with -t; with -G also ^patterns')
      .option('-t, --topic <topic>', 'topic to read (repeatable)', collect)
      .option('-G, --group <group>', 'read as a member of this group and commit the written messages')
      .option(
        '-o, --offset <offset>',
        'beginning (default without -G), end, stored, N, -N, +N, s@MS, e@MS, @TIME, FROM:TO (repeatable)',
        collect,
      )
      .option('-p, --partition <n>', 'only this partition', wholeNumber(0))
      .option('-c, --count <n>', 'stop after this many messages', wholeNumber(1))
      .option('-e, --exit', 'stop at the end of the topic')
      .option('--idle-timeout <ms>', 'stop when no message has arrived for this time', wholeNumber(1))
      .option('-f, --format <format>', 'format of each message: %s %S %R %k %K %T %h %t %p %o, \\n \\t \\xNN')
      .option('-J, --json', 'print one JSON object per line')
      .option('-D, --delimiter <bytes>', 'what to print after each message', '\\n')
      .option('-K, --key-delimiter <bytes>', 'print keys, followed by this')
      .option('-Z, --null', 'print NULL for a null value or key')
      .option('-u, --unbuffered', 'write every message at once')
      .option(
        '-s, --unpack <format>',
        'show numbers of binary keys and values: key=<i, value=>qs … (repeatable)',
        collect,
      )
      .option('--isolation-level <level>', 'read_uncommitted (default) or read_committed')
      .option('--java', 'like kafka-console-consumer: only new messages, no notes about partitions')
      .option(
        '--formatter-property <name=value>',
        'of kafka-console-consumer: print.key, key.separator … (repeatable)',
        collect,
      ),
  )
    .addHelpText(
      'after',
      `
Without -f and -J the bytes of values come out as they are.

  kafka-napi consume -t numbers -e
  kafka-napi consume -t users -o -10 -f '%t [%p] %o: %k = %s\\n'
  kafka-napi consume -G readers -t users -J`,
    )
    .action((topics: string[], options: ConsumeOptions) => runCommand(() => consume(topics, options)));
}

function recordWriter(options: ConsumeOptions, leaders: LeaderTable): RowWriter {
  const nullText = options.null === true ? 'NULL' : undefined;
  if (options.json === true) {
    if (options.format !== undefined) throw usageError('-J and -f: one of them');
    return jsonWriter((topic, partition) => leaders.leaderOf(topic, partition));
  }
  if (options.formatterProperty !== undefined || options.java) return javaWriter(options.formatterProperty ?? []);
  if (options.format !== undefined) return compileFormat(options.format, { nullText });
  const keyDelimiter = options.keyDelimiter === undefined ? undefined : parseDelimiter(options.keyDelimiter, '-K');
  return plainWriter(parseDelimiter(options.delimiter, '-D'), keyDelimiter, { nullText });
}

async function consume(positional: string[], options: ConsumeOptions): Promise<number> {
  setQuiet(options.quiet === true || options.java === true);
  const topics = [...(options.topic ?? []), ...positional];
  if (topics.length === 0)
    throw usageError('no topic: give one with -t, for example: kafka-napi consume -t numbers -e');
  const properties = clientProperties(options, bulkDefaults);
  if (options.group !== undefined) properties['group.id'] = options.group;
  if (options.isolationLevel !== undefined) properties['isolation.level'] = options.isolationLevel;
  const range = (options.offset ?? []).reduce<OffsetRange>((all, text) => parseOffsetSpec(text, all), {});
  if (range.from?.kind === 'stored' && properties['group.id'] === undefined) {
    throw usageError('-o stored: offsets are stored for a group; name it with -G or -X group.id=…');
  }
  if (options.group !== undefined && options.partition !== undefined) {
    throw usageError('-p and -G: the group decides who reads which partition');
  }
  const committing = options.group !== undefined && properties['enable.auto.commit'] !== 'false';
  properties['enable.auto.commit'] = 'false';
  properties['enable.partition.eof'] = 'true';
  const leaders = new LeaderTable();
  const writer = unpacking(recordWriter(options, leaders), options.unpack ?? []);

  const stop = new StopRequest();
  const out = new DataOutput();
  const consumer: ByteConsumer = new Consumer(properties as ConsumerConfig);
  let failure: Error | undefined;
  showClientEvents(consumer, properties, options.group === undefined ? 'at most 30 s' : 'without an end', (error) => {
    failure = error;
    stop.abandon();
  });
  const run = new ConsumeRun({
    consumer,
    out,
    writer,
    options,
    stop,
    commits: committing
      ? new GroupCommits(consumer, out, Number(properties['auto.commit.interval.ms'] ?? DEFAULT_COMMIT_INTERVAL_MS))
      : undefined,
  });
  try {
    const start = { topics, partition: options.partition, range, ends: run.ends, signal: stop.signal };
    if (options.json === true) await leaders.learn(consumer, topics, stop.signal);
    if (options.group === undefined) await startAssigned(consumer, start);
    else startSubscribed(consumer, { ...start, beforeRevoke: () => run.commitWritten() });
    if (options.group !== undefined || run.ends.size > 0) await run.toTheEnd();
  } catch (error) {
    if (failure !== undefined) throw new CommandError('stopped by the error above');
    if (!stop.signal.aborted) throw error;
  } finally {
    await consumer.close();
    stop.dispose();
  }
  const status = await out.finish();
  clearProgress();
  if (options.java) process.stderr.write(`Processed a total of ${run.count} messages\n`);
  if (stop.stopped) note(`% stopped: ${run.summary()}`);
  if (failure !== undefined) return Exit.FAILED;
  return status || stop.exitCode;
}
