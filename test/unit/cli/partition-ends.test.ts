import { PartitionEnds } from '../../../src/cli/consume/partition-ends';

const nowhere = (): null => null;

test('an end counts when the records before it were written', () => {
  const ends = new PartitionEnds();
  ends.add([{ topic: 't', partition: 0 }]);
  ends.reachedEof('t', 0, 10);
  expect(ends.confirmEofs(false, nowhere)).toEqual([]);
  expect(ends.finished(true)).toBe(false);
  ends.wrote([{ topic: 't', partition: 0, offset: 10 }]);
  expect(ends.confirmEofs(false, nowhere)).toEqual([{ topic: 't', partition: 0, offset: 10 }]);
  expect(ends.finished(true)).toBe(true);
  expect(ends.finished(false)).toBe(false);
  expect(ends.confirmEofs(true, nowhere)).toEqual([]);
});

test('a log that ends in a gap: the position or an empty poll confirms', () => {
  const ends = new PartitionEnds();
  ends.add([
    { topic: 't', partition: 0 },
    { topic: 't', partition: 1 },
  ]);
  ends.reachedEof('t', 0, 10);
  ends.reachedEof('t', 1, 0);
  expect(ends.confirmEofs(false, ({ partition }) => (partition === 0 ? 10 : null))).toEqual([
    { topic: 't', partition: 0, offset: 10 },
  ]);
  expect(ends.finished(true)).toBe(false);
  expect(ends.confirmEofs(true, nowhere)).toEqual([{ topic: 't', partition: 1, offset: 0 }]);
  expect(ends.finished(true)).toBe(true);
});

test('records after an end cancel it until the next end', () => {
  const ends = new PartitionEnds();
  ends.add([{ topic: 't', partition: 0 }]);
  ends.reachedEof('t', 0, 0);
  ends.confirmEofs(true, nowhere);
  expect(ends.finished(true)).toBe(true);
  ends.wrote([{ topic: 't', partition: 0, offset: 3 }]);
  expect(ends.finished(true)).toBe(false);
  ends.reachedEof('t', 0, 3);
  expect(ends.confirmEofs(false, nowhere)).toEqual([{ topic: 't', partition: 0, offset: 3 }]);
});

test('a range ends at its own end; partitions that went away do not count', () => {
  const ends = new PartitionEnds();
  ends.add([
    { topic: 't', partition: 0, stopAt: 5 },
    { topic: 't', partition: 1 },
  ]);
  expect(ends.limited).toBe(true);
  expect([ends.stopAt('t', 0), ends.stopAt('t', 1)]).toEqual([5, Infinity]);
  ends.wrote([{ topic: 't', partition: 0, offset: 5 }]);
  expect(ends.finished(false)).toBe(false);
  ends.remove([{ topic: 't', partition: 1 }]);
  expect(ends.finished(false)).toBe(true);
});

test('without assigned partitions it is not finished', () => {
  expect(new PartitionEnds().finished(true)).toBe(false);
});
