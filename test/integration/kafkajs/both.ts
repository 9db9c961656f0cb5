/** Runs a program on kafkajs itself and on `kafka-napi/kafkajs`, on the same broker. */
import * as original from 'kafkajs';
import { AdminClient } from '../../../src';
import * as entry from '../../../src/kafkajs';
import { described } from '../../dropin/errors';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

export { described, errorOf } from '../../dropin/errors';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
process.env.KAFKAJS_LOG_LEVEL = 'NOTHING';

export type Library = typeof original;

// Enums of two packages are two types, whatever their members: test/types compiles a program with each.
const ours = entry as unknown as Library;

export interface Place {
  lib: Library;
  kafka: original.Kafka;
  /** Unlike the other library's, of the same length. */
  topic: string;
  group: string;
  /** Runs at the end, in reverse order. */
  later: (clean: () => Promise<unknown>) => void;
}

async function run<T>(lib: Library, name: string, program: (place: Place) => Promise<T>): Promise<unknown> {
  const cleaning: (() => Promise<unknown>)[] = [];
  const kafka = new lib.Kafka({ brokers: sharedKafka().bootstrapServers.split(','), clientId: 'both' });
  try {
    const place = {
      lib,
      kafka,
      topic: name,
      group: `g-${name}`,
      later: (clean: () => Promise<unknown>) => void cleaning.push(clean),
    };
    return plain(await program(place), name);
  } finally {
    for (const clean of cleaning.reverse()) await clean();
  }
}

/** As JSON, with the names that differ replaced. */
function plain(value: unknown, name: string): unknown {
  const text = JSON.stringify(value, (_, one: unknown) => (one instanceof Error ? described(one) : one));
  return text === undefined ? undefined : JSON.parse(text.replaceAll(name, 'NAME'));
}

/** What the program returns must be the same with both. */
export async function sameOnBoth<T>(program: (place: Place) => Promise<T>): Promise<T> {
  const name = uniqueName('both');
  // Both end, whatever becomes of the other.
  const outcomes = await Promise.allSettled([run(original, `${name}-1`, program), run(ours, `${name}-2`, program)]);
  const [first, second] = outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  expect(second).toEqual(first);
  return first as T;
}

export async function createTopic({ kafka, later }: Place, topic: string, numPartitions = 1): Promise<original.Admin> {
  const admin = kafka.admin();
  await admin.connect();
  later(() => admin.disconnect());
  await createUsableTopic(topic, numPartitions);
  return admin;
}

/**
 * Not by kafkajs: its own createTopics may reject, because the topic is not known everywhere yet; and its producer
 * writes messages twice while one of the partitions does not accept them.
 */
export async function createUsableTopic(topic: string, numPartitions: number): Promise<void> {
  const core = new AdminClient({ 'bootstrap.servers': sharedKafka().bootstrapServers });
  await core.createTopics([{ name: topic, numPartitions }]);
  const partitions = Array.from({ length: numPartitions }, (_, partition) => ({ topic, partition }));
  await core.listOffsets(partitions.map((one) => ({ ...one, spec: 'latest' as const })));
  await core.close();
}

export async function createProducer(
  { kafka, later }: Place,
  config: original.ProducerConfig = {},
): Promise<original.Producer> {
  const producer = kafka.producer(config);
  await producer.connect();
  later(() => producer.disconnect());
  return producer;
}

/** Connected, and disconnected in the end. */
export async function createConsumer(
  { kafka, later, group }: Place,
  config: Partial<original.ConsumerConfig> = {},
): Promise<original.Consumer> {
  // kafkajs crashes if the group's coordinator is still loading, as it is soon after the broker has started.
  const core = new AdminClient({ 'bootstrap.servers': sharedKafka().bootstrapServers });
  await core.listConsumerGroupOffsets(config.groupId ?? group);
  await core.close();
  // Short waits: a test of kafkajs ends when its last fetch does.
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 200, ...config });
  await consumer.connect();
  later(() => consumer.disconnect());
  return consumer;
}

/** Waits until the function is true. */
export async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Sends texts to partition 0. */
export const texts = (topic: string, ...values: string[]): original.ProducerRecord => ({
  topic,
  messages: values.map((value) => ({ value, partition: 0 })),
});

/** What the group has committed, by partition. */
export async function committed(admin: original.Admin, groupId: string, topic: string): Promise<string[]> {
  const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
  return found!.partitions.sort((a, b) => a.partition - b.partition).map(({ offset }) => offset);
}
