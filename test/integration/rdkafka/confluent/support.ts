/** Programs of `@confluentinc/kafka-javascript`'s promise-based API, which run on it and on the entry. */
import { sleep, type Context, type Module } from '../programs/observe';

/** The name, code and flags of what is thrown; its text only where programs can rely on it. */
export async function failure(run: () => unknown, withText = false): Promise<unknown> {
  try {
    await run();
    return 'no error';
  } catch (error) {
    const { name, message, code, type, retriable, fatal, abortable } = error as Record<string, unknown>;
    return { name, code, type, retriable, fatal, abortable, ...(withText ? { message } : {}) };
  }
}

export async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await sleep(20);
}

export const quiet = (K: Module): Module => ({
  info: () => undefined,
  error: () => undefined,
  warn: () => undefined,
  debug: () => undefined,
  namespace: () => quiet(K),
  setLogLevel: () => undefined,
});

/** A `Kafka` that prints nothing. */
export const kafkaOf = ({ K, servers }: Context, block: object = {}): Module =>
  new K.KafkaJS.Kafka({ kafkaJS: { brokers: servers.split(','), logger: quiet(K), ...block } });

/** Runs with a connected client, and disconnects it. */
export async function connected<T>(client: Module, run: (client: Module) => Promise<T>): Promise<T> {
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.disconnect();
  }
}

/** A topic with these values in partition 0. */
export async function filled(context: Context, values: readonly string[], partitions = 1): Promise<string> {
  const topic = context.unique('topic');
  await context.createTopic(topic, partitions);
  const messages = values.map((value) => ({ value, partition: 0 }));
  if (messages.length > 0) await connected(kafkaOf(context).producer(), (one) => one.send({ topic, messages }));
  return topic;
}

export function consumerOf(context: Context, block: object = {}, beside: object = {}): Module {
  const kafkaJS = { groupId: context.unique('group'), fromBeginning: true, ...block };
  return kafkaOf(context).consumer({ kafkaJS, ...beside });
}

/** What the group has committed; waits until it is this. */
export async function untilCommitted(consumer: Module, topic: string, offset: string): Promise<void> {
  await until(async () => {
    const [found] = await consumer.committed([{ topic, partition: 0 }], 5000);
    return found.offset === offset;
  });
}

export const texts = (messages: readonly Module[]): string[] => messages.map(({ value }) => String(value));
