import type { NativePartition } from '../../../src/binding/native';
import { Consumer } from '../../../src/consumer/consumer';
import { librdkafkaCodes } from '../../../src/errors/codes.generated';
import { FakeClient } from './fake-client';

jest.mock('../../../src/binding/native', () => {
  const { fakeNative } = jest.requireActual<typeof import('./fake-client')>('./fake-client');
  return fakeNative(jest.requireActual('../../../src/binding/native'));
});

const tp = { topic: 't', partition: 0 };

/** A consumer whose first seek librdkafka answers with this error, the others with success. */
function answeredFirst(errno: number) {
  const consumer = new Consumer({ 'bootstrap.servers': 'localhost:1', 'group.id': 'g' });
  const native = FakeClient.last;
  native.answers.seek = ({ partitions }: { partitions: NativePartition[] }) =>
    partitions.map((partition) => ({ ...partition, errno: native.ops('seek').length === 1 ? errno : 0 }));
  consumer.assign([{ ...tp, offset: 90 }]);
  const targets = () => native.ops('seek').map((args) => (args as { partitions: NativePartition[] }).partitions);
  return { consumer, targets };
}

test.each(['ERR__STATE', 'ERR__PREV_IN_PROGRESS', 'ERR__OUTDATED', 'ERR__TIMED_OUT'] as const)(
  'a seek that librdkafka is not ready for, %s, is sent again',
  async (code) => {
    const { consumer, targets } = answeredFirst(librdkafkaCodes[code]);
    consumer.seek(tp, 7);
    expect(consumer.position(tp)).toBe(7);
    while (targets().length < 2) await consumer.poll(20);
    expect(targets()).toEqual([[{ ...tp, offset: 7 }], [{ ...tp, offset: 7 }]]);
    await consumer.close();
  },
);

test('one for a partition that went away meanwhile is not', async () => {
  const { consumer, targets } = answeredFirst(librdkafkaCodes.ERR__OUTDATED);
  consumer.seek(tp, 7);
  consumer.assign([{ topic: 't', partition: 1 }]);
  await consumer.poll(50);
  expect(targets()).toHaveLength(1);
  await consumer.close();
});
