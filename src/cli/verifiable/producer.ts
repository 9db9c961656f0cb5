import { type Command, Option } from 'commander';
import { Producer, type KafkaError, type ProducerConfig } from '../../index';
import { Exit } from '../exit';
import { complain } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { type Properties, wholeNumber } from '../options';
import { runCommand } from '../run';
import { StopRequest } from '../signals';
import { pause, Throttle } from '../throttle';
import { configFile } from './config-file';
import { writeEvent } from './events';

interface VerifiableProducerOptions {
  topic: string;
  bootstrapServer: string;
  maxMessages: number;
  throughput: number;
  acks: string;
  commandConfig?: string;
  'producer.config'?: string;
  messageCreateTime: number;
  valuePrefix?: number;
  repeatingKeys?: number;
}

/** Number of sends between two looks at the throttle and the event loop. */
const BURST = 256;

export function register(program: Command): void {
  program
    .command('verifiable-producer')
    .description("Kafka's VerifiableProducer: sends increasing integers, prints JSON about each")
    .requiredOption('--topic <topic>', 'topic to produce to')
    .requiredOption('--bootstrap-server <list>', 'brokers, HOST:PORT,…')
    .option('--max-messages <n>', 'how many; -1: until it is killed', wholeNumber(-1), -1)
    .option('--throughput <n>', 'messages a second, about; -1: no limit', wholeNumber(-1), -1)
    .addOption(new Option('--acks <acks>', 'acknowledgements').choices(['0', '1', '-1']).default('-1'))
    .option('--command-config <file>', 'a file of producer properties')
    .addOption(new Option('--producer.config <file>', 'the older name of --command-config'))
    .option('--message-create-time <ms>', 'timestamp of the first message, in ms since the epoch', wholeNumber(-1), -1)
    .option('--value-prefix <n>', 'values are this, a dot and the number', wholeNumber(0))
    .option('--repeating-keys <n>', 'keys count from 0 to this, not included, over and over', wholeNumber(1))
    .action((options: VerifiableProducerOptions) => runCommand(() => verifiableProducer(options)));
}

async function verifiableProducer(options: VerifiableProducerOptions): Promise<number> {
  const properties: Properties = {
    'bootstrap.servers': options.bootstrapServer,
    acks: options.acks,
    // As in Java's tool: a failed message is reported, not retried.
    retries: '0',
    'enable.idempotence': 'false',
    ...configFile(options.commandConfig ?? options['producer.config']),
  };
  const { topic, throughput } = options;
  const stop = new StopRequest();
  const out = new DataOutput();
  const producer = new Producer(properties as ProducerConfig);
  producer.on('error', (error) => complain(error.message));
  const started = Date.now();
  const limit = options.maxMessages < 0 ? Infinity : options.maxMessages;
  let sent = 0;
  let acked = 0;
  const failed = (key: string | null, value: string, error: KafkaError): void =>
    writeEvent(out, 'producer_send_error', {
      exception: `class ${error.name}`,
      key,
      message: error.message,
      topic,
      value,
    });

  writeEvent(out, 'startup_complete');
  const throttle = new Throttle(throughput);
  let createTime = options.messageCreateTime === -1 ? undefined : options.messageCreateTime;
  while (sent < limit && !stop.signal.aborted && !out.closed) {
    const until = Math.min(limit, sent + BURST);
    let room = true;
    while (room && sent < until && throttle.delayAfter(sent) === 0) {
      const key = options.repeatingKeys === undefined ? null : String(sent % options.repeatingKeys);
      const value = options.valuePrefix === undefined ? String(sent) : `${options.valuePrefix}.${sent}`;
      sent++;
      try {
        room = producer.produce({ topic, key, value, timestamp: createTime }, (error, metadata) => {
          if (error !== null) {
            failed(key, value, error);
            return;
          }
          acked++;
          writeEvent(out, 'producer_send_success', {
            key,
            offset: metadata.offset,
            partition: metadata.partition,
            topic: metadata.topic,
            value,
          });
        });
      } catch (error) {
        failed(key, value, error as KafkaError);
      }
      if (createTime !== undefined) createTime += Date.now() - started;
    }
    if (!room) await producer.drained();
    await out.pressure();
    await pause(sent < limit ? throttle.delayAfter(sent) : 0, stop.signal);
  }
  while ((await producer.flush(1000)) > 0) await out.pressure();
  await producer.close();
  stop.dispose();
  writeEvent(out, 'shutdown_complete');
  writeEvent(out, 'tool_data', {
    sent,
    acked,
    target_throughput: throughput,
    avg_throughput: (1000 * acked) / Math.max(1, Date.now() - started),
  });
  return (await out.finish()) || (acked < sent ? Exit.FAILED : stop.exitCode);
}
