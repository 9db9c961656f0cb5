/** What Confluent's AdminClient has beside node-rdkafka's, of its own connection and of another client's. */
import type { Random } from '../../../helpers/random';
import type { Argument, Program, Special, Step } from './program';
import { call, callback, connect, disconnect, nothing, several, topic } from './parts';

const PARTITIONS = 2;
const group: Special = { $: 'group' };
const spec = (of: string | number): Special => ({ $: 'offset spec', of });

const at = (random: Random, offset: Argument): Argument => ({
  topic: topic(random.pick([0, 0, 0, 1, 7])),
  partition: random.pick([0, 0, 1, 5]),
  offset,
});

const options = (random: Random, more: { [name: string]: Argument } = {}): Argument[] =>
  random.pick<Argument[]>([[{ timeout: 10_000 }], [{ timeout: 10_000, ...more }], [{}], [null]]);

const oddList = (random: Random): Argument => random.pick<Argument>([[], null, 5, 'x', {}, nothing]);

/** Both have the brokers answer in the same order, but for what is asked of several of them. */
export function administerMore(random: Random): Omit<Program, 'kind'> {
  const isFrom = random.chance(0.5);
  const on = isFrom ? 'admin of 0' : 'admin';
  const kinds: (() => Step)[] = [
    () => call(on, 'listTopics', ...random.pick<Argument[]>([[], [{ timeout: 10_000 }], [null]]), callback),
    () => call(on, 'listGroups', ...options(random, { matchConsumerGroupStates: [5] }), callback),
    () => call(on, 'listGroups', ...options(random, { matchConsumerGroupTypes: [2] }), callback),
    () =>
      call(
        on,
        'describeGroups',
        random.pick<Argument>([[group], ['none'], [group, 'none']]),
        ...options(random, { includeAuthorizedOperations: true }),
        callback,
      ),
    () => call(on, 'deleteGroups', random.pick<Argument>([[group], ['none'], ['none', group]]), callback),
    () =>
      call(
        on,
        'listConsumerGroupOffsets',
        [
          {
            groupId: random.pick<Argument>([group, group, 'none']),
            ...(random.chance(0.5) ? { partitions: [at(random, 0), { topic: topic(0), partition: 1 }] } : {}),
          },
        ],
        ...options(random, { requireStableOffsets: true }),
        callback,
      ),
    () =>
      call(
        on,
        'deleteRecords',
        [at(random, random.pick<Argument>([0, 1, 2, -1, 100, -2]))],
        ...options(random),
        callback,
      ),
    () =>
      call(
        on,
        'describeTopics',
        random.pick<Argument>([[topic(0)], [topic(1), topic(0)], [topic(7)], [topic(0), topic(7)], ['bad topic!']]),
        ...options(random, { includeAuthorizedOperations: true }),
        callback,
      ),
    () =>
      call(
        on,
        'listOffsets',
        [at(random, spec(random.pick<string | number>(['EARLIEST', 'LATEST', 'MAX_TIMESTAMP', 0, 4e12])))],
        ...options(random, { isolationLevel: 1 }),
        callback,
      ),
    () => call(on, 'listOffsets', [at(random, random.pick<Argument>([0, nothing, { timestamp: 1 }]))], {}, callback),
    () =>
      call(
        on,
        random.pick(['describeGroups', 'deleteGroups', 'describeTopics', 'deleteRecords', 'listConsumerGroupOffsets']),
        oddList(random),
        {},
        callback,
      ),
    () => call(on, 'isConnected'),
    () => call(on, 'disconnect'),
  ];
  const isConsumer = !isFrom || random.chance(0.5);
  const place = (partition: number, offset: number): Argument => ({ topic: topic(0), partition, offset });
  const committed = isConsumer && random.chance(0.7) ? [call(0, 'commitSync', [place(0, 1), place(1, 2)])] : [];
  return {
    topics: [
      { partitions: PARTITIONS, counts: several(random, PARTITIONS, PARTITIONS, () => random.below(6)) },
      { partitions: 1, counts: [] },
    ],
    clients: [{ kind: isConsumer ? 'KafkaConsumer' : 'Producer', conf: {} }],
    steps: [
      connect(0),
      ...committed,
      ...several(random, 2, 6, () => random.pick(kinds)()),
      // A call after that ends the process of the original.
      disconnect(0),
    ],
  };
}
