import { Assignment } from '../../../src/consumer/partitions/assignment';
import type { PartitionState } from '../../../src/consumer/partitions/partition-state';
import { RecordBatch } from '../../../src/consumer/records/record-batch';
import { PrefetchedRecords } from '../../../src/consumer/records/prefetched-records';
import { fakeDrain } from './fake-batch';

const name = () => 't';
const never = (_state: PartitionState, _offset: number) => false;

/** Partitions 0 and 1 assigned; `drain` takes in [partition, offset] pairs, `take` hands over up to so many. */
function setUp() {
  const assignment = new Assignment();
  const states = [0, 1].map((partition) => assignment.add({ topic: 't', partition }));
  const prefetched = new PrefetchedRecords(assignment);
  const drain = (rows: [number, number][], accept = never) =>
    prefetched.add(
      new RecordBatch(fakeDrain(rows.map(([partition, offset]) => ({ partition, offset }))).slab),
      name,
      accept,
    );
  const take = (most = Infinity) => {
    const taken: [number, number][] = [];
    for (let run = prefetched.current(); run && taken.length < most; run = prefetched.current()) {
      taken.push([run.partition, run.batch.offset(run.next++)]);
      run.state.waiting--;
    }
    return taken;
  };
  return { assignment, states, prefetched, drain, take };
}

test('delivers in the order of the drain, over several drains', () => {
  const { drain, take } = setUp();
  drain([
    [0, 5],
    [0, 6],
    [1, 3],
  ]);
  drain([[0, 7]]);
  expect(take(2)).toEqual([
    [0, 5],
    [0, 6],
  ]);
  expect(take()).toEqual([
    [1, 3],
    [0, 7],
  ]);
  expect(take()).toEqual([]);
});

test('a seek or revoke drops the drained records of its partition only', () => {
  const { assignment, states, prefetched, drain, take } = setUp();
  drain([
    [0, 5],
    [1, 3],
    [0, 6],
  ]);
  prefetched.drop(states[0]!);
  expect(take()).toEqual([[1, 3]]);
  drain([
    [0, 7],
    [1, 4],
  ]);
  assignment.remove(states[1]!);
  expect(take()).toEqual([[0, 7]]);
  drain([[1, 5]]);
  expect(take()).toEqual([]);
});

test('no record is accepted while a seek is not in effect', () => {
  const { states, drain, take } = setUp();
  states[0]!.seekTarget = 100;
  drain([
    [0, 5],
    [1, 3],
  ]);
  expect(take()).toEqual([[1, 3]]);
});

test('records below the expected offset are dropped, unless the log was reset', () => {
  const { states, drain, take } = setUp();
  drain([
    [0, 5],
    [0, 6],
  ]);
  drain([
    [0, 5],
    [0, 6],
    [0, 7],
  ]);
  expect(take()).toEqual([
    [0, 5],
    [0, 6],
    [0, 7],
  ]);
  drain([[0, 6]]);
  expect(take()).toEqual([]);
  drain(
    [
      [0, 0],
      [0, 1],
    ],
    (state, offset) => (state.reset(offset), true),
  );
  expect(take()).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect(states[0]!.expected).toBe(2);
});

test('a paused partition is held back, and comes first and in order when resumed', () => {
  const { states, prefetched, drain, take } = setUp();
  drain([
    [0, 5],
    [1, 3],
    [0, 6],
  ]);
  states[0]!.paused = true;
  prefetched.sort([states[0]!]);
  drain([
    [0, 7],
    [1, 4],
  ]);
  expect(take()).toEqual([
    [1, 3],
    [1, 4],
  ]);
  expect(prefetched.count).toBe(3);
  states[0]!.paused = false;
  prefetched.sort([states[0]!]);
  expect(take()).toEqual([
    [0, 5],
    [0, 6],
    [0, 7],
  ]);
});

test('a stop line cuts present and later runs', () => {
  const { states, prefetched, drain, take } = setUp();
  drain([
    [0, 5],
    [0, 6],
    [0, 7],
  ]);
  states[0]!.stopAt = 6;
  prefetched.sort([states[0]!]);
  drain([
    [0, 8],
    [1, 3],
  ]);
  expect(take()).toEqual([
    [0, 5],
    [1, 3],
  ]);
  states[0]!.stopAt = Infinity;
  prefetched.sort([states[0]!]);
  expect(take()).toEqual([
    [0, 6],
    [0, 7],
    [0, 8],
  ]);
});

test('records that were put back are delivered again, also if their run was used up', () => {
  const { prefetched, drain, take } = setUp();
  drain([
    [0, 5],
    [0, 6],
    [0, 7],
    [1, 3],
  ]);
  const run = prefetched.current()!;
  expect(take(2)).toEqual([
    [0, 5],
    [0, 6],
  ]);
  prefetched.putBack(run, run.next - 1);
  expect(take(3)).toEqual([
    [0, 6],
    [0, 7],
    [1, 3],
  ]);
  prefetched.putBack(run, run.next - 2);
  expect(take()).toEqual([
    [0, 6],
    [0, 7],
  ]);
  expect(run.state.waiting).toBe(0);
});
