/** Programs by their seeds. What differs on purpose (docs/moving/kafkajs.md) is left out. */
import { Random } from '../../helpers/random';
import type { Administer, AdminStep, Consume, Deed, Message, Produce, Program, Send, Share, Transact } from './program';

const DEEDS = 3;

export function generate(seed: number): Program {
  const random = new Random(seed);
  const kind = random.below(9);
  if (kind < 4) return consume(random);
  if (kind === 4) return produce(random);
  if (kind === 5) return transact(random);
  if (kind === 6) return share(random);
  return administer(random);
}

/** Of several of them something else would come of the order in which partitions are read. */
function consume(random: Random): Consume {
  const isShared = random.chance(0.2);
  const counts = Array.from({ length: isShared ? 3 : 1 }, () => 3 + random.below(8));
  const each = random.chance(0.5) ? 'batch' : 'message';
  const deeds: Record<number, Deed> = {};
  for (let i = random.below(DEEDS + 1); i > 0 && !isShared; i--)
    deeds[1 + random.below(counts[0]! + 3)] = deed(random, each, counts[0]!);
  const has = (what: Deed['do']): boolean => Object.values(deeds).some((one) => one.do === what);
  return {
    kind: 'consume',
    counts,
    each,
    autoCommit: random.chance(0.75),
    autoCommitThreshold: random.chance(0.3) ? 1 + random.below(4) : null,
    // What a handler did not come to would be resolved, and the program would never end.
    eachBatchAutoResolve: random.chance(0.6) && !has('stop') && !has('leave'),
    partitionsConsumedConcurrently: 1 + random.below(3),
    retries: random.pick([0, 1, 5, 5]),
    subscription: random.pick(['topic', 'topic', 'topics', 'regexp']),
    compression: random.below(2),
    goesOn: random.chance(0.4),
    deeds,
  };
}

function deed(random: Random, each: Consume['each'], count: number): Deed {
  const deeds: (() => Deed)[] = [
    () => ({ do: 'seek', to: random.below(count + 1) }),
    () => ({ do: 'throw', times: 1 + random.below(2) }),
    () => ({ do: 'pause' }),
    () => ({ do: 'commit', offset: random.below(count + 1) }),
    () => ({ do: 'stop' }),
  ];
  if (each === 'batch')
    deeds.push(
      () => ({ do: 'commit if necessary' }),
      () => ({ do: 'uncommitted' }),
      () => ({ do: 'leave' }),
    );
  if (random.chance(0.1)) return { do: 'crash' };
  return random.pick(deeds)();
}

function share(random: Random): Share {
  return {
    kind: 'share',
    partitions: 2 + random.below(3),
    each: random.pick(['message', 'batch']),
    pause: random.pick(['nothing', 'topic', 'its partitions']),
    leaves: random.pick([0, 1]),
  };
}

function time(random: Random): Pick<Message, 'age' | 'timestamp'> {
  const kind = random.below(20);
  if (kind < 4) return { age: 1_000_000 + random.below(2_000_000) };
  // What else is no time depends there on its place: a row of docs/moving/kafkajs.md.
  return kind === 4 ? { timestamp: 0 } : {};
}

function message(random: Random, partitions: number): Message {
  const value = random.pick<Message['value']>(['a', 'text', '', null, [0, 255, 1]]);
  const headers = random.pick<Message['headers'] | null>([null, null, { a: 'b' }, { a: ['b', 'c'], d: '' }]);
  // With a key or a partition: without both, the partition is a matter of chance.
  return {
    value,
    ...(random.chance(0.5) ? { partition: random.below(partitions) } : { key: `key ${random.below(20)}` }),
    ...(headers === null ? {} : { headers }),
    ...time(random),
  };
}

const messages = (random: Random, partitions: number, most = 5): Message[] =>
  Array.from({ length: 1 + random.below(most) }, () => message(random, partitions));

function produce(random: Random): Produce {
  const partitions = 1 + random.below(4);
  const idempotent = random.chance(0.3);
  const acks = (): number => (idempotent && random.chance(0.9) ? -1 : random.pick([-1, 1]));
  const step = (): Send => {
    const kind = random.below(10);
    if (kind < 5)
      return { call: 'send', messages: messages(random, partitions), acks: acks(), compression: random.below(2) };
    if (kind < 7)
      return { call: 'sendBatch', topics: [messages(random, partitions), messages(random, partitions)], acks: acks() };
    if (kind < 8) return { call: 'reconnect' };
    const wrong = ['no topic', 'no messages', 'undefined value', 'no topicMessages', 'transaction'] as const;
    return { call: 'wrong', wrong: random.pick(wrong) };
  };
  const partitioner = random.pick(['DefaultPartitioner', 'LegacyPartitioner'] as const);
  return {
    kind: 'produce',
    partitions,
    partitioner,
    idempotent,
    steps: Array.from({ length: 3 + random.below(6) }, step),
  };
}

function transact(random: Random): Transact {
  const steps: Transact['steps'] = [];
  for (let i = 1 + random.below(3); i > 0; i--) {
    steps.push({ call: 'begin' });
    for (let j = random.below(4); j > 0; j--)
      steps.push(
        random.pick<() => Transact['steps'][number]>([
          () => ({ call: 'send', messages: messages(random, 1, 3) }),
          () => ({ call: 'sendBatch', messages: messages(random, 1, 3) }),
          () => ({ call: 'sendOffsets', offset: random.below(5) }),
          () => ({ call: 'isActive' }),
          () => ({ call: 'outside', messages: messages(random, 1, 1) }),
          () => ({ call: 'begin' }),
        ])(),
      );
    steps.push({ call: random.chance(0.6) ? 'commit' : 'abort' });
    if (random.chance(0.4)) steps.push({ call: random.pick(['commit', 'abort', 'isActive'] as const) });
    if (random.chance(0.2)) steps.push({ call: 'send', messages: messages(random, 1, 1) });
  }
  return { kind: 'transact', steps };
}

/** The first call makes a topic; 3 never exists. */
function administer(random: Random): Administer {
  const topic = (): number => random.pick([0, 0, 0, 1, 1, 3]);
  const group = (): number => random.pick([0, 0, 1]);
  const kinds: (() => AdminStep)[] = [
    () => ({
      call: 'createTopics',
      topics: random.pick([[0], [1], [0, 1], [1, 2]]),
      partitions: random.pick([1, 2, 3, -1, 0]),
    }),
    () => ({ call: 'createPartitions', topic: topic(), count: 1 + random.below(4) }),
    () => ({ call: 'deleteTopics', topics: [1] }),
    () => ({ call: 'fetchTopicOffsets', topic: topic() }),
    () => ({ call: 'fetchTopicOffsetsByTimestamp', topic: topic(), timestamp: random.pick([0, 1, 4e12]) }),
    () => ({ call: 'fetchTopicMetadata', topics: [topic()] }),
    () => ({ call: 'fetchOffsets', group: group(), topics: random.pick([[], [0]]) }),
    () => ({ call: 'setOffsets', group: group(), topic: 0, offsets: random.pick([['0'], ['2'], ['1', '1']]) }),
    () => ({ call: 'resetOffsets', group: group(), topic: 0, earliest: random.chance(0.5) }),
    () => ({ call: 'listGroups' }),
    () => ({ call: 'deleteTopicRecords', topic: 0, offset: random.pick(['0', '1', '2', '-1']) }),
    () => ({ call: 'describeGroups', groups: [1] }),
    () => ({ call: 'deleteGroups', groups: random.pick([[0], [1], [0, 1]]) }),
    () => ({ call: 'describeConfigs', topic: topic(), names: ['retention.ms', 'cleanup.policy'] }),
    () => ({ call: 'alterConfigs', topic: topic(), name: 'retention.ms', value: random.pick(['123456', 'x', '-1']) }),
    () => ({ call: 'listTopics' }),
    () => ({ call: 'send', topic: 0, count: 1 + random.below(4) }),
  ];
  const steps = Array.from({ length: 4 + random.below(7) }, () => random.pick(kinds)());
  return { kind: 'administer', steps: [{ call: 'createTopics', topics: [0], partitions: 2 }, ...steps] };
}
