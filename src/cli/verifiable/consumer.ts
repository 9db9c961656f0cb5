import { type Command, Option } from 'commander';
import { Consumer, KafkaError, type ConsumerRecord, type ConsumerRecords } from '../../index';
import { describeError, Exit } from '../exit';
import { complain } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { type Properties, wholeNumber } from '../options';
import { runCommand } from '../run';
import { StopRequest } from '../signals';
import { configFile } from './config-file';
import { writeEvent } from './events';

interface VerifiableConsumerOptions {
  bootstrapServer: string;
  topic: string;
  groupProtocol: string;
  groupRemoteAssignor?: string;
  groupId: string;
  groupInstanceId?: string;
  maxMessages: number;
  sessionTimeout?: number;
  verbose?: boolean;
  enableAutocommit?: boolean;
  resetPolicy: string;
  assignmentStrategy: string;
  commandConfig?: string;
  'consumer.config'?: string;
}

const DEFAULT_ASSIGNOR = 'org.apache.kafka.clients.consumer.RangeAssignor';

export function register(program: Command): void {
  program
    .command('verifiable-consumer')
    .description("Kafka's VerifiableConsumer: reads a topic in a group, prints JSON about what happens")
    .requiredOption('--bootstrap-server <list>', 'brokers, HOST:PORT,…')
    .requiredOption('--topic <topic>', 'topic to read')
    .requiredOption('--group-id <group>', 'the group')
    .option('--group-protocol <protocol>', 'classic or consumer', 'classic')
    .option('--group-remote-assignor <name>', 'assignor on the broker, with the consumer protocol')
    .option('--group-instance-id <id>', 'static membership')
    .option('--max-messages <n>', 'how many; -1: until it is killed', wholeNumber(-1), -1)
    .option('--session-timeout <ms>', "the member's session timeout, with the classic protocol", wholeNumber(1))
    .option('--verbose', 'print each record')
    .option('--enable-autocommit', 'commit in the background')
    .option('--reset-policy <policy>', 'earliest, latest or none', 'earliest')
    .option('--assignment-strategy <class>', 'assignor, with the classic protocol', DEFAULT_ASSIGNOR)
    .option('--command-config <file>', 'a file of consumer properties')
    .addOption(new Option('--consumer.config <file>', 'the older name of --command-config'))
    .action((options: VerifiableConsumerOptions) => runCommand(() => verifiableConsumer(options)));
}

function consumerProperties(options: VerifiableConsumerOptions): Properties {
  const properties: Properties = configFile(options.commandConfig ?? options['consumer.config']);
  if (options.groupProtocol.toLowerCase() === 'consumer') {
    // With this protocol the broker defines the session.
    properties['group.protocol'] = 'consumer';
    if (options.groupRemoteAssignor !== undefined) properties['group.remote.assignor'] = options.groupRemoteAssignor;
  } else {
    properties['partition.assignment.strategy'] = options.assignmentStrategy;
    if (options.sessionTimeout !== undefined) properties['session.timeout.ms'] = String(options.sessionTimeout);
  }
  properties['group.id'] = options.groupId;
  if (options.groupInstanceId !== undefined) properties['group.instance.id'] = options.groupInstanceId;
  properties['bootstrap.servers'] = options.bootstrapServer;
  properties['enable.auto.commit'] = String(options.enableAutocommit === true);
  properties['auto.offset.reset'] = options.resetPolicy;
  return properties;
}

type StringRecord = ConsumerRecord<string, string>;
interface NextOffset {
  topic: string;
  partition: number;
  offset: number;
}

const places = (partitions: readonly { topic: string; partition: number }[]): unknown[] =>
  partitions.map(({ topic, partition }) => ({ topic, partition }));

class VerifiableConsumer {
  readonly #options: VerifiableConsumerOptions;
  readonly #out: DataOutput;
  readonly #consumer: Consumer<string, string>;
  readonly #signal: AbortSignal;
  #consumed = 0;

  constructor(
    options: VerifiableConsumerOptions,
    out: DataOutput,
    consumer: Consumer<string, string>,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#out = out;
    this.#consumer = consumer;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const { topic, enableAutocommit } = this.#options;
    writeEvent(this.#out, 'startup_complete');
    await this.#out.pressure();
    this.#consumer.subscribe([topic], {
      onPartitionsAssigned: (partitions) =>
        writeEvent(this.#out, 'partitions_assigned', { partitions: places(partitions) }),
      onPartitionsRevoked: (partitions) =>
        writeEvent(this.#out, 'partitions_revoked', { partitions: places(partitions) }),
    });
    while (this.#room > 0 && !this.#signal.aborted && !this.#out.closed) {
      // Reports rebalances when they happen, not with the next record.
      const records = await this.#consumer.poll(100, { signal: this.#signal });
      if (!records.isEmpty) {
        const offsets = this.#report(records);
        if (enableAutocommit !== true) await this.#commit(offsets);
      }
      await this.#out.pressure();
    }
  }

  get #room(): number {
    return this.#options.maxMessages < 0 ? Infinity : this.#options.maxMessages - this.#consumed;
  }

  #report(records: ConsumerRecords<string, string>): NextOffset[] {
    const offsets: NextOffset[] = [];
    const summaries: unknown[] = [];
    let count = 0;
    for (const { topic, partition } of records.partitions()) {
      const list: StringRecord[] = records.records({ topic, partition }).slice(0, this.#room);
      const [first, last] = [list[0], list.at(-1)];
      if (first === undefined || last === undefined) continue;
      offsets.push({ topic, partition, offset: last.offset + 1 });
      summaries.push({ topic, partition, count: list.length, minOffset: first.offset, maxOffset: last.offset });
      if (this.#options.verbose === true) for (const record of list) this.#reportRecord(record);
      this.#consumed += list.length;
      count += list.length;
    }
    writeEvent(this.#out, 'records_consumed', { count, partitions: summaries });
    return offsets;
  }

  #reportRecord({ key, value, topic, partition, offset }: StringRecord): void {
    writeEvent(this.#out, 'record_data', { key, value, topic, partition, offset });
  }

  async #commit(offsets: NextOffset[]): Promise<void> {
    try {
      await this.#consumer.commit(offsets);
      writeEvent(this.#out, 'offsets_committed', { offsets, success: true });
    } catch (error) {
      if (KafkaError.is(error) && error.isFatal) throw error;
      writeEvent(this.#out, 'offsets_committed', { offsets, error: describeError(error), success: false });
    }
  }
}

async function verifiableConsumer(options: VerifiableConsumerOptions): Promise<number> {
  const stop = new StopRequest();
  const out = new DataOutput();
  // As in Java's tool: on request, or otherwise after the end.
  let requested = false;
  const shutdownRequested = (): void => {
    if (!requested) writeEvent(out, 'shutdown_requested');
    requested = true;
  };
  stop.signal.addEventListener('abort', shutdownRequested, { once: true });
  const consumer = new Consumer<string, string>({
    ...consumerProperties(options),
    'key.deserializer': 'string',
    'value.deserializer': 'string',
  });
  let failed = false;
  consumer.on('error', (error) => {
    failed = true;
    complain(describeError(error));
    stop.abandon();
  });
  try {
    await new VerifiableConsumer(options, out, consumer, stop.signal).run();
  } catch (error) {
    if (!stop.signal.aborted) {
      failed = true;
      complain(describeError(error));
    }
  } finally {
    await consumer.close();
    stop.dispose();
  }
  writeEvent(out, 'shutdown_complete');
  shutdownRequested();
  return (await out.finish()) || (failed ? Exit.FAILED : stop.exitCode);
}
