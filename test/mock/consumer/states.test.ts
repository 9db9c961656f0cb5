import { KafkaError } from '../../../src/index';
import { Bench, unique, type StringConsumer } from './support';

let bench: Bench;
let topic: string;
beforeAll(async () => {
  bench = await Bench.start();
  topic = await bench.topic(50, 2);
});
afterAll(() => bench.close());

type Call = (consumer: StringConsumer) => unknown;
const tp = () => ({ topic, partition: 0 });

/** Every method, called with valid arguments. */
const methods: Record<string, Call> = {
  subscribe: (c) => c.subscribe([topic]),
  assign: (c) => c.assign([tp()]),
  incrementalAssign: (c) => c.incrementalAssign([{ topic, partition: 1 }]),
  incrementalUnassign: (c) => c.incrementalUnassign([tp()]),
  unsubscribe: (c) => c.unsubscribe(),
  assigned: (c) => c.assigned({ timeoutMs: 200 }),
  subscription: (c) => c.subscription(),
  assignment: (c) => c.assignment(),
  poll: (c) => c.poll(0),
  consume: (c) => c.consume(1, 0),
  pollSync: (c) => c.pollSync(0),
  iterator: (c) => c[Symbol.asyncIterator]().return(),
  stream: (c) => c.stream({ limit: 0 }).next(),
  batches: (c) => c.batches({ limit: 0 }).next(),
  forEach: (c) => c.forEach(() => undefined, { limit: 0 }),
  readable: (c) => void c.readable({ limit: 0 }).destroy(),
  seek: (c) => c.seek(tp(), 1),
  seekToBeginning: (c) => c.seekToBeginning([tp()]),
  seekToEnd: (c) => c.seekToEnd([tp()]),
  seekToCommitted: (c) => c.seekToCommitted([tp()]),
  position: (c) => c.position(tp()),
  pause: (c) => c.pause([tp()]),
  resume: (c) => c.resume([tp()]),
  paused: (c) => c.paused(),
  commit: (c) => c.commit(),
  commitSync: (c) => c.commitSync(),
  storeOffsets: (c) => c.storeOffsets([{ ...tp(), offset: 1 }]),
  committed: (c) => c.committed([tp()]),
  committedSync: (c) => c.committedSync([tp()]),
  beginningOffsets: (c) => c.beginningOffsets([tp()]),
  endOffsets: (c) => c.endOffsets([tp()]),
  currentLag: (c) => c.currentLag(tp()),
  groupMetadata: (c) => c.groupMetadata(),
  partitionsFor: (c) => c.partitionsFor(topic),
  listTopics: (c) => c.listTopics(),
  wakeup: (c) => c.wakeup(),
  metrics: (c) => c.metrics(),
};

/** `'ok'`, or the code of the KafkaError it throws or rejects with. Anything else fails the test. */
async function outcome(call: Call, consumer: StringConsumer): Promise<string> {
  try {
    await call(consumer);
    return 'ok';
  } catch (error) {
    if (!KafkaError.is(error)) throw error;
    return error.code;
  }
}

const needsPartition = [
  'incrementalUnassign',
  'seek',
  'seekToBeginning',
  'seekToEnd',
  'seekToCommitted',
  'position',
  'pause',
  'resume',
  'currentLag',
];
const needsSubscription = ['poll', 'consume', 'pollSync', 'assigned', 'stream', 'batches', 'forEach'];

/** State → how to reach it, and the methods that fail in it: method → code. */
const states: Record<
  string,
  { enter: (consumer: StringConsumer) => Promise<unknown> | void; fails: Record<string, string> }
> = {
  unsubscribed: {
    enter: () => undefined,
    fails: {
      ...Object.fromEntries([...needsPartition, ...needsSubscription].map((name) => [name, 'ERR__STATE'])),
      storeOffsets: 'ERR_ASSIGNMENT_LOST',
    },
  },
  joining: {
    enter: (consumer) => consumer.subscribe([topic]),
    fails: {
      ...Object.fromEntries(needsPartition.map((name) => [name, 'ERR__STATE'])),
      assigned: 'ERR_TIMEOUT',
      incrementalAssign: 'ERR__STATE',
      storeOffsets: 'ERR_ASSIGNMENT_LOST',
    },
  },
  assigned: {
    enter: async (consumer) => {
      consumer.assign([tp()]);
      await consumer.consume(3, 10_000);
    },
    fails: {},
  },
  paused: {
    enter: async (consumer) => {
      consumer.assign([tp()]);
      await consumer.consume(3, 10_000);
      consumer.pause([tp()]);
    },
    fails: {},
  },
  closing: {
    enter: (consumer) => {
      consumer.assign([tp()]);
      void consumer.close();
    },
    fails: Object.fromEntries(Object.keys(methods).map((name) => [name, 'ERR_CLOSED'])),
  },
  closed: {
    enter: (consumer) => consumer.close(),
    fails: Object.fromEntries(Object.keys(methods).map((name) => [name, 'ERR_CLOSED'])),
  },
};
for (const state of ['closing', 'closed']) for (const name of ['wakeup', 'metrics']) delete states[state]!.fails[name];

describe.each(Object.keys(states))('%s', (name) => {
  const { enter, fails } = states[name]!;
  test.each(Object.keys(methods))('%s', async (method) => {
    const consumer = bench.consumer();
    try {
      await enter(consumer);
      expect(await outcome(methods[method]!, consumer)).toBe(fails[method] ?? 'ok');
    } finally {
      await consumer.close();
    }
  });
});

test('while revoking, everything works but what the waiting call does itself', async () => {
  const consumer = bench.consumer({ 'group.id': unique('revoking') });
  const outcomes: Record<string, string> = {};
  consumer.subscribe([topic], {
    onPartitionsRevoked: async () => {
      for (const method of ['position', 'commit', 'committed', 'assignment', 'paused', 'endOffsets', 'poll']) {
        outcomes[method] = await outcome(methods[method]!, consumer);
      }
    },
  });
  await consumer.consume(3, 15_000);
  await consumer.unsubscribe();
  expect(outcomes).toEqual({
    position: 'ok',
    commit: 'ok',
    committed: 'ok',
    assignment: 'ok',
    paused: 'ok',
    endOffsets: 'ok',
    poll: 'ERR_CONCURRENT',
  });
  await consumer.close();
});

test('two calls at once: ERR_CONCURRENT, and the first goes on', async () => {
  await using consumer = bench.consumer();
  consumer.assign([{ ...tp(), offset: 25 }]);
  const first = consumer.poll(700);
  for (const method of ['poll', 'consume', 'pollSync'])
    expect(await outcome(methods[method]!, consumer)).toBe('ERR_CONCURRENT');
  await expect(consumer.stream().next()).rejects.toMatchObject({ code: 'ERR_CONCURRENT' });
  expect((await first).isEmpty).toBe(true);
  consumer.seek(tp(), 0);
  const one = consumer.stream();
  await one.next();
  await expect(consumer.batches().next()).rejects.toMatchObject({ code: 'ERR_CONCURRENT' });
  expect((await one.next()).value).toMatchObject({ offset: 1 });
  await one.return();
  expect((await consumer.batches().next()).value).toMatchObject({ count: 23 });
});

test('wakeup ends the pending call, or the next one', async () => {
  await using consumer = bench.consumer();
  consumer.assign([{ ...tp(), offset: 25 }]);
  const pending = consumer.poll();
  setTimeout(() => consumer.wakeup(), 50);
  await expect(pending).rejects.toMatchObject({ code: 'ERR_WAKEUP' });
  consumer.wakeup();
  await expect(consumer.consume(1, 0)).rejects.toMatchObject({ code: 'ERR_WAKEUP' });
  consumer.wakeup();
  await expect(consumer.stream().next()).rejects.toMatchObject({ code: 'ERR_WAKEUP' });
  expect((await consumer.poll(0)).isEmpty).toBe(true);
});

test('signals reject with AbortError, and what was drained stays', async () => {
  await using consumer = bench.consumer();
  consumer.assign([{ ...tp(), offset: 25 }]);
  await expect(consumer.poll(undefined, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
    code: 'ABORT_ERR',
  });
  await expect(consumer.poll(0, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORT_ERR' });
  consumer.seek(tp(), 5);
  await expect(consumer.consume(100, Infinity, { signal: AbortSignal.timeout(1500) })).rejects.toMatchObject({
    code: 'ABORT_ERR',
  });
  expect(consumer.position(tp())).toBe(5);
  expect((await consumer.consume(20, 5000)).length).toBe(20);
});

test('close rejects a pending poll, ends a loop, and may be called twice', async () => {
  for (const loop of ['poll', 'stream']) {
    const consumer = bench.consumer();
    consumer.assign([{ ...tp(), offset: 25 }]);
    const pending = loop === 'poll' ? outcome((c) => c.poll(), consumer) : consumer.stream().next();
    setTimeout(() => void consumer.close(), 20);
    expect(await pending).toEqual(loop === 'poll' ? 'ERR_CLOSED' : { done: true, value: undefined });
    await Promise.all([consumer.close(), consumer.close()]);
    expect(consumer.state).toBe('closed');
  }
});

test.each<[string, Call]>([
  ['poll(-1)', (c) => c.poll(-1)],
  ['poll(NaN)', (c) => c.poll(NaN)],
  ['consume(0)', (c) => c.consume(0)],
  ['subscribe()', (c) => c.subscribe(undefined as never)],
  ['subscribe([])', (c) => c.subscribe([])],
  ['subscribe lookahead', (c) => c.subscribe(/^(?=a)/)],
  ['assign a Map', (c) => c.assign(new Map() as never)],
  ['assign partition -1', (c) => c.assign([{ topic, partition: -1 }])],
  ['assign offset 1.5', (c) => c.assign([{ topic, partition: 0, offset: 1.5 }])],
  ['seek to null', (c) => (c.assign([tp()]), c.seek(tp(), null as never))],
  ['stream limit', (c) => c.stream({ limit: -1 })],
  ['stream misspelt', (c) => c.stream({ idleTimeoutMS: 5 } as never)],
  ['stream to', (c) => c.stream({ to: 'start' as never })],
  ['forEach without a handler', (c) => c.forEach(undefined as never)],
  ['forEach concurrency 0', (c) => c.forEach(() => undefined, { concurrency: 0 })],
  ['commit of nonsense', (c) => c.commit(5 as never)],
  ['listener', (c) => c.subscribe([topic], { onPartitionsRevoked: 5 as never })],
  ['close(-1)', (c) => c.close({ timeoutMs: -1 })],
])('%s is refused at once, with what is right', async (_name, call) => {
  await using consumer = bench.consumer();
  expect(await outcome(call, consumer)).toBe('ERR_INVALID_ARGUMENT');
});
