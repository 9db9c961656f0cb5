import { Consumer, Producer } from '../../../src/index';
import { MockCluster } from '../../../src/testing';

let cluster: MockCluster;
let sequence = 0;

beforeAll(async () => {
  cluster = await MockCluster.start({ brokers: 1 });
});
afterAll(async () => {
  await cluster.close();
});

/** Creates a topic with this many records, whose values are numbers. */
async function filledTopic(count: number, partitions = 1): Promise<string> {
  const topic = `loops-${process.pid}-${++sequence}`;
  cluster.createTopic(topic, { numPartitions: partitions });
  if (count > 0) await produce(topic, 0, count, partitions);
  return topic;
}

async function produce(topic: string, from: number, to: number, partitions = 1): Promise<void> {
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'linger.ms': 0 });
  for (let i = from; i < to; i++)
    producer.produce({ topic, partition: i % partitions, key: `k${i % 7}`, value: String(i) });
  await producer.flush();
  await producer.close();
}

function consumerOf(config: object = {}) {
  return new Consumer({
    'bootstrap.servers': cluster.bootstrapServers,
    'group.id': `group-${process.pid}-${++sequence}`,
    'auto.offset.reset': 'earliest',
    'value.deserializer': 'string',
    ...config,
  } as { 'bootstrap.servers': string; 'value.deserializer': 'string' });
}

test('poll returns at most max.poll.records, in order, and empty records at the deadline', async () => {
  const topic = await filledTopic(1200);
  await using consumer = consumerOf();
  consumer.subscribe([topic]);
  const seen: number[] = [];
  while (seen.length < 1200) {
    const records = await consumer.poll(5000);
    expect(records.count).toBeLessThanOrEqual(500);
    for (const record of records) seen.push(Number(record.value));
  }
  expect(seen).toEqual(Array.from({ length: 1200 }, (_, i) => i));
  const empty = await consumer.poll(0);
  expect(empty.isEmpty).toBe(true);
  expect([...empty]).toEqual([]);
  expect(consumer.position({ topic, partition: 0 })).toBe(1200);
});

test('consume waits until it has all, or for its one deadline', async () => {
  const topic = await filledTopic(700);
  await using consumer = consumerOf();
  consumer.subscribe([topic]);
  const list = await consumer.consume(600, 10_000);
  expect(list.map((record) => Number(record.value))).toEqual(Array.from({ length: 600 }, (_, i) => i));
  const rest = await consumer.consume(600, 300);
  expect(rest.map((record) => Number(record.value))).toEqual(Array.from({ length: 100 }, (_, i) => 600 + i));
});

test('a broken loop leaves its rest to the next one', async () => {
  const topic = await filledTopic(30);
  await using consumer = consumerOf();
  consumer.subscribe([topic]);
  const seen: string[] = [];
  for await (const record of consumer) {
    seen.push(record.value!);
    if (seen.length === 10) break;
  }
  expect(consumer.position({ topic, partition: 0 })).toBe(10);
  for await (const record of consumer.stream({ limit: 5 })) seen.push(record.value!);
  for (const record of await consumer.poll(1000)) seen.push(record.value!);
  expect(seen).toEqual(Array.from({ length: 30 }, (_, i) => String(i)));
});

test('a stream ends by until, to, idleness, signal and close', async () => {
  const topic = await filledTopic(100, 2);
  await using consumer = consumerOf();
  consumer.subscribe([topic]);
  const take = async (options: object) => {
    const seen: number[] = [];
    for await (const record of consumer.stream(options)) seen.push(Number(record.value));
    return seen;
  };
  const untilTen = await take({ until: (record: { value: string }) => record.value === '10' });
  expect(untilTen[untilTen.length - 1]).toBe(10);
  const toEnd = await take({ to: 'end' });
  expect(untilTen.length + toEnd.length).toBe(100);
  expect(await take({ idleTimeoutMs: 100 })).toEqual([]);
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 50);
  expect(await take({ signal: abort.signal })).toEqual([]);
  setTimeout(() => void consumer.close(), 50);
  expect(await take({})).toEqual([]);
});

test('to: offsets delivers nothing behind them, and leaves the rest to the next loop', async () => {
  const topic = await filledTopic(100, 2);
  await using consumer = consumerOf();
  consumer.subscribe([topic]);
  const to = [
    { topic, partition: 0, offset: 7 },
    { topic, partition: 1, offset: 20 },
  ];
  const counts = [0, 0];
  for await (const record of consumer.stream({ to })) counts[record.partition]!++;
  expect(counts).toEqual([7, 20]);
  for await (const record of consumer.stream({ to: 'end' })) counts[record.partition]!++;
  expect(counts).toEqual([50, 50]);
});

test('batches are cut to the limit and to until', async () => {
  const topic = await filledTopic(40);
  await using consumer = consumerOf();
  consumer.subscribe([topic]);
  const seen: string[] = [];
  for await (const batch of consumer.batches({ limit: 7 })) for (const record of batch) seen.push(record.value!);
  expect(seen.length).toBe(7);
  for await (const batch of consumer.batches({ until: (record) => record.value === '12' }))
    for (const record of batch) seen.push(record.value!);
  expect(seen).toEqual(Array.from({ length: 13 }, (_, i) => String(i)));
  expect(consumer.position({ topic, partition: 0 })).toBe(13);
  for await (const batch of consumer.batches({ to: 'end' })) for (const record of batch) seen.push(record.value!);
  expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => String(i)));
});

test('a Readable gives the records and ends', async () => {
  const topic = await filledTopic(20);
  await using consumer = consumerOf();
  consumer.subscribe([topic]);
  const seen: string[] = [];
  for await (const record of consumer.readable({ limit: 20 })) seen.push(record.value);
  expect(seen.length).toBe(20);
});

test('pollSync blocks, joins the group, and gives the same records', async () => {
  const topic = await filledTopic(20);
  await using consumer = consumerOf();
  const calls: string[] = [];
  consumer.subscribe([topic], {
    onPartitionsAssigned: (partitions) => void calls.push(`assigned ${partitions.length}`),
  });
  const seen: string[] = [];
  while (seen.length < 20) for (const record of consumer.pollSync(10_000)) seen.push(record.value!);
  expect(calls).toEqual(['assigned 1']);
  consumer.commitSync();
  expect(consumer.committedSync([{ topic, partition: 0 }])[0]!.offset).toBe(20);
});
