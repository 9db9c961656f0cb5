import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { delay, fill, filledTopic, range, stringConsumer, type StringConsumer } from './support';

const kafka = sharedKafka();

async function readToEnd(consumer: StringConsumer): Promise<string[]> {
  const values: string[] = [];
  for await (const record of consumer.stream({ to: 'end' })) values.push(record.value!);
  return values;
}

test('read_committed skips aborted and open transactions, read_uncommitted does not; both skip control records', async () => {
  const topic = await filledTopic(0);
  const record = (value: string) => [{ value, partition: 0 }];
  await kafka.produce(topic, record('plain'));
  await kafka.produce(topic, record('aborted'), { transactionalId: uniqueName('tx'), outcome: 'abort' });
  await kafka.produce(topic, record('committed'), { transactionalId: uniqueName('tx') });
  {
    await using consumer = stringConsumer({ 'isolation.level': 'read_committed' });
    consumer.assign([{ topic, partition: 0 }]);
    expect(await readToEnd(consumer)).toEqual(['plain', 'committed']);
    // Five records and markers: the marker behind the last record counts too.
    expect(consumer.position({ topic, partition: 0 })).toBe(5);
    await consumer.commit();
    expect((await consumer.committed([{ topic, partition: 0 }]))[0]!.offset).toBe(5);
  }
  const open = uniqueName('tx');
  await kafka.produce(topic, record('open'), { transactionalId: open, outcome: 'open' });
  await kafka.produce(topic, record('behind'));
  await using committed = stringConsumer({ 'isolation.level': 'read_committed' });
  committed.assign([{ topic, partition: 0 }]);
  expect(await readToEnd(committed)).toEqual(['plain', 'committed']);
  await using uncommitted = stringConsumer();
  uncommitted.assign([{ topic, partition: 0 }]);
  expect(await readToEnd(uncommitted)).toEqual(['plain', 'aborted', 'committed', 'open', 'behind']);
  await kafka.endTransaction(open, 'commit');
  expect((await committed.consume(2, 10_000)).map(({ value }) => value)).toEqual(['open', 'behind']);
});

test('gaps of a compacted topic are skipped, also one at the end', async () => {
  const topic = await filledTopic(0, {
    configs: {
      'cleanup.policy': 'compact',
      'segment.ms': '100',
      'min.cleanable.dirty.ratio': '0.001',
      'max.compaction.lag.ms': '100',
      'delete.retention.ms': '1',
    },
  });
  for (let round = 0; round < 4; round++) {
    await kafka.produce(
      topic,
      range(0, 50).map((i) => ({ key: `k${i % 5}`, value: String(round * 50 + i), partition: 0 })),
    );
    await delay(150);
  }
  await using consumer = stringConsumer();
  const tp = { topic, partition: 0 };
  consumer.assign([{ ...tp, offset: 0 }]);
  let values: string[] = [];
  for (let tries = 0; tries < 60; tries++) {
    consumer.seekToBeginning([tp]);
    values = await readToEnd(consumer);
    expect(values[values.length - 1]).toBe('199');
    expect(consumer.position(tp)).toBe(200);
    if (values.length < 200) break;
    await delay(1000);
  }
  expect(values.length).toBeLessThan(200);
  expect(values).toEqual([...values].sort((a, b) => Number(a) - Number(b)));
});

test('an offset out of range follows the reset policy: earliest, latest, none, by_duration', async () => {
  const topic = await filledTopic(100);
  await kafka.deleteRecords(topic, 0, 40);
  const tp = { topic, partition: 0 };
  for (const policy of ['earliest', 'by_duration:PT1H']) {
    await using consumer = stringConsumer({ 'auto.offset.reset': policy });
    consumer.assign([{ ...tp, offset: 10 }]);
    expect((await consumer.consume(60, 15_000)).map(({ offset }) => offset)).toEqual(range(40, 100));
    consumer.seek(tp, 5000);
    expect((await consumer.consume(60, 15_000)).map(({ offset }) => offset)).toEqual(range(40, 100));
  }
  {
    await using consumer = stringConsumer({ 'auto.offset.reset': 'latest' });
    consumer.assign([{ ...tp, offset: 10 }]);
    expect((await consumer.poll(1500)).isEmpty).toBe(true);
    await fill(topic, 100, 101);
    expect((await consumer.consume(1, 10_000)).map(({ offset }) => offset)).toEqual([100]);
  }
  await using consumer = stringConsumer({ 'auto.offset.reset': 'none' });
  consumer.assign([{ ...tp, offset: 10 }]);
  await expect(consumer.poll(15_000)).rejects.toMatchObject({ code: 'ERR__AUTO_OFFSET_RESET' });
  consumer.seek(tp, 90);
  expect((await consumer.consume(11, 15_000)).map(({ offset }) => offset)).toEqual(range(90, 101));
});

/*
 * librdkafka took the log start of its last fetch for the beginning. It was out of range by then, and with `latest`
 * reading went on at the end.
 */
test('seekToBeginning after records were deleted reads the first that is left', async () => {
  const topic = await filledTopic(10);
  const tp = { topic, partition: 0 };
  await using consumer = stringConsumer({ 'auto.offset.reset': 'latest' });
  consumer.assign([{ ...tp, offset: 0 }]);
  expect((await consumer.consume(10, 15_000)).length).toBe(10);
  await kafka.deleteRecords(topic, 0, 7);
  consumer.seekToBeginning([tp]);
  expect((await consumer.consume(3, 15_000)).map(({ offset }) => offset)).toEqual([7, 8, 9]);
});

test('by_duration begins that long ago where nothing was committed', async () => {
  const topic = uniqueName('consumer');
  await kafka.createTopic(topic);
  const hour = 3_600_000;
  await kafka.produce(
    topic,
    [3, 2, 1].map((hours) => ({ value: String(hours), partition: 0, timestamp: Date.now() - hours * hour - 60_000 })),
  );
  await using consumer = stringConsumer({ 'auto.offset.reset': 'by_duration:PT2H' });
  consumer.subscribe([topic]);
  expect((await consumer.consume(1, 20_000)).map(({ value }) => value)).toEqual(['1']);
});

test('a topic that is deleted and created again is read from its new beginning', async () => {
  const topic = await filledTopic(50);
  await using consumer = stringConsumer({
    'metadata.max.age.ms': 1000,
    'topic.metadata.refresh.fast.interval.ms': 100,
  });
  consumer.assign([{ topic, partition: 0 }]);
  expect((await consumer.consume(50, 15_000)).length).toBe(50);
  await kafka.deleteTopic(topic);
  await delay(500);
  await kafka.createTopic(topic);
  await fill(topic, 1000, 1010);
  expect((await consumer.consume(10, 30_000)).map(({ value }) => Number(value))).toEqual(range(1000, 1010));
});

/*
 * The partition is read from its new beginning. A pause went on at the position in the old log: out of range, and so
 * at the end, behind what was written during the pause.
 */
test('a topic that is created again: after a pause, reading continues behind the records read of the new one', async () => {
  const topic = await filledTopic(50);
  const tp = { topic, partition: 0 };
  await using consumer = stringConsumer({
    'auto.offset.reset': 'latest',
    'enable.partition.eof': true,
    'metadata.max.age.ms': 1000,
    'topic.metadata.refresh.fast.interval.ms': 100,
  });
  const ends: number[] = [];
  consumer.on('partitionEof', ({ offset }) => ends.push(offset));
  consumer.assign([{ ...tp, offset: 0 }]);
  expect((await consumer.consume(50, 15_000)).length).toBe(50);
  await kafka.deleteTopic(topic);
  await delay(500);
  await kafka.createTopic(topic);
  while (!ends.includes(0)) await consumer.poll(100);
  await fill(topic, 1000, 1010);
  expect((await consumer.consume(10, 30_000)).map(({ value }) => Number(value))).toEqual(range(1000, 1010));
  consumer.pause([tp]);
  await consumer.poll(100);
  await fill(topic, 1010, 1020);
  consumer.resume([tp]);
  expect((await consumer.consume(10, 5000)).map(({ offset, value }) => [offset, Number(value)])).toEqual(
    range(10, 20).map((offset) => [offset, 1000 + offset]),
  );
});

test('a record larger than fetch.max.bytes is delivered; null and empty are distinguished', async () => {
  const topic = uniqueName('consumer');
  await kafka.createTopic(topic, { configs: { 'max.message.bytes': '5000000' } });
  const big = Buffer.alloc(3_000_000, 'b');
  const client = { 'max.request.size': '5000000' };
  await kafka.produce(topic, [{ value: big, partition: 0, headers: [['h', 'x']] }], { client });
  await kafka.produce(topic, [
    {
      key: '',
      value: null,
      partition: 0,
      headers: [
        ['a', null],
        ['a', ''],
        ['b', 'c'],
      ],
    },
    { key: null, value: '', partition: 0 },
  ]);
  await using consumer = stringConsumer({
    'fetch.max.bytes': 1_000_000,
    'max.partition.fetch.bytes': 100_000,
    'value.deserializer': 'bytes',
  });
  consumer.assign([{ topic, partition: 0 }]);
  const [first, second, third] = (await consumer.consume(3, 20_000)) as unknown as {
    key: Buffer | null;
    value: Buffer | null;
    headers: unknown;
    header(name: string): Buffer | null | undefined;
  }[];
  expect(first!.value!.equals(big)).toBe(true);
  expect(first!.header('h')!.toString()).toBe('x');
  expect([second!.key!.length, second!.value]).toEqual([0, null]);
  expect(second!.headers).toEqual([
    ['a', null],
    ['a', Buffer.alloc(0)],
    ['b', Buffer.from('c')],
  ]);
  expect(second!.header('a')!.length).toBe(0);
  expect(second!.header('z')).toBeUndefined();
  expect([third!.key, third!.value!.length]).toEqual([null, 0]);
});

test('a full partition does not keep another one waiting', async () => {
  const topic = await filledTopic(0, { partitions: 2 });
  const records = (partition: number, count: number) =>
    range(0, count).map((i) => ({ value: `${i}`.padEnd(100), partition }));
  await kafka.produce(topic, records(0, 40_000));
  await kafka.produce(topic, records(1, 10));
  await using consumer = stringConsumer();
  consumer.assign([0, 1].map((partition) => ({ topic, partition })));
  const counts = [0, 0];
  for await (const record of consumer) {
    counts[record.partition]!++;
    if (counts[1] === 10) break;
  }
  expect(counts[0]).toBeLessThan(40_000);
});

test('offsetsForTimes, currentLag and partitionEof', async () => {
  const topic = uniqueName('consumer');
  await kafka.createTopic(topic);
  await kafka.produce(
    topic,
    [1000, 2000, 3000].map((timestamp) => ({ value: String(timestamp), partition: 0, timestamp })),
  );
  const tp = { topic, partition: 0 };
  await using consumer = stringConsumer({ 'enable.partition.eof': true });
  const ends: unknown[] = [];
  consumer.on('partitionEof', (end) => ends.push(end));
  expect(await consumer.offsetsForTimes([{ ...tp, timestamp: 1500 }])).toEqual([{ ...tp, offset: 1 }]);
  expect(await consumer.offsetsForTimes([{ ...tp, timestamp: 9000 }])).toEqual([{ ...tp, offset: null }]);
  consumer.assign([tp]);
  await consumer.consume(1, 10_000);
  expect(consumer.currentLag(tp)).toBe(2);
  await consumer.consume(5, 1500);
  expect(consumer.currentLag(tp)).toBe(0);
  expect(ends).toEqual([{ ...tp, offset: 3 }]);
});
