import { Bench, numbers, range, unique } from './support';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.close());

test('seek is in effect for the very next record, forwards and backwards, and drops the rest', async () => {
  const topic = await bench.topic(200);
  await using consumer = bench.consumer();
  consumer.assign([{ topic, partition: 0, offset: 'beginning' }]);
  const tp = { topic, partition: 0 };
  const seen: number[] = [];
  for await (const record of consumer) {
    seen.push(record.offset);
    if (seen.length === 3) consumer.seek(tp, 150);
    if (seen.length === 6) consumer.seek(tp, 10);
    if (seen.length === 8) break;
  }
  expect(seen).toEqual([0, 1, 2, 150, 151, 152, 10, 11]);
  expect(consumer.position(tp)).toBe(12);
  consumer.seekToEnd([tp]);
  for (let i = 0; i < 20 && consumer.position(tp) !== 200; i++) expect((await consumer.poll(500)).isEmpty).toBe(true);
  expect(consumer.position(tp)).toBe(200);
  consumer.seekToBeginning([tp]);
  expect(numbers(await consumer.poll(5000))[0]).toBe(0);
});

test('a seek before the first fetch is kept until it takes', async () => {
  const topic = await bench.topic(100);
  await using consumer = bench.consumer();
  consumer.assign([{ topic, partition: 0 }]);
  consumer.seek({ topic, partition: 0 }, 90);
  expect(consumer.position({ topic, partition: 0 })).toBe(90);
  expect(numbers(await consumer.consume(10, 10_000))).toEqual(range(90, 100));
});

test('pause holds the rest back, resume lets it go, positions do not move', async () => {
  const topic = await bench.topic(40, 2);
  await using consumer = bench.consumer({ 'max.poll.records': 1000 });
  consumer.assign([
    { topic, partition: 0, offset: 0 },
    { topic, partition: 1, offset: 0 },
  ]);
  const paused = { topic, partition: 0 };
  const counts = [0, 0];
  for await (const record of consumer.stream({ limit: 25 })) {
    counts[record.partition]!++;
    if (counts[0] === 3 && record.partition === 0) consumer.pause([paused]);
    if (counts[0]! >= 3 && counts[1] === 20) break;
  }
  expect(counts).toEqual([3, 20]);
  expect(consumer.paused()).toEqual([paused]);
  expect(consumer.position(paused)).toBe(3);
  expect((await consumer.poll(200)).isEmpty).toBe(true);
  consumer.resume([paused]);
  expect(consumer.paused()).toEqual([]);
  expect((await consumer.consume(17, 5000)).map(({ offset }) => offset)).toEqual(range(3, 20));
});

test('a record that cannot be deserialized stays in front until it is sought past', async () => {
  const topic = await bench.topic(20);
  const bad = new Set(['7']);
  for (const isAsync of [false, true]) {
    await using consumer = bench.consumer({
      'value.deserializer': (data: Buffer) => {
        const text = data.toString();
        if (bad.has(text)) throw new Error('not this one');
        return isAsync ? Promise.resolve(text) : text;
      },
    });
    consumer.assign([{ topic, partition: 0, offset: 0 }]);
    expect(numbers(await consumer.poll(5000))).toEqual(range(0, 7));
    for (let i = 0; i < 2; i++) {
      await expect(consumer.poll(1000)).rejects.toMatchObject({
        code: 'ERR_VALUE_DESERIALIZATION',
        topic,
        partition: 0,
        offset: 7,
      });
      expect(consumer.position({ topic, partition: 0 })).toBe(7);
    }
    consumer.seek({ topic, partition: 0 }, 8);
    const seen: number[] = [];
    for await (const record of consumer.stream({ to: 'end' })) seen.push(Number(record.value));
    expect(seen).toEqual(range(8, 20));
  }
});

test('a seek that is out of range commits nothing by itself', async () => {
  const topic = await bench.topic(3);
  const group = { 'group.id': unique('group'), 'auto.commit.interval.ms': 3_600_000 };
  await using consumer = bench.consumer({ ...group, 'auto.offset.reset': 'none' });
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  await consumer.consume(3, 30_000);
  consumer.seek({ topic, partition: 0 }, 1000);
  await expect(consumer.poll(30_000)).rejects.toMatchObject({ code: 'ERR__AUTO_OFFSET_RESET' });
  expect(await bench.committed(group['group.id'], topic)).toBe(null);
});

test('auto.offset.reset=none rejects every poll until a seek', async () => {
  const topic = await bench.topic(10);
  await using consumer = bench.consumer({ 'auto.offset.reset': 'none' });
  consumer.assign([{ topic, partition: 0 }]);
  for (let i = 0; i < 2; i++)
    await expect(consumer.poll(10_000)).rejects.toMatchObject({ code: 'ERR__AUTO_OFFSET_RESET' });
  consumer.seek({ topic, partition: 0 }, 5);
  expect(numbers(await consumer.consume(5, 10_000))).toEqual(range(5, 10));
});

test('without a group.id, assign works and committing is refused', async () => {
  const topic = await bench.topic(10);
  await using consumer = bench.consumer({ 'group.id': undefined });
  consumer.assign([{ topic, partition: 0 }]);
  expect(numbers(await consumer.consume(10, 10_000))).toEqual(range(0, 10));
  await expect(consumer.commit()).rejects.toMatchObject({ code: 'ERR_INVALID_GROUP_ID' });
  await expect(consumer.committed([{ topic, partition: 0 }])).rejects.toMatchObject({ code: 'ERR_INVALID_GROUP_ID' });
  expect(() => consumer.subscribe([topic])).toThrow(expect.objectContaining({ code: 'ERR_INVALID_GROUP_ID' }));
  expect(() => consumer.groupMetadata()).toThrow(expect.objectContaining({ code: 'ERR_INVALID_GROUP_ID' }));
});

test('offsets, metadata and lag of partitions', async () => {
  const topic = await bench.topic(30, 3);
  await using consumer = bench.consumer();
  const tps = [0, 1, 2].map((partition) => ({ topic, partition }));
  expect(await consumer.beginningOffsets(tps)).toEqual(tps.map((tp) => ({ ...tp, offset: 0 })));
  expect(await consumer.endOffsets(tps)).toEqual(tps.map((tp) => ({ ...tp, offset: 10 })));
  expect((await consumer.committed(tps)).map(({ offset }) => offset)).toEqual([null, null, null]);
  expect((await consumer.partitionsFor(topic)).map(({ partition }) => partition)).toEqual([0, 1, 2]);
  expect((await consumer.listTopics()).find((info) => info.topic === topic)?.partitions.length).toBe(3);
  consumer.assign([{ topic, partition: 1, offset: 4 }]);
  await consumer.consume(3, 5000);
  expect(consumer.currentLag({ topic, partition: 1 })).toBe(3);
});

test('partitions are added to a manual assignment and removed, while the others continue', async () => {
  const topic = await bench.topic(30, 3);
  await using consumer = bench.consumer();
  const tp = (partition: number) => ({ topic, partition });
  consumer.assign([{ ...tp(0), offset: 5 }]);
  expect((await consumer.consume(2, 5000)).map(({ partition, offset }) => [partition, offset])).toEqual([
    [0, 5],
    [0, 6],
  ]);
  consumer.incrementalAssign([{ ...tp(1), offset: 8 }]);
  expect(consumer.assignment()).toEqual([tp(0), tp(1)]);
  const more = await consumer.consume(5, 10_000);
  expect(more.filter(({ partition }) => partition === 0).map(({ offset }) => offset)).toEqual([7, 8, 9]);
  expect(more.filter(({ partition }) => partition === 1).map(({ offset }) => offset)).toEqual([8, 9]);
  consumer.incrementalUnassign([tp(0)]);
  expect(consumer.assignment()).toEqual([tp(1)]);
  await bench.produce(topic, 0, 3, 3);
  expect((await consumer.consume(2, 1500)).map(({ partition, offset }) => [partition, offset])).toEqual([[1, 10]]);
  expect(() => consumer.incrementalAssign([tp(1)])).toThrow(expect.objectContaining({ code: 'ERR__STATE' }));
  expect(() => consumer.incrementalUnassign([tp(2)])).toThrow(expect.objectContaining({ code: 'ERR__STATE' }));
});
