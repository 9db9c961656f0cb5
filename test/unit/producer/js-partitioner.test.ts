import { DeliveryError } from '../../../src/errors/delivery-error';
import { TimeoutError } from '../../../src/errors/waiting-errors';
import { FakeBroker } from './fake-broker';

const byKey = (_topic: string, key: Buffer | null, _value: Buffer | null, count: number) =>
  key === null ? 0 : key[0]! % count;

function take(
  broker: FakeBroker,
  topic: string,
  key: string,
  partition?: number,
  callback?: (error: DeliveryError | null) => void,
): number {
  return broker.accumulator.take('produce', { topic, partition }, key, key, callback, 0);
}

test('records of an unknown topic are held in order, those of others pass', async () => {
  let answer!: (count: number) => void;
  const asked: string[] = [];
  const broker = new FakeBroker({
    partitioner: byKey,
    partitionCount: (topic) => {
      asked.push(topic);
      return topic === 'known' ? Promise.resolve(2) : new Promise((resolve) => (answer = resolve));
    },
  });
  take(broker, 'known', 'a');
  await new Promise((resolve) => setImmediate(resolve));
  take(broker, 'new', 'b');
  take(broker, 'new', 'c', 7);
  take(broker, 'known', 'd');
  await Promise.resolve();
  expect(broker.values()).toEqual(['a', 'd']);
  expect(broker.accumulator.deliveries.outstanding).toBe(4);
  answer(3);
  await new Promise((resolve) => setImmediate(resolve));
  expect(broker.taken.map((record) => [record.value!.toString(), record.partition])).toEqual([
    ['a', 97 % 2],
    ['d', 100 % 2],
    ['b', 98 % 3],
    ['c', 7],
  ]);
  expect(asked).toEqual(['known', 'new']);
});

test('records of a topic that is never found fail in order', async () => {
  const broker = new FakeBroker({
    partitioner: byKey,
    partitionCount: async () => {
      throw new TimeoutError('produce', 'topic t did not turn up', { code: 'ERR_UNKNOWN_TOPIC_OR_PART', errno: 3 });
    },
  });
  const failed: string[] = [];
  for (const key of 'ab')
    take(broker, 't', key, undefined, (error) => failed.push(`${key} ${error!.code} ${error!.persisted}`));
  await new Promise((resolve) => setImmediate(resolve));
  expect(failed).toEqual(['a ERR_UNKNOWN_TOPIC_OR_PART no', 'b ERR_UNKNOWN_TOPIC_OR_PART no']);
  expect(broker.accumulator.deliveries.bytes).toBe(0);
});

test.each([
  ['out of range', () => 4, 'must return a partition of t, 0 to 3; got 4'],
  ['not a number', () => 'x' as never, 'must return a partition of t, 0 to 3; got x'],
  [
    'thrown',
    () => {
      throw new Error('mine');
    },
    'the partitioner threw: mine',
  ],
])(
  'a partitioner gone wrong (%s): the first by its callback, a later one at once',
  async (_name, partitioner, message) => {
    const broker = new FakeBroker({ partitioner });
    const failed: string[] = [];
    take(broker, 't', 'a', undefined, (error) => failed.push(error!.message));
    await new Promise((resolve) => setImmediate(resolve));
    expect(failed[0]).toContain(message);
    expect(() => take(broker, 't', 'b')).toThrow(message);
    expect(broker.accumulator.deliveries.outstanding).toBe(0);
  },
);

test('the partitioner gets serialized bytes, or null', async () => {
  const seen: unknown[] = [];
  const broker = new FakeBroker({
    partitioner: (...args) => {
      seen.push(args);
      return 0;
    },
  });
  take(broker, 't', 'first');
  await new Promise((resolve) => setImmediate(resolve));
  broker.accumulator.take('produce', { topic: 't' }, null, Buffer.alloc(100_000, 1), undefined, 0);
  expect(seen).toEqual([
    ['t', Buffer.from('first'), Buffer.from('first'), 4],
    ['t', null, Buffer.alloc(100_000, 1), 4],
  ]);
});
