import type { Command } from 'commander';
import { Producer, type ProducerConfig } from '../../index';
import { showClientEvents } from '../client-notes';
import { CommandError, Exit, usageError } from '../exit';
import { parseDelimiter } from '../io/delimiter';
import { chunksOf, inputsFrom, type Input } from '../io/inputs';
import { LineSplitter } from '../io/line-splitter';
import { clearProgress, note, setQuiet } from '../io/stderr';
import { clientProperties, collect, type CommonOptions, wholeNumber, withCommonOptions } from '../options';
import { parseHeader, recordMaker } from '../produce/line-records';
import { LineSender } from '../produce/line-sender';
import { StopRequest } from '../signals';
import { showBytes, showCount, showRates } from '../units';
import { runCommand } from '../run';

interface ProduceOptions extends CommonOptions {
  topic: string;
  partition?: number;
  keyDelimiter?: string;
  key?: string;
  header?: string[];
  compression?: string;
  delimiter: string;
  nullEmpty?: boolean;
  count?: number;
}

/** Large batches: lines from a file or pipe come faster than one by one. `-X` sets something else. */
const bulkDefaults = { 'batch.size': '1000000', 'linger.ms': '20', 'client.id': 'kafka-napi-produce' };
const DEFAULT_MAX_REQUEST_SIZE = 1_048_576;

export function register(program: Command): void {
  withCommonOptions(
    program
      .command('produce')
      .description('send lines of standard input or of files as messages')
      .argument('[files...]', 'files to read; none or "-": standard input')
      .requiredOption('-t, --topic <topic>', 'topic to send to')
      .option('-p, --partition <n>', 'partition to send to (-1: the partitioner chooses)', wholeNumber(-1))
      .option('-K, --key-delimiter <bytes>', 'a line is a key, this, and a value')
      .option('-k, --key <text>', 'key of every message that has none of its own')
      .option('-H, --header <name=value>', 'header of every message (repeatable)', collect)
      .option('-z, --compression <codec>', 'none, gzip, snappy, lz4 or zstd')
      .option('-D, --delimiter <bytes>', 'what ends a message', '\\n')
      .option('-Z, --null-empty', 'send empty values and keys as null')
      .option('-c, --count <n>', 'stop after so many messages', wholeNumber(1))
      .option('-l, --lines', 'read files line by line (always so; for kcat users)'),
  )
    .addHelpText(
      'after',
      `
Bytes go out as they come in. <bytes> takes \\n \\r \\t \\xNN. Ctrl-C delivers what was read and says how much that was.

  seq 1 1000 | kafka-napi produce -t numbers
  kafka-napi produce -t users -K : -z zstd users.txt`,
    )
    .action((files: string[], options: ProduceOptions) => runCommand(() => produce(files, options)));
}

async function produce(files: string[], options: ProduceOptions): Promise<number> {
  setQuiet(options.quiet === true);
  const properties = clientProperties(options, bulkDefaults);
  if (options.compression !== undefined) properties['compression.type'] = options.compression;
  const delimiter = parseDelimiter(options.delimiter, '-D');
  const toRecord = recordMaker({
    topic: options.topic,
    partition: options.partition === -1 ? undefined : options.partition,
    keyDelimiter: options.keyDelimiter === undefined ? undefined : parseDelimiter(options.keyDelimiter, '-K'),
    fixedKey: options.key === undefined ? null : Buffer.from(options.key),
    headers: (options.header ?? []).map(parseHeader),
    emptyIsNull: options.nullEmpty === true,
  });
  if (options.topic === '') throw usageError('-t: a topic has a name');
  const inputs = await inputsFrom(files);

  const stop = new StopRequest();
  const producer = new Producer(properties as ProducerConfig);
  const transactional = properties['transactional.id'] !== undefined;
  const sender = new LineSender(producer);
  let unusable = false;
  showClientEvents(producer, (error) => {
    // Nothing more can be delivered: a fatal error, or the broker does not let us in at all.
    if (!error.isFatal && sender.delivered > 0) return;
    unusable = true;
    stop.abandon();
    producer.purge({ inFlight: true });
  });
  stop.onImpatience(() => `${summary()}, ${showCount(producer.outstanding)} given up`);
  const started = Date.now();
  const summary = (): string =>
    `${showCount(sender.delivered)} delivered` + (sender.failed > 0 ? `, ${showCount(sender.failed)} failed` : '');
  try {
    if (transactional) {
      await producer.initTransactions({ signal: stop.signal });
      producer.beginTransaction();
    }
    for (const input of inputs) {
      const maxLength = Number(properties['max.request.size'] ?? DEFAULT_MAX_REQUEST_SIZE);
      await sendLines(input, { delimiter, maxLength, limit: options.count ?? Infinity, toRecord, sender, stop });
      if (stop.signal.aborted || sender.taken === options.count) break;
    }
    if (stop.stopped)
      note(`stopping: waiting for ${showCount(producer.outstanding)} messages; Ctrl-C again gives them up`);
    await sender.finish();
    if (transactional) await endTransaction(producer, sender, stop);
  } finally {
    await producer.close(unusable ? { timeoutMs: 0 } : {});
    stop.dispose();
  }
  clearProgress();
  const ms = Date.now() - started;
  note(
    `${summary()} (${showBytes(sender.bytes)}) in ${(ms / 1000).toFixed(1)} s: ${showRates(sender.delivered, sender.bytes, ms)}`,
  );
  if (unusable || sender.failed > 0) return Exit.FAILED;
  return stop.exitCode;
}

interface Sending {
  delimiter: Buffer;
  maxLength: number;
  limit: number;
  toRecord: ReturnType<typeof recordMaker>;
  sender: LineSender;
  stop: StopRequest;
}

async function sendLines(
  input: Input,
  { delimiter, maxLength, limit, toRecord, sender, stop }: Sending,
): Promise<void> {
  const splitter = new LineSplitter(delimiter, maxLength, (length) => {
    sender.taken++;
    sender.fail(`a line of ${length} bytes in ${input.name} is more than max.request.size (${maxLength})`);
  });
  for await (const chunk of chunksOf(input, stop.signal)) {
    splitter.feed(chunk);
    for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
      if (!sender.offer(toRecord(line))) await sender.room();
      if (sender.taken >= limit || stop.signal.aborted) return;
    }
  }
  // A line that the stop cut in two is no line.
  const last = stop.signal.aborted ? undefined : splitter.end();
  if (last !== undefined && !sender.offer(toRecord(last))) await sender.room();
}

/** All lines or none: a stopped or failed run leaves nothing behind. */
async function endTransaction(producer: Producer, sender: LineSender, stop: StopRequest): Promise<void> {
  if (!stop.signal.aborted && sender.failed === 0) {
    await producer.commitTransaction();
    note('transaction committed');
    return;
  }
  await producer.abortTransaction();
  throw new CommandError('transaction aborted: nothing of it was delivered', stop.exitCode || Exit.FAILED);
}
