import { FinishedOffsets } from '../../../src/consumer/offsets/finished-offsets';
import { PartitionState } from '../../../src/consumer/partitions/partition-state';

const PARTITIONS = 500;

function partitions(): PartitionState[] {
  const unstored = new Set<PartitionState>();
  return Array.from({ length: PARTITIONS }, (_, partition) => new PartitionState('t', partition, unstored));
}

test('takes the offsets finished without a gap, once each, of the requested partitions only', () => {
  const finished = new FinishedOffsets();
  const states = partitions();
  for (const state of states) for (const offset of [5, 6, 7]) finished.begin(state, offset);
  for (const state of states) for (const offset of [5, 7]) finished.finish(state, offset);
  const some = states.slice(100, 200);
  expect(finished.take(some).map(({ partition }) => [partition.partition, partition.offset])).toEqual(
    some.map(({ partition }) => [partition, 6]),
  );
  expect(finished.take(some)).toEqual([]);
  expect(finished.take()).toHaveLength(PARTITIONS - some.length);
  expect(states.map((state) => finished.firstUnfinished(state))).toEqual(states.map(() => 6));
});

test('the list of requested partitions is read once, not once for each partition', () => {
  const finished = new FinishedOffsets();
  const states = partitions();
  for (const state of states) {
    finished.begin(state, 1);
    finished.finish(state, 1);
  }
  let reads = 0;
  const counted = new Proxy(states, {
    get(target, name, receiver) {
      if (typeof name === 'string' && /^\d+$/.test(name)) reads++;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  expect(finished.take(counted)).toHaveLength(PARTITIONS);
  expect(reads).toBe(PARTITIONS);
});
