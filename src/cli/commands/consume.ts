import type { Command } from 'commander';
import { Consumer, type ConsumerConfig, type ConsumerRecords } from '../../index';
import { showClientEvents } from '../client-notes';
import { GroupCommits } from '../consume/group-commits';
import { PartitionEnds } from '../consume/partition-ends';
import type { ByteConsumer } from '../consume/find-partitions';
import { startAssigned, startSubscribed } from '../consume/start';
import { CommandError, Exit, usageError } from '../exit';
import { parseDelimiter } from '../io/delimiter';
import { note, setQuiet } from '../io/stderr';
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
import { jsonRecord } from '../records/json-record';
import { parseOffsetSpec, type OffsetRange } from '../records/offset-spec';
import { compileFormat, plainWriter, type RecordWriter } from '../records/record-format';
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
}

const bulkDefaults: Properties = {
  'client.id': 'kafka-napi-consume',
  'max.poll.records': '10000',
  // As kcat: reading a topic by a misspelt name does not make it.
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
      .option('-G, --group <group>', 'read as a member of this group and commit what was written')
      .option(
        '-o, --offset <offset>',
        'beginning (default without -G), end, stored, N, -N, +N, s@MS, e@MS, @TIME, FROM:TO (repeatable)',
        collect,
      )
      .option('-p, --partition <n>', 'only this partition', wholeNumber(0))
      .option('-c, --count <n>', 'stop after so many messages', wholeNumber(1))
      .option('-e, --exit', 'stop at the end of the topic')
      .option('--idle-timeout <ms>', 'stop when no message has come for so long', wholeNumber(1))
      .option('-f, --format <format>', 'what to print of each message: %s %S %R %k %K %T %h %t %p %o, \\n \\t \\xNN')
      .option('-J, --json', 'one JSON object a line')
      .option('-D, --delimiter <bytes>', 'what to print after each message', '\\n')
      .option('-K, --key-delimiter <bytes>', 'print keys, and this after them')
      .option('-Z, --null', 'print NULL for a null value or key')
      .option('-u, --unbuffered', 'write out every message at once'),
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

function recordWriter(options: ConsumeOptions, leaders: LeaderTable): RecordWriter {
  const nullText = options.null === true ? 'NULL' : undefined;
  if (options.json === true) {
    if (options.format !== undefined) throw usageError('-J and -f: one of them');
    return (record, out) => out.line(jsonRecord(record, leaders.leaderOf(record.topic, record.partition)));
  }
  if (options.format !== undefined) return compileFormat(options.format, { nullText });
  const keyDelimiter = options.keyDelimiter === undefined ? undefined : parseDelimiter(options.keyDelimiter, '-K');
  return plainWriter(parseDelimiter(options.delimiter, '-D'), keyDelimiter, { nullText });
}

async function consume(positional: string[], options: ConsumeOptions): Promise<number> {
  setQuiet(options.quiet === true);
  const topics = [...(options.topic ?? []), ...positional];
  if (topics.length === 0)
    throw usageError('no topic: give one with -t, for example: kafka-napi consume -t numbers -e');
  const properties = clientProperties(options, bulkDefaults);
  if (options.group !== undefined) properties['group.id'] = options.group;
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
  const writer = recordWriter(options, leaders);

  const stop = new StopRequest();
  const out = new DataOutput();
  const consumer: ByteConsumer = new Consumer(properties as ConsumerConfig);
  let failure: Error | undefined;
  showClientEvents(consumer, (error) => {
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
      ? new GroupCommits(consumer, Number(properties['auto.commit.interval.ms'] ?? DEFAULT_COMMIT_INTERVAL_MS))
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
  if (failure !== undefined) return Exit.FAILED;
  return status || stop.exitCode;
}

interface RunOptions {
  consumer: ByteConsumer;
  out: DataOutput;
  writer: RecordWriter;
  options: ConsumeOptions;
  stop: StopRequest;
  commits: GroupCommits | undefined;
}

class ConsumeRun {
  readonly ends = new PartitionEnds();
  readonly #run: RunOptions;
  #count = 0;
  #lastRecordAt = Date.now();

  constructor(run: RunOptions) {
    this.#run = run;
    run.consumer.on('partitionEof', ({ topic, partition, offset }) => this.ends.reachedEof(topic, partition, offset));
    run.consumer.on('assigned', () => {
      this.#lastRecordAt = Date.now();
    });
  }

  /** Commits what standard output has. */
  async commitWritten(): Promise<void> {
    await this.#run.out.pressure();
    await this.#run.commits?.commit();
  }

  async toTheEnd(): Promise<void> {
    const { consumer, out, options, stop, commits } = this.#run;
    const { count = Infinity, idleTimeout = Infinity } = options;
    this.#lastRecordAt = Date.now();
    while (!stop.signal.aborted && !out.closed) {
      const idleLeft = this.#lastRecordAt + idleTimeout - Date.now();
      if (idleLeft <= 0) break;
      const records = await consumer.poll(Math.min(idleLeft, this.ends.awaitingEof ? 50 : 1000), {
        signal: stop.signal,
      });
      if (!records.isEmpty) {
        this.#lastRecordAt = Date.now();
        await this.#write(records, count - this.#count);
        await out.pressure();
      }
      this.#tellEnds(records.isEmpty);
      await commits?.commitIfDue();
      if (this.#count >= count || this.ends.finished(options.exit === true)) break;
    }
    if (!out.closed) await this.commitWritten();
  }

  async #write(records: ConsumerRecords<Buffer, Buffer>, room: number): Promise<void> {
    const { out, writer, options } = this.#run;
    if (options.unbuffered !== true && records.count <= room && !this.ends.limited) {
      for (const record of records) writer(record, out);
      this.#count += records.count;
      this.#written(records.offsets());
      return;
    }
    const next = new Map<string, { topic: string; partition: number; offset: number }>();
    for (const record of records) {
      const { topic, partition, offset } = record;
      const within = offset < this.ends.stopAt(topic, partition);
      if (within && this.#count >= (options.count ?? Infinity)) break;
      // A record past the end is not written, but it shows that the end was reached.
      next.set(`${topic}/${partition}`, {
        topic,
        partition,
        offset: within ? offset + 1 : this.ends.stopAt(topic, partition),
      });
      if (!within) continue;
      writer(record, out);
      this.#count++;
      if (options.unbuffered === true) await out.pressure();
    }
    this.#written([...next.values()]);
  }

  #written(offsets: readonly { topic: string; partition: number; offset: number }[]): void {
    this.ends.wrote(offsets);
    this.#run.commits?.wrote(offsets);
  }

  #tellEnds(empty: boolean): void {
    if (!this.ends.awaitingEof) return;
    const { consumer, options } = this.#run;
    const last = (): boolean => this.ends.finished(options.exit === true);
    const reached = this.ends.confirmEofs(empty, (partition) => consumer.position(partition));
    reached.forEach(({ topic, partition, offset }, index) => {
      const exiting = index === reached.length - 1 && last() ? ': exiting' : '';
      note(`% Reached end of topic ${topic} [${partition}] at offset ${offset}${exiting}`);
    });
  }
}
