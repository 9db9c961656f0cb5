/** Programs by their seeds. What differs on purpose (docs/moving/confluent.md) is left out. */
import { Random } from '../../helpers/random';
import { administer } from './administering';
import type { Argument, Special } from '../rdkafka/programs/program';
import { bytes, several, time, topic } from '../rdkafka/programs/parts';
import type { Client, Deed, Program, Step } from './program';

type Made = Omit<Program, 'kind'>;

const group: Special = { $: 'group' };
const call = (on: number, name: string, ...args: Argument[]): Step => ({ do: 'call', on, call: name, args });

function deed(random: Random, each: 'message' | 'batch', count: number): Deed {
  const deeds: (() => Deed)[] = [
    () => ({ do: 'seek', to: random.below(count) }),
    () => ({ do: 'throw', times: 1 + random.below(2) }),
    () => ({ do: 'pause' }),
    () => ({ do: 'commit', offset: 1 + random.below(count) }),
    () => ({ do: 'commit what is stored' }),
  ];
  if (each === 'batch')
    deeds.push(
      () => ({ do: 'commit if necessary' }),
      () => ({ do: 'leave' }),
    );
  return random.pick(deeds)();
}

function consume(random: Random): Made {
  const isShared = random.chance(0.25);
  const counts = several(random, isShared ? 2 : 1, isShared ? 3 : 1, () => 3 + random.below(8));
  const each = random.pick(['message', 'batch'] as const);
  const deeds: Record<number, Deed> = {};
  for (let i = random.below(4); i > 0 && !isShared; i--)
    deeds[1 + random.below(counts[0]! + 2)] = deed(random, each, counts[0]!);
  const isPartly = Object.values(deeds).some((one) => one.do === 'leave');
  const autoCommit = random.chance(0.6);
  const consumer: Client = {
    kind: 'consumer',
    block: {
      groupId: group,
      fromBeginning: true,
      autoCommit,
      ...random.pick<Client['block']>([{}, { autoCommitInterval: 50 }, { maxWaitTimeInMs: 100 }]),
    },
    beside: random.pick<Client['beside']>([undefined, { 'js.consumer.max.batch.size': 3 }, { 'client.id': 'mine' }]),
  };
  const run = (on: number, told: Record<number, Deed>): Step => ({
    do: 'run',
    on,
    topic: 0,
    counts,
    each,
    autoResolve: !isPartly && random.chance(0.6),
    concurrently: 1 + random.below(3),
    deeds: told,
  });
  const subscribed = random.pick<Argument>([
    { topic: topic(0) },
    { topics: [topic(0)] },
    { topic: { $: 'regexp', of: '^NAME-t0$' } },
  ]);
  const asks: (() => Step)[] = [
    // Whether the interval has passed is a matter of chance.
    () => (autoCommit ? call(0, 'assignment') : call(0, 'committed', null, 5000)),
    () => call(0, 'assignment'),
    () => call(0, 'paused'),
    () => call(0, 'commitOffsets', [{ topic: topic(0), partition: 0, offset: '2', metadata: 'text' }]),
    () => call(0, 'pause', [{ topic: topic(0) }]),
    () => call(0, 'resume', [{ topic: topic(0) }]),
    () => call(0, 'rebalanceProtocol'),
    () => call(0, 'run', {}),
    () => call(0, 'seek', { topic: topic(0), partition: 0, offset: 'x' }),
    () => call(0, 'subscribe', { topic: 5 }),
  ];
  const leaves = several(random, 0, 3, () => random.pick(asks)());
  const goesOn = random.chance(0.4);
  const again: Step = { do: 'go on', on: 1, topic: 0, counts };
  return {
    topics: [{ partitions: counts.length, counts }],
    clients: [consumer, consumer],
    steps: [
      call(0, 'subscribe', subscribed),
      ...(random.chance(0.2) ? [call(0, 'connect')] : [call(0, 'connect'), call(0, 'subscribe', subscribed)]),
      ...(random.chance(0.2) ? [call(0, 'subscribe', { topic: topic(0), replace: true })] : []),
      run(0, deeds),
      ...leaves,
      call(0, 'disconnect'),
      // The next one of the group, from what is committed to the last message, if that was not the last.
      ...(goesOn
        ? [call(1, 'connect'), call(1, 'subscribe', subscribed), again, call(1, 'disconnect')]
        : [call(0, 'committed', null, 5000)]),
    ],
  };
}

const headers = (random: Random): Argument =>
  random.pick<Argument>([{ a: 'b' }, { a: ['b', bytes('c')], d: bytes('e') }, {}, { one: '1', two: '2' }]);

function message(random: Random, partitions: number): Argument {
  return {
    value: random.pick<Argument>(['a', 'text', null, bytes('ü€')]),
    ...(random.chance(0.5)
      ? { partition: random.below(partitions) }
      : { key: random.pick<Argument>([`key ${random.below(20)}`, bytes('kb')]) }),
    ...(random.chance(0.4) ? { headers: headers(random) } : {}),
    ...(random.chance(0.3) ? { timestamp: time(-1_000_000 - random.below(1_000_000)) } : {}),
  };
}

const messages = (random: Random, partitions: number, most = 5): Argument[] =>
  several(random, 1, most, () => message(random, partitions));

function produce(random: Random): Made {
  const partitions = 1 + random.below(4);
  const refused: (() => Step)[] = [
    () => call(0, 'send', null),
    () => call(0, 'send', { topic: topic(0), messages: [], acks: 1 }),
    () => call(0, 'send', { topic: topic(0), messages: [], compression: 'gzip' }),
    () => call(0, 'send', { topic: topic(0), messages: [] }),
    () => call(0, 'sendBatch', {}),
    () => call(0, 'sendBatch', { topicMessages: null }),
    () => call(0, 'flush', {}),
    () => call(0, 'transaction'),
    () => call(0, 'commit'),
    () => call(0, 'isActive'),
    () => call(0, 'connect'),
  ];
  const steps = several(random, 3, 8, (): Step[] => {
    const kind = random.below(10);
    if (kind < 5) return [call(0, 'send', { topic: topic(0), messages: messages(random, partitions) })];
    if (kind < 7)
      return [
        call(0, 'sendBatch', {
          topicMessages: [
            { topic: topic(0), messages: messages(random, partitions) },
            { topic: topic(1), messages: messages(random, 1) },
          ],
        }),
      ];
    if (kind === 7) return [call(0, 'flush', { timeout: 5000 })];
    if (kind === 8) return [call(0, 'disconnect'), random.pick(refused)(), call(0, 'connect')];
    return [random.pick(refused)()];
  }).flat();
  const block: Client['block'] = random.pick<Client['block']>([
    {},
    { acks: 1 },
    { idempotent: true },
    { compression: 'gzip' },
    { compression: 'lz4', acks: -1 },
    { retry: { retries: 3 }, maxInFlightRequests: 1 },
    { acks: 'x' },
    { unknown: 1 },
  ]);
  const isWrong = block.acks === 'x' || block.unknown === 1;
  return {
    topics: [
      { partitions, counts: [] },
      { partitions: 1, counts: [] },
    ],
    clients: [{ kind: 'producer', block, beside: random.pick<Client['beside']>([undefined, { 'linger.ms': 20 }]) }],
    steps: [
      ...(random.chance(0.2) ? [call(0, 'send', { topic: topic(0), messages: [{ value: 'early' }] })] : []),
      call(0, 'connect'),
      // What follows a connection that was refused is a row of docs/moving/confluent.md.
      ...(isWrong ? [] : [...steps, call(0, 'disconnect')]),
    ],
  };
}

function transact(random: Random): Made {
  const steps: Step[] = [];
  for (let i = 1 + random.below(3); i > 0; i--) {
    steps.push(call(0, 'transaction'));
    for (let j = random.below(4); j > 0; j--)
      steps.push(
        random.pick<() => Step>([
          () => call(0, 'send', { topic: topic(0), messages: messages(random, 1, 3) }),
          () => call(0, 'sendBatch', { topicMessages: [{ topic: topic(0), messages: messages(random, 1, 3) }] }),
          () =>
            call(0, 'sendOffsets', {
              consumer: { $: 'client', of: 1 },
              topics: [{ topic: topic(0), partitions: [{ partition: 0, offset: String(1 + random.below(5)) }] }],
            }),
          () => call(0, 'sendOffsets', { topics: [] }),
          () => call(0, 'isActive'),
          () => call(0, 'transaction'),
        ])(),
      );
    steps.push(call(0, random.chance(0.6) ? 'commit' : 'abort'));
    if (random.chance(0.4)) steps.push(call(0, random.pick(['commit', 'abort', 'isActive'])));
  }
  return {
    topics: [{ partitions: 1, counts: [] }],
    clients: [
      { kind: 'producer', block: { transactionalId: group } },
      { kind: 'consumer', block: { groupId: group } },
    ],
    steps: [call(1, 'connect'), call(0, 'connect'), ...steps, call(0, 'disconnect'), call(1, 'disconnect')],
  };
}

const kinds = { consume, produce, transact, administer };

export function generate(seed: number): Program {
  const random = new Random(seed);
  const kind = random.pick(['consume', 'consume', 'consume', 'produce', 'transact', 'administer'] as const);
  return { kind, ...kinds[kind](random) };
}
