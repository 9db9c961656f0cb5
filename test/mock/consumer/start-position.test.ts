/** The start position of a partition is known before its first record, as with Java's position(). */
import { setTimeout as sleep } from 'node:timers/promises';
import { Bench, unique, type StringConsumer } from './support';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  await bench.close();
});

async function known(consumer: StringConsumer, topic: string): Promise<number | null> {
  for (let i = 0; i < 200; i++) {
    const position = consumer.position({ topic, partition: 0 });
    if (position !== null) return position;
    await sleep(20);
  }
  return null;
}

async function commit(groupId: string, topic: string, offset: number): Promise<void> {
  await using other = bench.consumer({ 'group.id': groupId, 'enable.auto.commit': false });
  other.assign([{ topic, partition: 0, offset: 0 }]);
  await other.commit([{ topic, partition: 0, offset }]);
}

test.each([
  ['earliest', undefined, 0],
  ['latest', undefined, 10],
  ['earliest', 7, 7],
  ['latest', 7, 7],
] as const)(
  'auto.offset.reset=%s, committed %s: position %s, though nothing was polled',
  async (reset, committed, expected) => {
    const topic = await bench.topic(10);
    const groupId = unique('group');
    if (committed !== undefined) await commit(groupId, topic, committed);
    await using consumer = bench.consumer({ 'group.id': groupId, 'auto.offset.reset': reset });
    consumer.assign([{ topic, partition: 0 }]);
    expect(await known(consumer, topic)).toBe(expected);
    // Records that were only drained, or that are held back, are not delivered.
    consumer.pause([{ topic, partition: 0 }]);
    expect((await consumer.poll(300)).isEmpty).toBe(true);
    expect(consumer.position({ topic, partition: 0 })).toBe(expected);
    consumer.resume([{ topic, partition: 0 }]);
    const records = await consumer.poll(expected < 10 ? 10_000 : 100);
    expect([...records].map(({ offset }) => offset)[0]).toBe(expected < 10 ? expected : undefined);
  },
);

test('of a subscription, of a seek to an end, and of a repeated assignment', async () => {
  const topic = await bench.topic(10);
  const groupId = unique('group');
  await commit(groupId, topic, 4);
  await using consumer = bench.consumer({ 'group.id': groupId, 'enable.auto.commit': false });
  consumer.subscribe([topic]);
  await consumer.assigned({ timeoutMs: 20_000 });
  expect(await known(consumer, topic)).toBe(4);
  consumer.seekToEnd();
  await consumer.poll(50);
  expect(await known(consumer, topic)).toBe(10);
  consumer.seekToBeginning();
  await consumer.poll(0);
  expect(await known(consumer, topic)).toBe(0);
  await consumer.unsubscribe();
  consumer.assign([{ topic, partition: 0 }]);
  expect([null, 4]).toContain(consumer.position({ topic, partition: 0 }));
  expect(await known(consumer, topic)).toBe(4);
});

test('commit() commits where reading will begin, as in Java', async () => {
  const topic = await bench.topic(10);
  await using consumer = bench.consumer({ 'auto.offset.reset': 'latest', 'enable.auto.commit': false });
  consumer.assign([{ topic, partition: 0 }]);
  await known(consumer, topic);
  await consumer.commit();
  expect((await consumer.committed([{ topic, partition: 0 }]))[0]!.offset).toBe(10);
});

test.each(['close', 'closeSync', 'unsubscribe'] as const)(
  'with latest, nothing is skipped that is written after a member went that had read nothing: %s',
  async (way) => {
    const topic = await bench.topic(10);
    const config = { 'group.id': unique('group'), 'auto.offset.reset': 'latest' };
    const first = bench.consumer(config);
    first.subscribe([topic]);
    await first.assigned({ timeoutMs: 20_000 });
    expect(await known(first, topic)).toBe(10);
    await first[way]();
    await first.close();
    await bench.produce(topic, 10, 13);
    await using second = bench.consumer(config);
    second.assign([{ topic, partition: 0 }]);
    expect((await second.consume(3, 20_000)).map(({ offset }) => offset)).toEqual([10, 11, 12]);
  },
);
