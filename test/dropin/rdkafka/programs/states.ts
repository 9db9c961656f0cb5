/** Calls in every state of a client, and with arguments of every kind. */
import type { Random } from '../../../helpers/random';
import type { Argument, Client, Program, Step } from './program';
import { bytes, call, callback, connect, nothing, several, topic } from './parts';

type Made = Omit<Program, 'kind'>;
type Calls = readonly (readonly [name: string, ...args: Argument[]])[];

const place = { topic: topic(0), partition: 0, offset: 1 };

const ofConsumers: Calls = [
  ['subscribe', [topic(0)]],
  ['unsubscribe'],
  ['subscription'],
  ['assign', [place]],
  ['unassign'],
  ['incrementalAssign', [place]],
  ['incrementalUnassign', [place]],
  ['assignments'],
  ['rebalanceProtocol'],
  ['commit'],
  ['commit', place],
  ['commitMessage', place],
  ['commitSync', place],
  ['commitMessageSync', place],
  ['committed', [place], 10_000, callback],
  ['committed', 10_000, callback],
  ['position', [place]],
  ['position'],
  ['offsetsStore', [place]],
  ['pause', [place]],
  ['resume', [place]],
  ['seek', place, 5000, callback],
  ['getWatermarkOffsets', topic(0), 0],
  ['consume', 1, callback],
  ['offsetsForTimes', [{ ...place, offset: 0 }], 5000, callback],
];

const ofProducers: Calls = [
  ['produce', topic(0), 0, bytes('x'), 'k'],
  ['poll'],
  ['flush', 5000, callback],
  ['setPollInterval', 0],
  ['initTransactions', 5000, callback],
  ['beginTransaction', callback],
  ['commitTransaction', 5000, callback],
  ['abortTransaction', 5000, callback],
];

const ofAll: Calls = [
  ['isConnected'],
  ['getLastError'],
  ['getMetadata', { topic: topic(0), allTopics: false }, callback],
  ['queryWatermarkOffsets', topic(0), 0, 5000, callback],
  ['setOauthBearerToken', ''],
];

const made = (kind: Client['kind'], steps: Step[], conf: Client['conf'] = {}): Made => ({
  topics: [{ partitions: 1, counts: [3] }],
  clients: [{ kind, conf }],
  steps,
});

const conf = (kind: Client['kind'], random: Random): Client['conf'] =>
  kind === 'KafkaConsumer'
    ? random.pick<Client['conf']>([{}, { event_cb: false }, { 'enable.auto.commit': false }])
    : random.pick<Client['conf']>([{}, { event_cb: false }, { dr_cb: true }]);

export function states(random: Random): Made {
  const kind = random.pick<Client['kind']>(['KafkaConsumer', 'Producer', 'HighLevelProducer']);
  const calls =
    kind === 'KafkaConsumer' ? ofConsumers : ofProducers.filter(([name]) => kind === 'Producer' || name !== 'produce');
  let isConnected = false;
  const steps = several(random, 3, 8, (): Step => {
    if (random.chance(0.4)) {
      // A producer without a connection throws there: a row of docs/moving/rdkafka.md.
      const mayEnd = isConnected || kind === 'KafkaConsumer';
      if (mayEnd && random.chance(0.5)) {
        isConnected = false;
        return call(0, 'disconnect', ...(kind === 'Producer' && random.chance(0.3) ? [5000] : []), callback);
      }
      isConnected = true;
      return random.chance(0.7) ? connect(0) : call(0, 'connect', nothing, callback);
    }
    const [name, ...args] = random.pick(random.chance(0.25) ? ofAll : calls);
    return call(0, name, ...args);
  });
  return made(kind, steps, conf(kind, random));
}

const oddValues: readonly Argument[] = [
  nothing,
  null,
  0,
  -1,
  1.5,
  '',
  'text',
  true,
  false,
  {},
  [],
  { $: 'function' },
  { $: 'NaN' },
];

/** Not with what ends the process of the original: objects that are no partitions, in lists of partitions. */
const oddCalls: Readonly<
  Record<'KafkaConsumer' | 'Producer', readonly (readonly [string, (random: Random) => Argument[]])[]>
> = {
  KafkaConsumer: [
    ['subscribe', (random) => [random.pick<Argument>([...oddValues, [5], [null, topic(0)], ['']])]],
    ['assign', (random) => [random.pick<Argument>([...oddValues, [null], [5], [{}], [{ topic: topic(0) }]])]],
    [
      'assign',
      (random) => {
        const odd = random.pick(oddValues);
        return [
          [
            random.pick([
              { ...place, topic: odd },
              { ...place, partition: odd },
              { ...place, offset: odd },
            ]),
          ],
        ];
      },
    ],
    ['incrementalAssign', (random) => [random.pick<Argument>([...oddValues, [null], [{ topic: topic(0) }]])]],
    ['incrementalUnassign', (random) => [random.pick<Argument>([...oddValues, [null]])]],
    ['commit', (random) => [random.pick(oddValues)]],
    ['commitSync', (random) => [random.pick(oddValues)]],
    ['commit', (random) => [{ ...place, [random.pick(['topic', 'partition'])]: random.pick(oddValues) }]],
    ['commitSync', (random) => [{ ...place, [random.pick(['topic', 'partition'])]: random.pick(oddValues) }]],
    ['commitMessage', (random) => [random.pick(oddValues)]],
    ['committed', (random) => [random.pick(oddValues.filter((one) => one !== true)), 5000, callback]],
    ['committed', (random) => [[place], random.pick(oddValues), callback]],
    ['position', (random) => [random.pick(oddValues)]],
    ['offsetsStore', (random) => [random.pick(oddValues)]],
    ['pause', (random) => [random.pick(oddValues)]],
    ['resume', (random) => [random.pick(oddValues)]],
    ['seek', (random) => [random.pick(oddValues), 5000, callback]],
    ['seek', (random) => [place, random.pick(oddValues), callback]],
    [
      'seek',
      (random) => [
        { ...place, [random.pick(['topic', 'partition', 'offset'])]: random.pick(oddValues) },
        5000,
        callback,
      ],
    ],
    ['seek', () => [place]],
    [
      'getWatermarkOffsets',
      (random) =>
        random.pick<Argument[]>([
          [random.pick(oddValues), 0],
          [topic(0), random.pick(oddValues)],
        ]),
    ],
    ['offsetsForTimes', (random) => [random.pick(oddValues), 5000, callback]],
    [
      'consume',
      (random) => [random.pick<Argument>([1, 'text', true]), random.pick<Argument>([null, 5, 'x', callback])],
    ],
    ['setDefaultConsumeTimeout', (random) => [random.pick([100, 200])]],
  ],
  Producer: [
    ['produce', (random) => [random.pick(oddValues), 0, bytes('x')]],
    ['produce', (random) => [topic(0), random.pick(oddValues), bytes('x')]],
    ['produce', (random) => [topic(0), 0, random.pick(oddValues)]],
    ['produce', (random) => [topic(0), 0, bytes('x'), random.pick(oddValues)]],
    ['produce', (random) => [topic(0), 0, bytes('x'), 'k', random.pick(oddValues)]],
    ['produce', (random) => [topic(0), 0, bytes('x'), 'k', null, random.pick(oddValues)]],
    ['flush', (random) => [random.pick(oddValues), callback]],
    ['setPollInterval', (random) => [random.pick(oddValues)]],
    ['initTransactions', (random) => [random.pick(oddValues), callback]],
    ['commitTransaction', (random) => [random.pick(oddValues), callback]],
  ],
};

const isNoTime = (one: Argument): boolean =>
  typeof one !== 'number' && one !== '' && JSON.stringify(one) !== '{"$":"NaN"}';

const oddQuestions: readonly (readonly [string, (random: Random) => Argument[]])[] = [
  ['queryWatermarkOffsets', (random) => [random.pick(oddValues.filter((one) => one !== '')), 0, 5000, callback]],
  ['queryWatermarkOffsets', (random) => [topic(0), random.pick(oddValues), 5000, callback]],
  [
    'queryWatermarkOffsets',
    // Without time for an answer, whether one comes is a matter of chance.
    (random) => [topic(0), 0, random.pick(oddValues.filter(isNoTime)), callback],
  ],
  [
    'getMetadata',
    (random) => [
      random.pick<Argument>([null, nothing, 5, 'x', { topic: topic(0), allTopics: false, timeout: 'x' }]),
      callback,
    ],
  ],
  ['getMetadata', () => [{ topic: topic(0), allTopics: false }]],
  ['setOauthBearerToken', (random) => [random.pick(oddValues)]],
  ['connect', () => [null, callback]],
  ['on', (random) => ['ready', random.pick(oddValues)]],
];

export function wrong(random: Random): Made {
  const kind = random.pick(['KafkaConsumer', 'KafkaConsumer', 'Producer'] as const);
  const steps = several(random, 2, 6, (): Step => {
    const [name, args] = random.pick(random.chance(0.2) ? oddQuestions : oddCalls[kind]);
    return call(0, name, ...args(random));
  });
  return made(kind, [connect(0), ...steps, call(0, 'disconnect', callback)], {
    ...(kind === 'Producer' ? { dr_cb: true } : {}),
  });
}
