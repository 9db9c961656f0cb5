import type { Command } from 'commander';
import { DevBroker } from '../broker/dev-broker';
import { parseTopicList } from '../broker/topic-list';
import { Exit, usageError } from '../exit';
import { note } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { wholeNumber } from '../options';
import { runCommand } from '../run';
import { StopRequest } from '../signals';

interface BrokerOptions {
  port: number;
  brokers: number;
  topics?: string;
}

const DEFAULT_PORT = 9092;

export function register(program: Command): void {
  program
    .command('broker')
    .description('run a development broker: no Java, no container')
    .option('--port <n>', 'port of the first broker, the others follow (0: any)', wholeNumber(0), DEFAULT_PORT)
    .option('--brokers <n>', 'how many brokers', wholeNumber(1), 1)
    .option('--topics <list>', 'topics to make: a:3,b is "a" with 3 partitions and "b" with one')
    .addHelpText('after', `\n${whatItIsNot}`)
    .action((options: BrokerOptions) => runCommand(() => broker(options)));
}

const whatItIsNot = `This is librdkafka's mock cluster, made for tests. It is not Kafka: data is in memory and gone at Ctrl-C; of each
partition only the last 5 MB or 100,000 batches are kept, the rest is dropped without a word; it answers no admin
request (a topic that is used and not there is made, with 4 partitions); it finds no offsets by time; and a
transaction that was aborted is still read.`;

async function broker(options: BrokerOptions): Promise<number> {
  if (options.port + options.brokers - 1 > 65_535)
    throw usageError(`--port ${options.port}: there is no port after 65535`);
  const topics = options.topics === undefined ? {} : parseTopicList(options.topics);
  const stop = new StopRequest();
  const running = await DevBroker.start({ ...options, topics });
  const out = new DataOutput();
  // First on stdout, on a line of its own: a script reads it and knows that the broker is up.
  out.line(running.bootstrapServers);
  await out.pressure();
  const server = options.port === DEFAULT_PORT ? '' : ` -b ${running.bootstrapServers.split(',')[0]}`;
  const topic = Object.keys(topics)[0] ?? 'first';
  note(`
${whatItIsNot}

Try next, in another terminal:

  seq 1 10 | kafka-napi produce${server} -t ${topic}
  kafka-napi consume${server} -t ${topic} -e

Ctrl-C ends it.`);
  // The signal handlers do not keep the process alive, the listening sockets do.
  await new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await running.close();
  stop.dispose();
  // Running until Ctrl-C was all there was to do.
  return Exit.DONE;
}
