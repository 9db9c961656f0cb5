import { setTimeout as sleep } from 'node:timers/promises';
import { Bench, numbers, range, unique } from './support';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  await bench.close();
});

test('close() in the middle of a rebalance goes on committing until the group takes it', async () => {
  const topic = await bench.topic(20);
  const groupId = unique('group');
  const warnings: string[] = [];
  const consumer = bench.consumer({
    'group.id': groupId,
    'auto.commit.interval.ms': 600_000,
    'partition.assignment.strategy': 'cooperative-sticky',
  });
  consumer.on('warning', ({ code }) => warnings.push(code));
  consumer.subscribe([topic]);
  expect(numbers(await consumer.consume(20, 10_000))).toEqual(range(0, 20));
  bench.cluster.failNext('OffsetCommit', ...Array<'ERR_REBALANCE_IN_PROGRESS'>(4).fill('ERR_REBALANCE_IN_PROGRESS'));
  await consumer.close();
  expect(await bench.committed(groupId, topic)).toBe(20);
  expect(warnings).toEqual([]);
});

test.each([true, false])(
  'seekToBeginning, then close: committed if position() was called (%s), of any partition',
  async (isAsked) => {
    const topic = await bench.topic(20, 2);
    const groupId = unique('group');
    const consumer = bench.consumer({ 'group.id': groupId, 'auto.commit.interval.ms': 600_000 });
    const partitions = [0, 1].map((partition) => ({ topic, partition }));
    consumer.assign(partitions);
    await consumer.consume(20, 10_000);
    await consumer.commit();
    const before = await consumer.committed(partitions);
    consumer.seekToBeginning();
    for (let i = 0; isAsked && i < 200 && consumer.position(partitions[0]!) === null; i++) await sleep(20);
    await sleep(300);
    await consumer.close();
    await using reader = bench.consumer({ 'group.id': groupId });
    const offsets = (await reader.committed(partitions)).map(({ offset }) => offset);
    expect(offsets).toEqual(isAsked ? [0, 0] : before.map(({ offset }) => offset));
  },
);

test('what cannot be committed because of another error is a warning, and close() goes on', async () => {
  const topic = await bench.topic(20);
  const groupId = unique('group');
  const warnings: string[] = [];
  const consumer = bench.consumer({ 'group.id': groupId, 'auto.commit.interval.ms': 600_000 });
  consumer.on('warning', ({ code }) => warnings.push(code));
  consumer.subscribe([topic]);
  await consumer.consume(20, 10_000);
  bench.cluster.failNext(
    'OffsetCommit',
    ...Array<'ERR_OFFSET_METADATA_TOO_LARGE'>(3).fill('ERR_OFFSET_METADATA_TOO_LARGE'),
  );
  await consumer.close();
  expect(warnings[0]).toBe('ERR_OFFSET_METADATA_TOO_LARGE');
  expect(await bench.committed(groupId, topic)).toBe(null);
});
