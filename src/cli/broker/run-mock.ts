import { Exit, usageError } from '../exit';
import { note, setQuiet } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { StopRequest } from '../signals';
import { ownName } from '../words/own-name';
import { DevBroker } from './dev-broker';
import { parseTopicList } from './topic-list';

export interface MockOptions {
  port: number;
  brokers: number;
  topics?: string;
  quiet?: boolean;
  /** Output like kcat -M. */
  kcat?: boolean;
}

export const DEFAULT_PORT = 9092;

export const whatItIsNot = `This is librdkafka's mock cluster, made for tests. It is not Kafka: data is in memory and gone at Ctrl-C; of each
partition only the last 5 MB or 100,000 batches are kept, the rest is dropped silently; it answers no admin
request (a topic that is used and not there is made, with 4 partitions); it finds no offsets by time; and a
transaction that was aborted is still read.`;

export async function runMock(options: MockOptions): Promise<number> {
  setQuiet(options.quiet === true || options.kcat === true);
  if (options.port + options.brokers - 1 > 65_535)
    throw usageError(`--port ${options.port}: there is no port after 65535`);
  const topics = options.topics === undefined ? {} : parseTopicList(options.topics);
  const stop = new StopRequest();
  const running = await DevBroker.start({ ...options, topics });
  const out = new DataOutput();
  // First line of stdout: scripts read it and know that the broker is ready.
  out.line(options.kcat ? `BROKERS=${running.bootstrapServers}` : running.bootstrapServers);
  await out.pressure();
  const server = options.port === DEFAULT_PORT ? '' : ` -b ${running.bootstrapServers.split(',')[0]}`;
  const topic = Object.keys(topics)[0] ?? 'first';
  note(`
${whatItIsNot}

Try next, in another terminal:

  seq 1 10 | ${ownName()} produce${server} -t ${topic}
  ${ownName()} consume${server} -t ${topic} -e

Ctrl-C ends it.`);
  // Signal handlers do not keep the process alive, the listening sockets do.
  await new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(), { once: true });
    if (options.kcat) process.stdin.resume().once('end', () => resolve());
  });
  await running.close();
  stop.dispose();
  // The command is complete when Ctrl-C ends it.
  return Exit.DONE;
}
