import { Consumer } from '../../../src/consumer/consumer';
import { FakeClient } from './fake-client';

jest.mock('../../../src/binding/native', () => {
  const { fakeNative } = jest.requireActual<typeof import('./fake-client')>('./fake-client');
  return fakeNative(jest.requireActual('../../../src/binding/native'));
});

const NO_OFFSET = -1001;
const topic = 't';

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** A consumer that begins by time; the leaders say that the records of that time begin at 7. */
function byTime() {
  const consumer = new Consumer({
    'bootstrap.servers': 'localhost:1',
    'group.id': 'g',
    'auto.offset.reset': 'by_duration:PT1H',
  });
  const native = FakeClient.last;
  native.answers.listOffsets = ({ partitions }: { partitions: { partition: number }[] }) =>
    partitions.map(({ partition }) => ({ topic, partition, offset: 7 }));
  /** librdkafka found no offset at `offset`, and stopped. */
  const fail = async (partition: number, offset: number): Promise<void> => {
    const error = { errno: -140, message: 'no offset' } as never;
    native.event({ type: 'consumerError', error, topic, partition, offset });
    native.wake();
    await consumer.poll(0);
    await turns(20);
  };
  const starts = () => native.ops('assign', 'incrementalAssign').slice(1);
  return { consumer, fail, starts };
}

test('an error about a start that librdkafka no longer has does not make it begin again', async () => {
  const { consumer, fail, starts } = byTime();
  consumer.assign([{ topic, partition: 0 }]);
  await fail(0, NO_OFFSET);
  const first = starts();
  expect(JSON.stringify(first)).toContain('"offset":7');
  await fail(0, NO_OFFSET);
  expect(starts()).toEqual(first);
});

test('an error about an earlier offset does not either', async () => {
  const { consumer, fail, starts } = byTime();
  consumer.assign([{ topic, partition: 0 }]);
  await fail(0, 900);
  const first = starts();
  expect(JSON.stringify(first)).toContain('"offset":7');
  await fail(0, 900);
  expect(starts()).toEqual(first);
});

test('an error about the offset that it was given does', async () => {
  const { consumer, fail, starts } = byTime();
  consumer.assign([{ topic, partition: 0 }]);
  await fail(0, NO_OFFSET);
  const first = starts();
  await fail(0, 7);
  expect(starts().length).toBeGreaterThan(first.length);
});

test('an error about the place that a seek to the end has led to does not lead to the end again', async () => {
  const { consumer, fail, starts } = byTime();
  const native = FakeClient.last;
  consumer.assign([{ topic, partition: 0, offset: 3 }]);
  consumer.seekToEnd([{ topic, partition: 0 }]);
  native.answers.startPositions = () => [{ topic, partition: 0, offset: 12 }];
  expect(consumer.position({ topic, partition: 0 })).toBe(12);
  // The topic was deleted and created again: what it has now is not to be skipped.
  await fail(0, 12);
  expect(JSON.stringify(starts())).not.toContain('"offset":-1');
  expect(JSON.stringify(starts())).toContain('"offset":7');
});
