import { Bench, numbers, range, unique, type StringConsumer } from './support';

/** The number of records that one drain takes. */
const DRAIN = 1000;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.close());

interface Statistics {
  topics: Record<string, { partitions: Record<string, { fetchq_cnt: number }> }>;
}

/** Waits until librdkafka's queue has this many entries: records and ends of partitions. */
async function queued(consumer: StringConsumer, topic: string, wanted: number): Promise<void> {
  for (let count = 0; count < wanted;) {
    const statistics = await new Promise<Statistics>((resolve) => consumer.once('stats', resolve as never));
    count = statistics.topics[topic]?.partitions['0']?.fetchq_cnt ?? 0;
  }
}

/**
 * What happened: all of the log was drained; librdkafka's "end of partition" lay in the queue, and behind it four more
 * records; one drain brought all five. The next member of the group read the four again.
 */
test.each(['close', 'commit'] as const)('an end that lies before records does not move back: %s', async (how) => {
  const topic = await bench.topic(DRAIN);
  const groupId = unique('group');
  const ends: number[] = [];
  const consumer = bench.consumer({
    'group.id': groupId,
    'auto.commit.interval.ms': 600_000,
    'enable.partition.eof': true,
    'max.poll.records': DRAIN,
    'statistics.interval.ms': 20,
  });
  consumer.on('partitionEof', ({ offset }) => ends.push(offset));
  const tp = { topic, partition: 0 };
  consumer.assign([{ ...tp, offset: 0 }]);
  await queued(consumer, topic, DRAIN + 1);
  expect(numbers(await consumer.poll(10_000))).toEqual(range(0, DRAIN));
  expect(ends).toEqual([]);
  await bench.produce(topic, DRAIN, DRAIN + 4);
  await queued(consumer, topic, 5);
  expect(numbers(await consumer.poll(10_000))).toEqual(range(DRAIN, DRAIN + 4));
  expect(ends[0]).toBe(DRAIN);
  expect(consumer.position(tp)).toBe(DRAIN + 4);
  if (how === 'commit') await consumer.commit();
  await consumer.close();
  expect(await bench.committed(groupId, topic)).toBe(DRAIN + 4);
});
