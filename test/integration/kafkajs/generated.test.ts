/** Generated messages: the same partitions and the same bytes, whichever library wrote and whichever reads them. */
import * as original from 'kafkajs';
import fc from 'fast-check';
import * as entry from '../../../src/kafkajs';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { createUsableTopic, until, type Library } from './both';

const PARTITIONS = 7;
const started = Date.now();
const libraries = [original, entry as unknown as Library];

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const data = fc.oneof(bytes, fc.string({ unit: 'grapheme', maxLength: 20 }));
const headers = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 5 }),
  fc.oneof(data, fc.array(data, { minLength: 1, maxLength: 3 })),
  {
    maxKeys: 3,
    noNullPrototype: true,
  },
);

/** With a key or a partition: without both, the partition is a matter of chance. */
const message = fc.record(
  {
    key: data,
    value: fc.oneof(data, fc.constant(null)),
    headers,
    // Not long ago: the broker deletes what is too old, and refuses what is too new.
    timestamp: fc.integer({ min: started - 3_600_000, max: started - 1_000_000 }).map(String),
    partition: fc.option(fc.integer({ min: 0, max: PARTITIONS - 1 }), { nil: undefined }),
  },
  { requiredKeys: ['key', 'value'] },
);

const batches = fc.array(
  fc.record({
    messages: fc.array(message, { minLength: 1, maxLength: 20 }),
    acks: fc.constantFrom(-1, 1),
    compression: fc.constantFrom(original.CompressionTypes.None, original.CompressionTypes.GZIP),
  }),
  { minLength: 1, maxLength: 6 },
);

async function written(
  lib: Library,
  topic: string,
  partitioner: keyof typeof original.Partitioners,
  sends: readonly Omit<original.ProducerRecord, 'topic'>[],
): Promise<unknown[]> {
  const kafka = new lib.Kafka({ brokers: sharedKafka().bootstrapServers.split(','), logLevel: lib.logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: lib.Partitioners[partitioner] });
  await producer.connect();
  const results: unknown[] = [];
  for (const send of sends) {
    const result = await producer.send({ ...send, topic });
    results.push(
      result.map(({ topicName: _, logStartOffset: __, ...rest }) => rest).sort((a, b) => a.partition - b.partition),
    );
  }
  await producer.disconnect();
  return results;
}

async function read(lib: Library, topic: string, count: number): Promise<unknown> {
  const kafka = new lib.Kafka({ brokers: sharedKafka().bootstrapServers.split(','), logLevel: lib.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: uniqueName('generated'), maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const records = new Map<string, unknown>();
  await consumer.run({
    eachMessage: async ({ partition, message: { key, value, headers: given, offset, timestamp } }) => {
      const text = (one: unknown): unknown => (Array.isArray(one) ? one.map(text) : (one as Buffer).toString('latin1'));
      const named = Object.fromEntries(Object.entries(given ?? {}).map(([name, one]) => [name, text(one)]));
      records.set(`${partition} ${offset}`, [
        key?.toString('latin1') ?? null,
        value?.toString('latin1') ?? null,
        named,
        Number(timestamp) > started - 1_000_000 ? 'now' : timestamp,
      ]);
    },
  });
  await until(() => records.size === count);
  await consumer.disconnect();
  return Object.fromEntries([...records].sort(([a], [b]) => (a < b ? -1 : 1)));
}

test.each(['DefaultPartitioner', 'LegacyPartitioner'] as const)('with the %s', async (partitioner) => {
  const samples = fc.sample(batches, { numRuns: 3 });
  for (const sends of samples) {
    const count = sends.flatMap(({ messages }) => messages).length;
    const topics = libraries.map(() => uniqueName('generated'));
    for (const topic of topics) await createUsableTopic(topic, PARTITIONS);
    const results = await Promise.all(libraries.map((lib, i) => written(lib, topics[i]!, partitioner, sends as never)));
    expect(results[1]).toEqual(results[0]);
    // Each topic is read by both.
    const [first, ...others] = await Promise.all(
      topics.flatMap((topic) => libraries.map((lib) => read(lib, topic, count))),
    );
    for (const other of others) expect(other).toEqual(first);
  }
});
