/** Streams of consumers and producers. */
import type { Random } from '../../../helpers/random';
import type { Argument, Client, Program, Step } from './program';
import { bytes, call, callback, several, time, topic } from './parts';

type Made = Omit<Program, 'kind'>;

export function readStream(random: Random): Made {
  const count = 2 + random.below(8);
  const options: { [name: string]: Argument } = {
    topics: random.pick<Argument>([topic(0), [topic(0)], { $: 'regexp', of: '^NAME-t0$' }]),
    waitInterval: random.pick([0, 10]),
    ...(random.chance(0.5) ? { fetchSize: 1 + random.below(4) } : {}),
    ...(random.chance(0.3) ? { objectMode: random.chance(0.5) } : {}),
    ...(random.chance(0.2) ? { streamAsBatch: true, fetchSize: 1 } : {}),
    ...(random.chance(0.2) ? { autoClose: false } : {}),
    ...(random.chance(0.2) ? { highWaterMark: 1 + random.below(4) } : {}),
  };
  const given = random.chance(0.05) ? random.pick<Argument>([null, 5, 'x', { topics: 5 }, { topics: null }]) : options;
  // A value that is null ends the stream, there as here: it gives no more.
  const isBatchOfBytes = options.streamAsBatch === true && options.objectMode === false;
  if (options.objectMode === false) options.fetchSize = 1;
  const most = options.objectMode === false ? Math.min(count, 4) : count;
  const conf: Client['conf'] = random.pick<Client['conf']>([
    {},
    { 'enable.auto.commit': false },
    { rebalance_cb: true },
  ]);
  if (isBatchOfBytes) delete options.streamAsBatch;
  return {
    topics: [{ partitions: 1, counts: [most] }],
    clients: [{ kind: 'ReadStream', conf, topicConf: { 'auto.offset.reset': 'earliest' }, options: given }],
    steps: [
      { do: 'stream', on: 0, count: most },
      ...random.pick<Step[]>([
        [call(0, 'close', callback)],
        [call(0, 'destroy'), { do: 'event', on: 0, event: 'close' }],
      ]),
    ],
  };
}

export function writeStream(random: Random): Made {
  const isObjects = random.chance(0.5);
  const options: { [name: string]: Argument } = {
    ...(isObjects && random.chance(0.7) ? {} : { topic: topic(0) }),
    ...(isObjects ? { objectMode: true } : {}),
    ...(random.chance(0.2) ? { autoClose: false } : {}),
    ...(random.chance(0.2) ? { highWaterMark: 1 + random.below(3) } : {}),
    ...(random.chance(0.2) ? { pollInterval: 20 } : {}),
  };
  const given = random.chance(0.05) ? random.pick<Argument>([null, 5, 'x', {}, { topic: null }]) : options;
  const object = (): Argument => ({
    topic: topic(0),
    value: random.pick<Argument>([bytes('v'), bytes('w'), null]),
    ...(random.chance(0.5) ? { key: random.pick<Argument>(['k', bytes('kb'), null]) } : {}),
    ...(random.chance(0.3) ? { partition: 0 } : {}),
    ...(random.chance(0.3) ? { timestamp: time(-2_000_000) } : {}),
    ...(random.chance(0.3) ? { opaque: 'mine' } : {}),
    ...(random.chance(0.3) ? { headers: [{ a: 'b' }] } : {}),
  });
  const odd = (): Argument =>
    random.pick<Argument>([
      { topic: topic(0), value: 'text' },
      { topic: '', value: bytes('x') },
    ]);
  const steps = several(random, 1, 6, (): Step => {
    if (!isObjects) return call(0, 'write', random.pick<Argument>([bytes('a'), 'text', bytes('b')]));
    return call(0, 'write', random.chance(0.1) ? odd() : object());
  });
  const end: Step[] = random.chance(0.7)
    ? [call(0, 'end'), { do: 'event', on: 0, event: options.autoClose === false ? 'finish' : 'close' }]
    : [call(0, 'end'), { do: 'event', on: 0, event: 'finish' }, call(0, 'close', callback)];
  return {
    topics: [{ partitions: 1, counts: [] }],
    clients: [{ kind: 'WriteStream', conf: random.chance(0.5) ? { dr_cb: true } : {}, options: given }],
    steps: [...steps, ...end],
  };
}
