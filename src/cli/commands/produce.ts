import type { Command } from 'commander';
import { Producer, type ProducerConfig } from '../../index';
import { showClientEvents } from '../client-notes';
import { CommandError, Exit, usageError } from '../exit';
import { parseDelimiter } from '../io/delimiter';
import { chunksOf, inputsFrom, type Input, standardInput } from '../io/inputs';
import { LineSplitter } from '../io/line-splitter';
import { clearProgress, note, setQuiet, showProgress } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import {
  clientProperties,
  collect,
  type CommonOptions,
  type Properties,
  wholeNumber,
  withCommonOptions,
} from '../options';
import { type JavaReader, javaReader } from '../produce/java-reader';
import { parseHeader, recordMaker } from '../produce/line-records';
import { LineSender } from '../produce/line-sender';
import { StopRequest } from '../signals';
import { showBytes, showCount, showRates } from '../units';
import { runCommand } from '../run';

interface ProduceOptions extends CommonOptions, JavaReader {
  topic: string;
  partition?: number;
  key?: string;
  header?: string[];
  compression?: string;
  delimiter: string;
  nullEmpty?: boolean;
  count?: number;
  tee?: boolean;
  skipEmpty?: boolean;
  wholeFiles?: boolean;
  java?: boolean;
  readerProperty?: string[];
}

/** Large batches, because a file or pipe supplies lines fast. `-X` overrides them. */
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
      .option('-K, --key-delimiter <bytes>', 'each line is a key, this separator, and a value')
      .option('-k, --key <text>', 'key of every message without its own')
      .option('-H, --header <name=value>', 'header of every message (repeatable)', collect)
      .option('-z, --compression <codec>', 'none, gzip, snappy, lz4 or zstd')
      .option('-D, --delimiter <bytes>', 'end of each message', '\\n')
      .option('-Z, --null-empty', 'send empty values and keys as null')
      .option('-c, --count <n>', 'stop after this many messages', wholeNumber(1))
      .option('-l, --lines', 'read files line by line (always so; for kcat users)')
      .option('-T, --tee', 'also write sent messages to standard output')
      .option('--skip-empty', 'send no empty lines, like kcat')
      .option('--whole-files', 'a file is one message, as in kcat without -l')
      .option('--java', 'like kafka-console-producer: only lines, no summary')
      .option(
        '--reader-property <name=value>',
        'of kafka-console-producer: parse.key, key.separator … (repeatable)',
        collect,
      ),
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

async function produce(files: string[], given: ProduceOptions): Promise<number> {
  const options = given.readerProperty === undefined ? given : { ...given, ...javaReader(given.readerProperty) };
  setQuiet(options.quiet === true || options.java === true);
  const properties = clientProperties(options, bulkDefaults);
  if (options.compression !== undefined) properties['compression.type'] = options.compression;
  const delimiter = parseDelimiter(options.delimiter, '-D');
  const toRecord = recordMaker({
    nullMarker: options.nullMarker === undefined ? undefined : Buffer.from(options.nullMarker),
    headerSeparators: options.headerSeparators,
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
  const tee = options.tee ? new DataOutput() : undefined;
  const progress = setInterval(
    () => showProgress(`${summary()}, ${showCount(producer.outstanding)} on their way`),
    PROGRESS_MS,
  );
  progress.unref();
  let unusable = false;
  showClientEvents(producer, properties, deliveryLimit(properties), (error) => {
    // Nothing more can be delivered: a fatal error, or no broker accepts the client.
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
      await sendLines(input, {
        delimiter: options.wholeFiles && input !== standardInput ? undefined : delimiter,
        maxLength,
        limit: options.count ?? Infinity,
        skipEmpty: options.skipEmpty === true,
        toRecord,
        sender,
        stop,
        tee,
      });
      if (stop.signal.aborted || sender.taken === options.count) break;
    }
    if (stop.stopped)
      note(`stopping: waiting for ${showCount(producer.outstanding)} messages; Ctrl-C again gives them up`);
    await sender.finish();
    if (transactional) await endTransaction(producer, sender, stop);
  } finally {
    clearInterval(progress);
    await producer.close(unusable ? { timeoutMs: 0 } : {});
    stop.dispose();
  }
  clearProgress();
  const ms = Date.now() - started;
  note(
    `${summary()} (${showBytes(sender.bytes)}) in ${(ms / 1000).toFixed(1)} s: ${showRates(sender.delivered, sender.bytes, ms)}`,
  );
  await tee?.finish();
  if (unusable || sender.failed > 0) return Exit.FAILED;
  return stop.exitCode;
}

interface Sending {
  /** undefined: the whole input is one message. */
  delimiter: Buffer | undefined;
  maxLength: number;
  limit: number;
  skipEmpty: boolean;
  toRecord: ReturnType<typeof recordMaker>;
  sender: LineSender;
  stop: StopRequest;
  tee: DataOutput | undefined;
}

async function sendLines(input: Input, sending: Sending): Promise<void> {
  const { delimiter, maxLength, limit, skipEmpty, toRecord, sender, stop, tee } = sending;
  const tooLong = (length: number): void => {
    sender.taken++;
    const what = delimiter === undefined ? input.name : `a line of ${length} bytes in ${input.name}`;
    sender.fail(`${what} is more than max.request.size (${maxLength})`);
  };
  const splitter = new LineSplitter(delimiter ?? NEVER, maxLength, tooLong);
  /** False: wait for room. */
  const offer = (line: Buffer): boolean => {
    if (skipEmpty && line.length === 0) return true;
    if (tee !== undefined) {
      tee.bytes(line);
      tee.bytes(delimiter ?? NEWLINE);
    }
    return sender.offer(toRecord(line));
  };
  for await (const chunk of delimiter === undefined ? wholeOf(input, stop.signal) : chunksOf(input, stop.signal)) {
    if (delimiter === undefined) {
      if (chunk.length > maxLength) tooLong(chunk.length);
      else if (!offer(chunk)) await sender.room();
      continue;
    }
    splitter.feed(chunk);
    for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
      if (!offer(line)) await sender.room();
      if (sender.taken >= limit || stop.signal.aborted) return;
    }
    await tee?.pressure();
  }
  // A line that was cut off by the stop is not sent.
  const last = stop.signal.aborted ? undefined : splitter.end();
  if (last !== undefined && !offer(last)) await sender.room();
}

/** Never used: no splitter is fed when the input is one message. */
const NEVER = Buffer.from([0]);
const NEWLINE = Buffer.from('\n');
const PROGRESS_MS = 500;

/** The input as one chunk. */
async function* wholeOf(input: Input, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(input, signal)) chunks.push(chunk);
  if (!signal.aborted) yield Buffer.concat(chunks);
}

/** How long a message waits for a broker, as text. */
function deliveryLimit(properties: Properties): string {
  return `at most ${Math.round(Number(properties['delivery.timeout.ms'] ?? 120_000) / 1000)} s for each message`;
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
