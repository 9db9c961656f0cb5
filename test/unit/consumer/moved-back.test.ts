import type { NativePartition } from '../../../src/binding/native';
import { Consumer } from '../../../src/consumer/consumer';
import type { FakeRecord } from './fake-batch';
import { FakeClient } from './fake-client';

jest.mock('../../../src/binding/native', () => {
  const { fakeNative } = jest.requireActual<typeof import('./fake-client')>('./fake-client');
  return fakeNative(jest.requireActual('../../../src/binding/native'));
});

const tp = { topic: 't', partition: 0 };
const rows = (from: number, to: number, leaderEpoch = 3): FakeRecord[] =>
  Array.from({ length: to - from }, (_, i) => ({ offset: from + i, leaderEpoch }));

/**
 * A consumer that has read up to offset 100, all of leader epoch 3; the broker says that the log ends at `high` now.
 */
async function atHundred(high: number) {
  const consumer = new Consumer({ 'bootstrap.servers': 'localhost:1', 'group.id': 'g', 'enable.partition.eof': true });
  const native = FakeClient.last;
  const ends: number[] = [];
  consumer.on('partitionEof', ({ offset }) => ends.push(offset));
  native.answers.cachedWatermarks = () => ({ low: 0, high, stable: high });
  consumer.assign([{ ...tp, offset: 90 }]);
  /** The next poll finds these in librdkafka's queue. */
  const drain = async (records: FakeRecord[], end?: { offset: number; before: number }): Promise<number[]> => {
    if (end) native.ends = [{ ...tp, ...end }];
    native.supply = () => {
      native.supply = () => undefined;
      return records.length > 0 ? records : undefined;
    };
    return Array.from(await consumer.poll(0), ({ offset }) => offset);
  };
  expect(await drain(rows(90, 100))).toHaveLength(10);
  const committed = async (): Promise<number | undefined> => {
    native.calls.length = 0;
    await consumer.commit();
    return (native.ops('commit')[0] as { partitions: NativePartition[] }).partitions[0]!.offset;
  };
  return { consumer, drain, committed, ends };
}

const offsets = (from: number, to: number) => rows(from, to).map(({ offset }) => offset);

test('an end before the records of its drain is the offset at which they begin', async () => {
  const { consumer, drain, committed, ends } = await atHundred(104);
  expect(await drain(rows(100, 104), { offset: 100, before: 0 })).toEqual(offsets(100, 104));
  expect(consumer.position(tp)).toBe(104);
  expect(await committed()).toBe(104);
  expect(ends).toEqual([100]);
  await drain([], { offset: 104, before: 0 });
  expect(consumer.position(tp)).toBe(104);
  await consumer.close();
});

test.each([
  ['shorter than before', 20],
  ['longer than before', 150],
])('out of range: records behind an end below are read, the log being %s', async (_, high) => {
  const { consumer, drain, committed } = await atHundred(high);
  expect(await drain(rows(5, 20), { offset: 5, before: 0 })).toEqual(offsets(5, 20));
  expect(consumer.position(tp)).toBe(20);
  expect(await committed()).toBe(20);
  await consumer.close();
});

test('out of range with records before it in the drain', async () => {
  const { consumer, drain, committed } = await atHundred(150);
  const got = await drain([...rows(100, 103), ...rows(5, 8)], { offset: 5, before: 3 });
  expect(got).toEqual([100, 101, 102, 5, 6, 7]);
  expect(await committed()).toBe(8);
  await consumer.close();
});

test('out of range without records: the position follows', async () => {
  const { consumer, drain, committed } = await atHundred(5);
  await drain([], { offset: 5, before: 0 });
  expect(consumer.position(tp)).toBe(5);
  expect(await committed()).toBe(5);
  await consumer.close();
});

test('an end beyond the records skips the aborted ones', async () => {
  const { consumer, drain, committed } = await atHundred(110);
  expect(await drain(rows(100, 104), { offset: 110, before: 4 })).toEqual(offsets(100, 104));
  expect(consumer.position(tp)).toBe(110);
  expect(await committed()).toBe(110);
  await consumer.close();
});

test('after an unclean election, other records below the position are read: they are of a later leader', async () => {
  const { consumer, drain, committed } = await atHundred(150);
  // What both leaders have is fetched twice and dropped; from 95 on the log has other contents.
  expect(await drain([...rows(92, 95), ...rows(95, 130, 4)])).toEqual(offsets(95, 130));
  expect(consumer.position(tp)).toBe(130);
  expect(await committed()).toBe(130);
  expect(await drain(rows(120, 140, 4))).toEqual(offsets(130, 140));
  await consumer.close();
});

test.each([3, 2, -1])(
  'records below the position of the same or an earlier leader (%i) are fetched twice',
  async (epoch) => {
    const { consumer, drain } = await atHundred(150);
    expect(await drain(rows(92, 105, epoch))).toEqual(offsets(100, 105));
    await consumer.close();
  },
);

test('a topic created again within one drain, by a leader of the same epoch', async () => {
  const { consumer, drain, committed } = await atHundred(40);
  expect(await drain([...rows(100, 102), ...rows(0, 30)])).toEqual([100, 101, ...offsets(0, 30)]);
  expect(await committed()).toBe(30);
  await consumer.close();
});

test.each([
  ['what was deleted meanwhile', { low: 5, high: 10 }, []],
  // Written after librdkafka had found that it lies beyond the end, and had moved to the end.
  ['what is written meanwhile', { low: 0, high: 10 }, [{ ...tp, offset: 3 }]],
])('a start at %s', async (_, watermarks, seeks) => {
  const consumer = new Consumer({ 'bootstrap.servers': 'localhost:1', 'group.id': 'g' });
  const native = FakeClient.last;
  consumer.assign([{ ...tp, offset: 3 }]);
  native.answers.cachedWatermarks = () => watermarks;
  native.supply = () => {
    native.supply = () => undefined;
    return rows(5, 10);
  };
  await consumer.poll(0);
  await consumer.poll(0);
  expect(native.ops('seek').flatMap((args) => (args as { partitions: NativePartition[] }).partitions)).toEqual(seeks);
  await consumer.close();
});
