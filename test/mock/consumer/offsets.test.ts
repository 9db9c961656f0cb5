import { Bench, numbers, range, unique } from './support';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.close());

test('auto-commit takes what the previous poll returned, and on close what the last one did', async () => {
  const topic = await bench.topic(30);
  const group = unique('group');
  const consumer = bench.consumer({ 'group.id': group, 'max.poll.records': 10, 'auto.commit.interval.ms': 50 });
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  expect((await consumer.poll(5000)).count).toBe(10);
  await new Promise((resolve) => setTimeout(resolve, 400));
  // Where reading began, or nothing yet: not what is in hand.
  expect((await bench.committed(group, topic)) ?? 0).toBe(0);
  await consumer.poll(5000);
  await consumer.close();
  expect(await bench.committed(group, topic)).toBe(20);
});

test('after break the record in hand is delivered again, unless it was committed', async () => {
  const topic = await bench.topic(30);
  const group = unique('group');
  for (const commit of [false, true]) {
    const consumer = bench.consumer({ 'group.id': group });
    consumer.assign([{ topic, partition: 0, offset: 0 }]);
    for await (const record of consumer) {
      if (record.offset < 4) continue;
      if (commit) await consumer.commit(record);
      break;
    }
    expect(consumer.position({ topic, partition: 0 })).toBe(5);
    await consumer.close();
    expect(await bench.committed(group, topic)).toBe(commit ? 5 : 4);
  }
});

test('a limit that was reached, and asked beyond, counts', async () => {
  const topic = await bench.topic(30);
  const group = unique('group');
  const consumer = bench.consumer({ 'group.id': group });
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  for await (const _ of consumer.stream({ limit: 6 })) void _;
  await consumer.close();
  expect(await bench.committed(group, topic)).toBe(6);
});

test('commit: the last poll, records, offsets with metadata; a spread record is refused', async () => {
  const topic = await bench.topic(30);
  const group = unique('group');
  await using consumer = bench.consumer({ 'group.id': group, 'enable.auto.commit': false, 'max.poll.records': 10 });
  const tp = { topic, partition: 0 };
  consumer.assign([{ ...tp, offset: 0 }]);
  const records = await consumer.poll(5000);
  expect(await bench.committed(group, topic)).toBe(null);
  await consumer.commit();
  expect(await bench.committed(group, topic)).toBe(10);
  const list = [...records];
  await consumer.commit([list[3]!, list[1]!]);
  expect(await bench.committed(group, topic)).toBe(4);
  await consumer.commit(records);
  expect(await bench.committed(group, topic)).toBe(10);
  await consumer.commit([{ ...tp, offset: 2, metadata: 'here' }]);
  expect(await consumer.committed([tp])).toMatchObject([{ ...tp, offset: 2, metadata: 'here' }]);
  await consumer.commit(records.offsets());
  expect(await bench.committed(group, topic)).toBe(10);
  const spread = { ...list[0]! };
  await expect(consumer.commit([spread as never])).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  await expect(consumer.commit([{ ...tp, offset: -1 }])).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
});

test('storeOffsets takes storing over from the consumer', async () => {
  const topic = await bench.topic(30);
  const group = unique('group');
  const consumer = bench.consumer({ 'group.id': group, 'max.poll.records': 10 });
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  const [first] = await consumer.poll(5000);
  consumer.storeOffsets(first!);
  await consumer.poll(5000);
  await consumer.close();
  expect(await bench.committed(group, topic)).toBe(1);
});

test('auto-commit uses the last position, no matter who set it; a pause changes nothing', async () => {
  const topic = await bench.topic(30);
  const group = unique('group');
  const consumer = bench.consumer({ 'group.id': group, 'max.poll.records': 10, 'auto.commit.interval.ms': 50 });
  const tp = { topic, partition: 0 };
  consumer.assign([{ ...tp, offset: 0 }]);
  await consumer.poll(5000);
  await consumer.commit();
  consumer.pause([tp]);
  await consumer.poll(300);
  expect(await bench.committed(group, topic)).toBe(10);
  for (const position of [12, 25]) {
    consumer.seek(tp, position);
    for (let i = 0; i < 100 && (await bench.committed(group, topic)) !== position; i++) await consumer.poll(50);
    expect(await bench.committed(group, topic)).toBe(position);
  }
  consumer.seek(tp, 7);
  await consumer.close();
  expect(await bench.committed(group, topic)).toBe(7);
});

test('forEach keeps the order of each key, runs keys side by side, and commits what is finished', async () => {
  const topic = await bench.topic(140);
  const group = unique('group');
  const consumer = bench.consumer({ 'group.id': group, 'enable.auto.commit': false });
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  const byKey = new Map<string, number[]>();
  let running = 0;
  let most = 0;
  await consumer.forEach(
    async (record) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, Number(record.value) % 5));
      const key = String(record.key);
      byKey.set(key, [...(byKey.get(key) ?? []), Number(record.value)]);
      running--;
    },
    { concurrency: 4, by: 'key', to: 'end' },
  );
  expect(most).toBe(4);
  expect(byKey.size).toBe(7);
  for (const values of byKey.values()) expect(values).toEqual([...values].sort((a, b) => a - b));
  expect([...byKey.values()].flat().length).toBe(140);
  expect(await bench.committed(group, topic)).toBe(140);
  await consumer.close();
});

test('forEach rejects with what a handler throws; that record is the next one', async () => {
  const topic = await bench.topic(40);
  const group = unique('group');
  await using consumer = bench.consumer({ 'group.id': group });
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  const failing = consumer.forEach((record) => {
    if (record.value === '12') throw new Error('twelve');
  });
  await expect(failing).rejects.toThrow('twelve');
  expect(await bench.committed(group, topic)).toBe(12);
  expect(numbers(await consumer.consume(28, 5000))).toEqual(range(12, 40));
});
