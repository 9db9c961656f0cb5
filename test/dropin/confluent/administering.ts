/** Calls of an admin client, and of a group that has committed something. */
import type { Random } from '../../helpers/random';
import { several, topic } from '../rdkafka/programs/parts';
import type { Argument, Special } from '../rdkafka/programs/program';
import type { Program, Step } from './program';

const group: Special = { $: 'group' };
const call = (name: string, ...args: Argument[]): Step => ({ do: 'call', on: 0, call: name, args });

export function administer(random: Random): Omit<Program, 'kind'> {
  const some = (): Argument => topic(random.pick([0, 0, 0, 1, 7]));
  const spread = random.pick<{ [name: string]: Argument }>([{}, { timeout: 10_000 }]);
  const kinds: (() => Step)[] = [
    () =>
      call('createTopics', {
        topics: [{ topic: topic(random.pick([1, 2])), numPartitions: random.pick([1, 2, -1, 0]), ...{} }],
        ...spread,
      }),
    () => call('createTopics', { topics: [{ topic: 'not a name' }] }),
    () => call('createTopics', { topics: [], validateOnly: true }),
    () => call('deleteTopics', { topics: [topic(random.pick([1, 7]))], ...spread }),
    () => call('listTopics'),
    () => call('fetchTopicMetadata', { topics: [some()], ...spread }),
    () => call('fetchTopicMetadata', { topics: [some()], includeAuthorizedOperations: true }),
    () => call('fetchTopicOffsets', some(), spread),
    () => call('fetchTopicOffsetsByTimestamp', some(), random.pick<Argument>([0, 1, 4e12, { $: 'undefined' }])),
    () => call('fetchOffsets', { groupId: group, ...random.pick<object>([{}, { topics: [topic(0)] }]) } as never),
    () => call('fetchOffsets', { groupId: group, topics: [{ topic: topic(0), partitions: [0, 1] }] }),
    () => call('fetchOffsets', { groupId: group, topics: ['other'] }),
    () => call('fetchOffsets', {}),
    () =>
      call('deleteTopicRecords', {
        topic: topic(0),
        partitions: [{ partition: random.pick([0, 1]), offset: random.pick(['0', '1', '2', '-1', '99', 'x']) }],
      }),
    () => call('deleteTopicRecords', { topic: topic(0) }),
    () => call('listGroups', random.pick<Argument>([{}, { matchConsumerGroupStates: [5] }])),
    () => call('deleteGroups', random.pick<Argument>([[group], ['none']])),
    () => call('describeGroups', [group]),
    () => call('connect'),
  ];
  // A deleted group is a row of docs/moving/confluent.md.
  const steps = several(random, 4, 9, () => random.pick(kinds)());
  const at = steps.findIndex((step) => step.do === 'call' && step.call === 'deleteGroups');
  return {
    topics: [{ partitions: 2, counts: [3, 2] }],
    clients: [
      { kind: 'admin', block: {} },
      { kind: 'consumer', block: { groupId: group, autoCommit: false } },
    ],
    steps: [
      { do: 'call', on: 1, call: 'connect', args: [] },
      {
        do: 'call',
        on: 1,
        call: 'commitOffsets',
        args: [[{ topic: topic(0), partition: 0, offset: '2', metadata: 'text' }]],
      },
      { do: 'call', on: 1, call: 'disconnect', args: [] },
      call('connect'),
      ...steps.filter((step, i) => at < 0 || i <= at || step.do !== 'call' || step.call !== 'describeGroups'),
      call('disconnect'),
    ],
  };
}
