import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Consumer } from '../../../src/consumer/consumer';
import { Producer } from '../../../src/producer/producer';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();

async function withProducer(
  config: Record<string, unknown>,
  run: (producer: Producer) => Promise<void>,
): Promise<void> {
  const producer = new Producer({ 'bootstrap.servers': kafka.bootstrapServers, ...config } as never);
  try {
    await run(producer);
  } finally {
    await producer.close({ timeoutMs: 10_000 });
  }
}

test('Java reads the records that were sent: keys, values, headers, timestamps, null and empty', () =>
  withProducer({}, async (producer) => {
    const topic = uniqueName('records');
    await kafka.createTopic(topic);
    const sent = await producer.sendBatch([
      { topic, key: 'key', value: 'väluë', headers: { a: '1', b: null, c: '' }, timestamp: 1234567890123 },
      {
        topic,
        key: Buffer.from([0, 255]),
        value: new Uint8Array([1, 2]),
        headers: [
          ['d', 'x'],
          ['d', Buffer.from([9])],
          ['d', null],
        ],
      },
      { topic, key: null, value: null },
      { topic, key: '', value: Buffer.alloc(0), timestamp: 1 },
      { topic },
    ]);
    expect(sent.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4]);
    expect(sent[0]!.timestamp).toBe(1234567890123);
    expect(sent[3]!.timestamp).toBe(1);
    expect(Math.abs(sent[4]!.timestamp - Date.now())).toBeLessThan(60_000);
    const read = await kafka.consume(topic);
    expect(read.map(({ key, value, headers }) => ({ key, value, headers }))).toEqual([
      {
        key: Buffer.from('key'),
        value: Buffer.from('väluë'),
        headers: [
          ['a', Buffer.from('1')],
          ['b', null],
          ['c', Buffer.alloc(0)],
        ],
      },
      {
        key: Buffer.from([0, 255]),
        value: Buffer.from([1, 2]),
        headers: [
          ['d', Buffer.from('x')],
          ['d', Buffer.from([9])],
          ['d', null],
        ],
      },
      { key: null, value: null, headers: [] },
      { key: Buffer.alloc(0), value: Buffer.alloc(0), headers: [] },
      { key: null, value: null, headers: [] },
    ]);
    expect(read.map(({ timestamp }) => timestamp)).toEqual(sent.map(({ timestamp }) => timestamp));
  }));

test('the same key lands on the same partition as from Java', () =>
  withProducer({}, async (producer) => {
    const topic = uniqueName('partitions');
    await kafka.createTopic(topic, { partitions: 12 });
    const fixture = JSON.parse(
      readFileSync(path.join(__dirname, '../../fixtures/producer/java-partitions.json'), 'utf8'),
    ) as {
      keys: [string, number][];
    };
    const keys = fixture.keys.map(([key]) => Buffer.from(key, 'hex'));
    const ours = await producer.sendBatch(keys.map((key) => ({ topic, key, value: 'v' })));
    const java = await kafka.produce(
      topic,
      keys.map((key) => ({ key, value: 'v' })),
    );
    expect(ours.map(({ partition }) => partition)).toEqual(java.map(({ partition }) => partition));
  }));

test('records without a key stay with one partition for a while, and use all partitions over time', () =>
  withProducer({ 'linger.ms': 0 }, async (producer) => {
    const topic = uniqueName('sticky');
    await kafka.createTopic(topic, { partitions: 4 });
    const batch = await producer.sendBatch(Array.from({ length: 50 }, () => ({ topic, value: 'v' })));
    expect(new Set(batch.map(({ partition }) => partition)).size).toBeLessThanOrEqual(2);
  }));

test.each([
  ['none', {}],
  ['gzip', { 'compression.gzip.level': 9 }],
  ['gzip', { 'compression.gzip.level': 1 }],
  ['snappy', {}],
  ['lz4', { 'compression.lz4.level': 12 }],
  ['lz4', {}],
  ['zstd', { 'compression.zstd.level': 1 }],
  ['zstd', {}],
])('compression %s %j: Java reads it', (compression, levels) =>
  withProducer(
    { 'compression.type': compression, 'linger.ms': 50, 'batch.size': 1_000_000, ...levels },
    async (producer) => {
      const topic = uniqueName('compression');
      await kafka.createTopic(topic);
      const values = Array.from({ length: 300 }, (_, i) => `${i} `.repeat(i));
      await producer.sendBatch(values.map((value) => ({ topic, value })));
      expect((await kafka.consume(topic)).map(({ value }) => value!.toString())).toEqual(values);
    },
  ),
);

test(
  'values of 0 bytes to 64 MiB, in order',
  () =>
    withProducer(
      { 'max.request.size': 70_000_000, 'buffer.memory': 200_000_000, 'delivery.timeout.ms': 120_000 },
      async (producer) => {
        const topic = uniqueName('sizes');
        await kafka.createTopic(topic, { configs: { 'max.message.bytes': '70000000' } });
        const MiB = 2 ** 20;
        const sizes = [0, 1, 65_535, 65_536, 65_537, 262_143, 262_145, MiB, 5 * MiB, 16 * MiB, 64 * MiB];
        const fill = (size: number) => (size * 7 + 3) % 251;
        const consumer = new Consumer({
          'bootstrap.servers': kafka.bootstrapServers,
          'max.partition.fetch.bytes': 70_000_000,
          'fetch.max.bytes': 100_000_000,
        });
        try {
          for (const size of sizes) {
            const value = Buffer.alloc(size, fill(size));
            const sent = producer.send({ topic, key: `${size}`, value });
            value.fill(0);
            expect(await sent).toMatchObject({ serializedValueSize: size });
          }
          consumer.assign([{ topic, partition: 0, offset: 0 }]);
          const read: [string, number, boolean][] = [];
          for await (const record of consumer.stream({ to: 'end' })) {
            const value = record.value!;
            read.push([
              record.key!.toString(),
              value.length,
              value.equals(Buffer.alloc(value.length, fill(value.length))),
            ]);
          }
          expect(read).toEqual(sizes.map((size) => [`${size}`, size, true]));
        } finally {
          await consumer.close();
        }
      },
    ),
  120_000,
);

test("above the broker's own limit: the record fails, typed, and the next passes", () =>
  withProducer({ 'max.request.size': 3_000_000 }, async (producer) => {
    const topic = uniqueName('limit');
    await kafka.createTopic(topic);
    await expect(producer.send({ topic, value: Buffer.alloc(2_000_000) })).rejects.toMatchObject({
      name: 'DeliveryError',
      code: 'ERR_MSG_SIZE_TOO_LARGE',
      persisted: 'no',
      topic,
    });
    await producer.send({ topic, value: 'small' });
  }));

test('a topic that does not exist and is not created', () =>
  withProducer(
    { 'max.block.ms': 1500, 'delivery.timeout.ms': 3000, 'request.timeout.ms': 2000, 'linger.ms': 0 },
    async (producer) => {
      const topic = uniqueName('missing');
      await expect(producer.partitionsFor(topic)).rejects.toMatchObject({
        name: 'TimeoutError',
        code: 'ERR_UNKNOWN_TOPIC_OR_PART',
      });
      await expect(producer.send({ topic, value: 'v' })).rejects.toMatchObject({
        name: 'DeliveryError',
        persisted: 'no',
        topic,
      });
    },
  ));

test('flush sends at once regardless of linger, if no one polls', () =>
  withProducer({ 'linger.ms': 30_000 }, async (producer) => {
    const topic = uniqueName('linger');
    await kafka.createTopic(topic);
    let delivered = 0;
    for (let i = 0; i < 1000; i++)
      producer.produce({ topic, value: `${i}` }, (error) => (delivered += error === null ? 1 : 0));
    expect(await producer.flush(20_000)).toBe(0);
    expect(delivered).toBe(1000);
  }));

test('of a batch with one invalid record only that one is told so; none is written', () =>
  withProducer({ 'linger.ms': 1000 }, async (producer) => {
    const topic = uniqueName('compacted');
    await kafka.createTopic(topic, { configs: { 'cleanup.policy': 'compact' } });
    const send = (key: string | null) =>
      producer.send({ topic, key, value: 'v' }).then(
        () => 'sent',
        (error: { code: string; persisted: string }) => `${error.code} ${error.persisted}`,
      );
    expect(await Promise.all(['a', 'b', null, 'c'].map(send))).toEqual([
      'ERR__INVALID_DIFFERENT_RECORD no',
      'ERR__INVALID_DIFFERENT_RECORD no',
      'ERR_INVALID_RECORD no',
      'ERR__INVALID_DIFFERENT_RECORD no',
    ]);
    expect(await kafka.consume(topic)).toEqual([]);
  }));
