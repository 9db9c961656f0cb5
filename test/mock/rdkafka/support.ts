import * as rdkafka from '../../../src/rdkafka/index';
import { MockCluster } from '../../../src/testing/index';

export type Consumer = InstanceType<typeof rdkafka.KafkaConsumer>;
export type Producer = InstanceType<typeof rdkafka.Producer>;

type Callback = (error: unknown, result?: unknown) => void;

/** Resolves with the callback's result, or rejects with its error. */
export function called<T>(call: (callback: Callback) => void): Promise<T> {
  return new Promise((resolve, reject) =>
    call((error, result) => (error ? reject(error as Error) : resolve(result as T))),
  );
}

export const connect = (client: { connect(options: object, cb: never): unknown }): Promise<rdkafka.Metadata> =>
  called((cb) => client.connect({ timeout: 10_000 }, cb as never));
export const disconnect = (client: { disconnect(cb: never): unknown }): Promise<unknown> =>
  called((cb) => client.disconnect(cb as never));

/** Runs with mock brokers that have one topic `t`. */
export async function withCluster(
  partitions: number,
  run: (servers: string, cluster: MockCluster) => Promise<void>,
): Promise<void> {
  const cluster = await MockCluster.start({ topics: { t: partitions } });
  try {
    await run(cluster.bootstrapServers, cluster);
  } finally {
    await cluster.close();
  }
}

/** Writes values to partitions of `t`. */
export async function fill(servers: string, values: readonly [partition: number, value: string][]): Promise<void> {
  const producer = new rdkafka.Producer({ 'bootstrap.servers': servers, 'linger.ms': 0 });
  await connect(producer);
  for (const [partition, value] of values) producer.produce('t', partition, Buffer.from(value));
  await called((cb) => producer.flush(10_000, cb));
  await disconnect(producer);
}

export function consumer(servers: string, conf: object = {}, topicConf: object = {}): Consumer {
  return new rdkafka.KafkaConsumer(
    // A mock broker gives away what a member leaves only after that time.
    { 'bootstrap.servers': servers, 'group.id': 'g', 'session.timeout.ms': 6000, ...conf },
    { 'auto.offset.reset': 'earliest', ...topicConf },
  );
}

/** Consumes until there are so many messages. */
export async function take(from: Consumer, count: number): Promise<rdkafka.Message[]> {
  const messages: rdkafka.Message[] = [];
  while (messages.length < count)
    messages.push(...(await called<rdkafka.Message[]>((cb) => from.consume(count - messages.length, cb as never))));
  return messages;
}

export const texts = (messages: readonly rdkafka.Message[]): string[] => messages.map(({ value }) => String(value));
