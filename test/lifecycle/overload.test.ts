/**
 * Too much of everything: memory stays bounded, no consumer leaves a group in which Java's would stay, and work
 * continues by itself afterwards.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, Producer } from '../../src';
import { MockCluster } from '../../src/testing';

const SESSION_MS = 6000;
/** Twice the session timeout: a client whose heartbeats needed the event loop would lose its membership. */
const BLOCKED_MS = 12_000;
const VALUE = Buffer.alloc(1000, 'v');

let cluster: MockCluster;
beforeEach(async () => {
  cluster = await MockCluster.start({ topics: { t: 4 } });
});
afterEach(() => cluster.close());

/** A consumer in a group, and what happened to its assignment. */
async function member(): Promise<{ consumer: Consumer; changes: string[] }> {
  const consumer = new Consumer({
    'bootstrap.servers': cluster.bootstrapServers,
    'group.id': 'g',
    'auto.offset.reset': 'earliest',
    'session.timeout.ms': SESSION_MS,
    'queued.max.messages.kbytes': 1024,
    'max.poll.records': 100,
  });
  const changes: string[] = [];
  for (const event of ['assigned', 'revoked', 'lost'] as const) consumer.on(event, () => void changes.push(event));
  consumer.subscribe(['t']);
  await consumer.assigned();
  return { consumer, changes };
}

test('a broker slower than the producer', async () => {
  cluster.setBrokerDelay(1, 200);
  const bufferMemory = 1_000_000;
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'buffer.memory': bufferMemory });
  let delivered = 0;
  let highest = 0;
  for (let i = 0; i < 4000; i++) {
    const more = producer.produce({ topic: 't', value: VALUE }, (error) => {
      if (!error) delivered++;
    });
    highest = Math.max(highest, producer.bufferedBytes);
    if (!more) await producer.drained();
  }
  cluster.setBrokerDelay(1, 0);
  expect(await producer.flush(60_000)).toBe(0);
  expect(delivered).toBe(4000);
  expect(highest).toBeGreaterThan(bufferMemory / 2);
  expect(highest).toBeLessThanOrEqual(bufferMemory);
  await producer.close();
});

test('a handler slower than the topic', async () => {
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
  const count = 8000;
  await producer.sendBatch(Array.from({ length: count }, (_, i) => ({ topic: 't', value: VALUE, partition: i % 4 })));
  const { consumer, changes } = await member();
  const next = [0, 0, 0, 0];
  let seen = 0;
  for await (const batch of consumer.batches()) {
    for (const { partition, offset } of batch) expect(offset).toBe(next[partition]!++);
    seen += batch.count;
    if (seen === count) break;
    await sleep(100);
  }
  expect(next).toEqual([2000, 2000, 2000, 2000]);
  expect(changes).toEqual(['assigned']);
  await consumer.close();
  await producer.close();
});

test('an event loop that is blocked for longer than the session', async () => {
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
  const { consumer, changes } = await member();
  await producer.send({ topic: 't', value: 'before' });
  expect((await consumer.consume(1, 20_000)).map(({ value }) => String(value))).toEqual(['before']);
  const sends = Array.from({ length: 100 }, () => producer.send({ topic: 't', value: 'meanwhile' }));
  const end = performance.now() + BLOCKED_MS;
  while (performance.now() < end);
  await Promise.all(sends);
  await producer.send({ topic: 't', value: 'after' });
  const values = (await consumer.consume(101, 20_000)).map(({ value }) => String(value));
  expect(values.filter((value) => value === 'meanwhile')).toHaveLength(100);
  expect(values.filter((value) => value === 'after')).toHaveLength(1);
  expect(changes).toEqual(['assigned']);
  await consumer.close();
  await producer.close();
});
