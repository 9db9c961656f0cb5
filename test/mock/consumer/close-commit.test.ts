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
