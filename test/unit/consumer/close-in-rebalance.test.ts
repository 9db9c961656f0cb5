import type { NativePartition } from '../../../src/binding/native';
import { Consumer } from '../../../src/consumer/consumer';
import { FakeClient } from './fake-client';

jest.mock('../../../src/binding/native', () => {
  const { fakeNative } = jest.requireActual<typeof import('./fake-client')>('./fake-client');
  return fakeNative(jest.requireActual('../../../src/binding/native'));
});

const ILLEGAL_GENERATION = 22;

/**
 * The group takes a commit only between the answer to a request to join and the next such request, which goes out with
 * the answer to the rebalance.
 */
test.each(['assign', 'revoke'] as const)(
  'a member that closes while one generation follows another commits all it has done at the next %s',
  async (kind) => {
    const consumer = new Consumer({ 'bootstrap.servers': 'localhost:1', 'group.id': 'g' });
    const native = FakeClient.last;
    const warnings: string[] = [];
    consumer.on('warning', ({ code }) => warnings.push(code));
    consumer.subscribe(['t']);
    native.rebalance('assign', [0, 1], { protocol: 'COOPERATIVE' });
    native.supply = () => [{ offset: 5 }, { offset: 8, partition: 1 }];
    await consumer.poll();
    native.supply = () => undefined;

    let isBetween = false;
    let tried = 0;
    const committed: string[] = [];
    native.answers.commit = ({ partitions }: { partitions: NativePartition[] }) => {
      tried++;
      if (!isBetween) return partitions.map((partition) => ({ ...partition, errno: ILLEGAL_GENERATION }));
      committed.push(...partitions.map(({ partition, offset }) => `${partition}: ${offset}`));
      return partitions;
    };
    native.answers.incrementalAssign = native.answers.incrementalUnassign = () => {
      isBetween = false;
      return null;
    };
    const closing = consumer.close();
    while (tried === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    isBetween = true;
    native.rebalance(kind, kind === 'assign' ? [] : [0], { protocol: 'COOPERATIVE' });
    native.wake();
    await closing;
    expect(committed.sort()).toEqual(['0: 6', '1: 9']);
    expect(warnings).toEqual([]);
    // Only then does it leave.
    const order = native.calls
      .map(({ op }) => op)
      .filter((op) => op === 'closeStart' || op.startsWith('incrementalUn'));
    expect(order.pop()).toBe('closeStart');
  },
);
