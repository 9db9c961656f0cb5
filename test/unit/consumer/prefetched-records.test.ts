import { Assignment } from '../../../src/consumer/assignment';
import type { PartitionState } from '../../../src/consumer/partition-state';
import { RecordBatch } from '../../../src/consumer/record-batch';
import { Rest } from '../../../src/consumer/rest';
import { fakeDrain } from './fake-batch';

const name = () => 't';
const never = (_state: PartitionState, _offset: number) => false;

/** Partitions 0 and 1 assigned; `drain` takes in [partition, offset] pairs, `take` hands over up to so many. */
function setUp() {
  const assignment = new Assignment();
  const states = [0, 1].map((partition) => assignment.add({ topic: 't', partition }));
  const rest = new Rest(assignment);
  const drain = (rows: [number, number][], accept = never) =>
    rest.add(new RecordBatch(fakeDrain(rows.map(([partition, offset]) => ({ partition, offset }))).slab), name, accept);
  const take = (most = Infinity) => {
    const taken: [number, number][] = [];
    for (let run = rest.current(); run && taken.length < most; run = rest.current()) {
      taken.push([run.partition, run.batch.offset(run.next++)]);
      run.state.waiting--;
    }
    return taken;
  };
  return { assignment, states, rest, drain, take };
}

test('hands over in the order of the drain, over several drains', () => {
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

test('what was drained before a seek or a revoke is gone, of that partition only', () => {
  const { assignment, states, rest, drain, take } = setUp();
  drain([
    [0, 5],
    [1, 3],
    [0, 6],
  ]);
  rest.drop(states[0]!);
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

test('nothing is taken in while a seek has not taken', () => {
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
  const { states, rest, drain, take } = setUp();
  drain([
    [0, 5],
    [1, 3],
    [0, 6],
  ]);
  states[0]!.paused = true;
  rest.sort(states[0]!);
  drain([
    [0, 7],
    [1, 4],
  ]);
  expect(take()).toEqual([
    [1, 3],
    [1, 4],
  ]);
  expect(rest.count).toBe(3);
  states[0]!.paused = false;
  rest.sort(states[0]!);
  expect(take()).toEqual([
    [0, 5],
    [0, 6],
    [0, 7],
  ]);
});

test('a stop line cuts runs, those that are there and those that come', () => {
  const { states, rest, drain, take } = setUp();
  drain([
    [0, 5],
    [0, 6],
    [0, 7],
  ]);
  states[0]!.stopAt = 6;
  rest.sort(states[0]!);
  drain([
    [0, 8],
    [1, 3],
  ]);
  expect(take()).toEqual([
    [0, 5],
    [1, 3],
  ]);
  states[0]!.stopAt = Infinity;
  rest.sort(states[0]!);
  expect(take()).toEqual([
    [0, 6],
    [0, 7],
    [0, 8],
  ]);
});

test('records that are put back come again, whether their run was used up or not', () => {
  const { rest, drain, take } = setUp();
  drain([
    [0, 5],
    [0, 6],
    [0, 7],
    [1, 3],
  ]);
  const run = rest.current()!;
  expect(take(2)).toEqual([
    [0, 5],
    [0, 6],
  ]);
  rest.putBack(run, run.next - 1);
  expect(take(3)).toEqual([
    [0, 6],
    [0, 7],
    [1, 3],
  ]);
  rest.putBack(run, run.next - 2);
  expect(take()).toEqual([
    [0, 6],
    [0, 7],
  ]);
  expect(run.state.waiting).toBe(0);
});
