/** Producers. */
import type { Random } from '../../../helpers/random';
import type { Argument, Client, Program, Step } from './program';
import { bytes, call, callback, connect, disconnect, nothing, question, several, time, topic } from './parts';

type Made = Omit<Program, 'kind'>;

const conf = (random: Random): Client['conf'] => ({
  ...(random.chance(0.2) ? { 'enable.idempotence': true } : {}),
  ...(random.chance(0.2) ? { 'compression.codec': random.pick(['gzip', 'snappy', 'lz4']) } : {}),
  ...(random.chance(0.2) ? { 'linger.ms': 20 } : {}),
  ...(random.chance(0.15) ? { 'queue.buffering.max.messages': 3 } : {}),
  ...(random.chance(0.15) ? { 'message.max.bytes': 1000 } : {}),
  ...(random.chance(0.1) ? { topic: 'other', partition: 0 } : {}),
});

const headers = (random: Random): Argument =>
  random.pick<Argument>([
    nothing,
    [],
    [{ a: 'b' }],
    [{ a: 'b' }, { a: 'c' }, { d: '' }],
    [{ n: 5 }, { t: true }, { o: null }, { u: nothing }],
    [{ é: 'ü' }],
  ]);

const timestamp = (random: Random): Argument =>
  random.pick<Argument>([nothing, null, 0, time(-2_000_000), time(-1_000_000)]);

const value = (random: Random): Argument => random.pick<Argument>([bytes('a'), bytes('text'), null, bytes('ü€')]);
const key = (random: Random): Argument => random.pick<Argument>([nothing, null, 'k', bytes('kb'), '', 'ü', 7]);

/** Without a key, and with an empty one, the partition is a matter of chance. */
function placed(random: Random, partitions: number): { partition: Argument; key: Argument } {
  const given = key(random);
  const isRandom = given === '' || given === null || given === nothing;
  const mayChoose = partitions === 1 || !isRandom;
  const partition = random.below(partitions);
  return {
    partition: mayChoose ? random.pick<Argument>([null, nothing, -1, -1, partition, partition]) : partition,
    key: given,
  };
}

function produceCall(random: Random, partitions: number): Step {
  const { partition, key: chosen } = placed(random, partitions);
  const all: Argument[] = [
    topic(random.chance(0.05) ? 9 : 0),
    partition,
    value(random),
    chosen,
    timestamp(random),
    random.pick<Argument>([nothing, null, 'mine', 3, { a: { b: 1 } }, false]),
    headers(random),
  ];
  // Not without the key that chooses the partition.
  const least = partitions === 1 ? 3 : 4;
  return call(0, 'produce', ...all.slice(0, least + random.below(8 - least)));
}

function oddProduce(random: Random): Step {
  const odd: Argument[][] = [
    [topic(0), 0, 'text', 'k'],
    [topic(0), 0, 5, 'k'],
    [topic(0), 0, nothing, 'k'],
    [topic(0), 0, { a: 1 }, 'k'],
    [topic(0), 0],
    [topic(0)],
    [],
    ['', 0, bytes('x')],
    [null, 0, bytes('x')],
    [5, 0, bytes('x')],
    [topic(0), 7, bytes('x')],
    [topic(0), '0', bytes('x')],
    [topic(0), 'x', bytes('x'), 'k'],
    [topic(0), 0.7, bytes('x')],
    [topic(0), { $: 'NaN' }, bytes('x')],
    [topic(0), 0, bytes('x'), 'k', 'now'],
    [topic(0), 0, bytes('x'), 'k', true],
    [topic(0), 0, bytes('x'), 'k', time(-2_000_000.5)],
    [topic(0), 0, bytes('x'), { a: 1 }],
    [topic(0), 0, bytes('x'), true],
    [topic(0), 0, bytes('x'.repeat(1200)), 'k'],
    ['bad topic!', 0, bytes('x')],
  ];
  return call(0, 'produce', ...random.pick(odd));
}

const reports = (random: Random): Client['conf'] =>
  random.pick<Client['conf']>([
    { dr_cb: true },
    { dr_cb: true },
    { dr_msg_cb: true },
    { dr_cb: true, dr_msg_cb: true },
    { dr_cb: { $: 'function' } },
    { dr_msg_cb: { $: 'function' } },
  ]);

export function produce(random: Random): Made {
  const partitions = 1 + random.below(3);
  const steps = several(random, 4, 9, (): Step => {
    const kind = random.below(12);
    if (kind < 7) return produceCall(random, partitions);
    if (kind < 9) return oddProduce(random);
    if (kind === 9) return question(random, 0, false);
    return random.pick<() => Step>([
      () => call(0, 'poll'),
      () => call(0, 'setPollInterval', random.pick([0, 50])),
      () => call(0, 'flush', random.pick<Argument>([20_000, 20_000, 'x']), callback),
      () => ({ do: 'settle', on: 0 }),
    ])();
  });
  // Without an answer of the broker, whether there is still room is a matter of chance.
  const isFull = steps.some((step) => step.do === 'call' && step.call === 'flush');
  const given = { ...conf(random), ...reports(random) };
  if (isFull) delete given['queue.buffering.max.messages'];
  return {
    topics: [{ partitions, counts: [] }],
    clients: [
      {
        kind: 'Producer',
        conf: given,
        topicConf:
          given['enable.idempotence'] === true
            ? undefined
            : random.pick<Client['topicConf']>([undefined, {}, { acks: 1 }]),
      },
    ],
    steps: [
      connect(0),
      // The topic is known from here on.
      call(0, 'queryWatermarkOffsets', topic(0), 0, 10_000, callback),
      ...steps,
      { do: 'settle', on: 0 },
      disconnect(0),
    ],
  };
}

export function highLevel(random: Random): Made {
  const partitions = 1 + random.below(2);
  const serializer = (): Argument => ({
    $: 'serializer',
    by: random.pick(['value', 'promise', 'callback'] as const),
    fails: random.chance(0.2),
  });
  const steps = several(random, 3, 7, (): Step => {
    const kind = random.below(10);
    if (kind === 0) return call(0, random.pick(['setKeySerializer', 'setValueSerializer']), serializer());
    if (kind === 1) return oddHighLevel(random);
    const { partition, key: given } = placed(random, partitions);
    // Without one it never calls back there: a row of docs/moving/rdkafka.md.
    const chosen = given === nothing ? null : given;
    const list = headers(random);
    const more = random.chance(0.4) ? [list] : [];
    return call(0, 'produce', topic(0), partition, value(random), chosen, timestamp(random), ...more, callback);
  });
  return {
    topics: [{ partitions, counts: [] }],
    clients: [{ kind: 'HighLevelProducer', conf: { ...conf(random), 'queue.buffering.max.messages': 100 } }],
    steps: [connect(0), ...steps, disconnect(0)],
  };
}

function oddHighLevel(random: Random): Step {
  const odd: Argument[][] = [
    [topic(0), 0, 'text', 'k', null, callback],
    [topic(0), 0, { a: 1 }, 'k', null, callback],
    ['', 0, bytes('x'), 'k', null, callback],
    [topic(0), 0, bytes('x'), 'k', 'now', callback],
    [topic(0), 0, bytes('x'), 'k', null, null, callback],
    [topic(0), 9, bytes('x'), 'k', null, callback],
  ];
  return call(0, 'produce', ...random.pick(odd));
}

export function transact(random: Random): Made {
  const steps: Step[] = [];
  const one = (name: string): Step =>
    name === 'beginTransaction'
      ? call(0, name, callback)
      : call(0, name, ...random.pick<Argument[]>([[20_000], [20_000], []]), callback);
  for (let i = 1 + random.below(3); i > 0; i--) {
    steps.push(one('beginTransaction'));
    for (let j = random.below(3); j > 0; j--) steps.push(call(0, 'produce', topic(0), 0, value(random), key(random)));
    if (random.chance(0.3))
      steps.push(
        call(
          0,
          'sendOffsetsToTransaction',
          [{ topic: topic(0), partition: 0, offset: random.below(5) }],
          { $: 'client', of: 1 },
          20_000,
          callback,
        ),
      );
    if (random.chance(0.15)) steps.push(one(random.pick(['beginTransaction', 'initTransactions'])));
    // What an abort finds in the queue is a matter of chance.
    const isAborted = random.chance(0.4);
    if (isAborted) steps.push(call(0, 'flush', 20_000, callback));
    steps.push(one(isAborted ? 'abortTransaction' : 'commitTransaction'));
    if (random.chance(0.2)) steps.push(one(random.pick(['commitTransaction', 'abortTransaction'])));
    if (random.chance(0.15)) steps.push(call(0, 'produce', topic(0), 0, bytes('outside'), 'k'));
  }
  if (random.chance(0.9)) steps.unshift(one('initTransactions'));
  return {
    topics: [{ partitions: 1, counts: [] }],
    clients: [
      { kind: 'Producer', conf: { dr_cb: true, 'transactional.id': { $: 'group' } } },
      { kind: 'KafkaConsumer', conf: {} },
    ],
    steps: [connect(0), connect(1), ...steps, { do: 'settle', on: 0 }, disconnect(1), disconnect(0)],
  };
}
