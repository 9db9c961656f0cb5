/** An AdminClient. */
import type { Random } from '../../../helpers/random';
import type { Argument, Program, Step } from './program';
import { call, callback, several, topic } from './parts';

const someTopic = (random: Random): Argument => topic(random.pick([0, 1, 1, 2]));
const timeout = (random: Random): Argument[] => random.pick<Argument[]>([[], [10_000], [null], [0]]);

function newTopic(random: Random): Argument {
  const valid = { topic: someTopic(random), num_partitions: 1 + random.below(3), replication_factor: 1 };
  return random.pick<Argument>([
    valid,
    valid,
    valid,
    { ...valid, num_partitions: random.pick<Argument>([0, -1, -2, 'x', null, 1.5]) },
    { ...valid, replication_factor: random.pick<Argument>([0, -1, 3, 'x', null]) },
    {
      ...valid,
      config: random.pick<Argument>([
        { 'retention.ms': '1000000' },
        { 'cleanup.policy': 'x' },
        { nonsense: 'x' },
        {},
        null,
      ]),
    },
    { ...valid, topic: random.pick<Argument>(['', 'bad topic!', '.', null]) },
    { topic: someTopic(random) },
  ]);
}

export function administer(random: Random): Omit<Program, 'kind'> {
  const kinds: (() => Step)[] = [
    () => call('admin', 'createTopic', newTopic(random), ...timeout(random), callback),
    () => call('admin', 'createTopic', newTopic(random), ...timeout(random), callback),
    () => call('admin', 'deleteTopic', someTopic(random), ...timeout(random), callback),
    () => call('admin', 'deleteTopic', random.pick<Argument>([5, null, '', {}]), callback),
    () => call('admin', 'createPartitions', someTopic(random), random.below(5), ...timeout(random), callback),
    () =>
      call('admin', 'createPartitions', someTopic(random), random.pick<Argument>([-1, 'x', null, 2.5, {}]), callback),
    () => call('admin', 'createTopic', newTopic(random), 'x', callback),
    () => call('admin', 'disconnect'),
  ];
  return {
    topics: [{ partitions: 1, counts: [] }],
    clients: [],
    steps: several(random, 2, 6, () => random.pick(kinds)()),
  };
}
