import fc from 'fast-check';
import { Offsets } from '../../../src/kafkajs/consumer/group/offsets';
import { Pauses } from '../../../src/kafkajs/consumer/group/pauses';

interface Theirs {
  assign(list: object[]): void;
  pause(list: object[]): void;
  resume(list: object[]): void;
  paused(): object[];
}

test('pauses are those of kafkajs after any calls', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const SubscriptionState = require('kafkajs/src/consumer/subscriptionState') as new () => Theirs;
  const topics = ['a', 'b'];
  const call = fc.record({
    name: fc.constantFrom('pause' as const, 'resume' as const),
    topic: fc.constantFrom(...topics),
    partitions: fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 3 })), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 12 }), (calls) => {
      const theirs = new SubscriptionState();
      theirs.assign(topics.map((topic) => ({ topic, partitions: [0, 1, 2, 3] })));
      const ours = new Pauses();
      for (const { name, topic, partitions } of calls) {
        theirs[name]([{ topic, partitions }]);
        ours[name]([{ topic, partitions }]);
      }
      const assigned = topics.flatMap((topic) => [0, 1, 2, 3].map((partition) => ({ topic, partition })));
      expect(ours.among(assigned)).toEqual(theirs.paused());
    }),
  );
});

const rules = { autoCommit: true, autoCommitInterval: null, autoCommitThreshold: null };

test('offsets that are resolved and not committed', () => {
  const offsets = new Offsets(rules);
  const one = offsets.add('t', 0, 5);
  offsets.add('t', 1, -1);
  expect(offsets.uncommitted()).toEqual([]);
  offsets.resolve(one, 6);
  expect(offsets.uncommitted()).toEqual([{ topic: 't', partitions: [{ partition: '0', offset: '7' }] }]);
  offsets.committed([{ topic: 't', partition: 0, offset: 7 }]);
  expect(offsets.uncommitted()).toEqual([]);
});

test('a threshold counts what is resolved since the last commit', () => {
  const offsets = new Offsets({ ...rules, autoCommitThreshold: 3 });
  const one = offsets.add('t', 0, 10);
  offsets.resolve(one, 11);
  expect(offsets.isDue).toBe(false);
  offsets.resolve(one, 12);
  expect(offsets.isDue).toBe(true);
  offsets.committed([{ topic: 't', partition: 0, offset: 13 }]);
  expect(offsets.isDue).toBe(false);
});

test('an interval is due when it has passed; without either nothing is', () => {
  const offsets = new Offsets({ ...rules, autoCommitInterval: 0 });
  expect(offsets.isDue).toBe(true);
  expect(new Offsets(rules).isDue).toBe(false);
});
