import { Consumer } from '../../../src/consumer/consumer';
import { ConsumerCore } from '../../../src/consumer/consumer-core';
import type { ConsumerTell } from '../../../src/consumer/consumer-events';
import { StallWatchdog } from '../../../src/consumer/questions/stall-watchdog';
import { PartitionState } from '../../../src/consumer/partitions/partition-state';
import type { FakeRecord } from './fake-batch';
import { FakeClient } from './fake-client';

jest.mock('../../../src/binding/native', () => {
  const { fakeNative } = jest.requireActual<typeof import('./fake-client')>('./fake-client');
  return fakeNative(jest.requireActual('../../../src/binding/native'));
});

function setUp(config: object = {}) {
  const consumer = new Consumer({ 'bootstrap.servers': 'localhost:1', 'group.id': 'g', ...config } as {
    'bootstrap.servers': string;
  });
  const native = FakeClient.last;
  return { consumer, native };
}

/** An endless supply of records, from `offset` on. */
function endless(native: FakeClient, of: (offset: number) => Partial<FakeRecord> = () => ({})): void {
  let offset = 0;
  native.supply = (max) =>
    Array.from({ length: max }, () => ({ offset: offset++, value: Buffer.from('v'), ...of(offset) }));
}

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const assigned = (consumer: Consumer) => consumer.assign([{ topic: 't', partition: 0, offset: 0 }]);

test.each<[string, (consumer: Consumer, isDone: () => boolean) => Promise<void>]>([
  [
    'poll',
    async (consumer, isDone) => {
      while (!isDone()) await consumer.poll();
    },
  ],
  [
    'poll(0) of nothing',
    async (consumer, isDone) => {
      FakeClient.last.supply = () => undefined;
      while (!isDone()) await consumer.poll(0);
    },
  ],
  [
    'consume',
    async (consumer, isDone) => {
      while (!isDone()) await consumer.consume(10);
    },
  ],
  [
    'for await',
    async (consumer, isDone) => {
      for await (const _ of consumer) if (isDone()) break;
    },
  ],
  [
    'batches',
    async (consumer, isDone) => {
      for await (const _ of consumer.batches()) if (isDone()) break;
    },
  ],
  [
    'forEach',
    async (consumer, isDone) => {
      const end = new AbortController();
      await consumer.forEach(
        () => {
          if (isDone()) end.abort();
        },
        { signal: end.signal },
      );
    },
  ],
])('%s over ready data lets the event loop turn', async (_name, loop) => {
  const { consumer, native } = setUp();
  endless(native);
  assigned(consumer);
  let fired = 0;
  let rounds = 0;
  const timer = setInterval(() => fired++, 1);
  await loop(consumer, () => fired >= 3 || ++rounds > 3_000_000);
  clearInterval(timer);
  expect(fired).toBeGreaterThanOrEqual(3);
  await consumer.close();
});

const calls: Record<string, (consumer: Consumer) => unknown> = {
  poll: async (consumer) => expect((await consumer.poll(20)).count).toBe(0),
  'poll(0)': async (consumer) => expect((await consumer.poll(0)).count).toBe(0),
  pollSync: (consumer) => expect(consumer.pollSync(20).count).toBe(0),
  consume: async (consumer) => expect(await consumer.consume(5, 20)).toEqual([]),
  assigned: (consumer) => expect(consumer.assigned({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' }),
};
test.each(Object.entries(calls))('%s ends in time while what comes is nothing to deliver', async (name, call) => {
  const { consumer, native } = setUp();
  endless(native, () => ({ partition: 1 }));
  if (name === 'assigned') consumer.subscribe(['t']);
  else assigned(consumer);
  await call(consumer);
  await consumer.close();
});

test.each([
  [7, 1000],
  [1500, 1500],
])(
  'max.poll.records %i: a drain asks for so many, and of small records for %i; the rest is served before the next',
  async (max, drained) => {
    const { consumer, native } = setUp({ 'max.poll.records': max });
    const asked: number[] = [];
    let offset = 0;
    native.supply = (max) => (asked.push(max), Array.from({ length: max }, () => ({ offset: offset++ })));
    assigned(consumer);
    const it = consumer.stream();
    await it.next();
    await it.return();
    expect((await consumer.poll()).count).toBe(max - 1);
    expect(asked).toEqual([max]);
    const offsets = (await consumer.consume(2 * drained)).map((record) => record.offset);
    expect(offsets).toEqual(Array.from({ length: 2 * drained }, (_, i) => max + i));
    expect(new Set(asked)).toEqual(new Set([max, drained]));
    await consumer.close();
  },
);

test('if records are large, a drain requests max.poll.records', async () => {
  const { consumer, native } = setUp({ 'max.poll.records': 7 });
  const asked: number[] = [];
  let offset = 0;
  const value = Buffer.alloc(1000);
  native.supply = (max) => (asked.push(max), Array.from({ length: max }, () => ({ offset: offset++, value })));
  assigned(consumer);
  await consumer.consume(50);
  expect(new Set(asked)).toEqual(new Set([7]));
  await consumer.close();
});

test('while a listener runs, nothing is drained; when it has finished, the partitions are assigned', async () => {
  const { consumer, native } = setUp();
  const order: string[] = [];
  let release: () => void = () => undefined;
  consumer.subscribe(['t'], {
    onPartitionsAssigned: async () => {
      order.push('begin');
      await new Promise<void>((resolve) => (release = resolve));
      consumer.seek({ topic: 't', partition: 0 }, 40);
      consumer.pause([{ topic: 't', partition: 1 }]);
      order.push('end');
    },
  });
  native.rebalance('assign', [0, 1]);
  const polling = consumer.poll();
  await delay(20);
  const drains = native.drains;
  await delay(20);
  expect([native.drains, order]).toEqual([drains, ['begin']]);
  native.supply = () => [{ offset: 40 }];
  release();
  expect([...(await polling)].map(({ offset }) => offset)).toEqual([40]);
  expect(native.ops('assign')).toEqual([
    {
      partitions: [
        { topic: 't', partition: 0, offset: 40 },
        { topic: 't', partition: 1, offset: -1001 },
      ],
    },
  ]);
  expect(native.ops('pause')).toEqual([{ partitions: [{ topic: 't', partition: 1 }] }]);
  await consumer.close();
});

test('at the deadline the rebalance goes on without its listener, whose commits are refused then', async () => {
  const { consumer, native } = setUp({
    'max.poll.interval.ms': 100,
    'session.timeout.ms': 100,
    'heartbeat.interval.ms': 10,
    'enable.auto.commit': false,
  });
  const errors: string[] = [];
  consumer.on('error', (error) => errors.push(error.code));
  let late: Promise<unknown> | undefined;
  consumer.subscribe(['t'], {
    onPartitionsRevoked: async (_, { signal }) => {
      late = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())).then(async () => {
        await delay(1);
        await consumer.commit(records);
      });
      await late.catch(() => undefined);
    },
  });
  native.rebalance('assign', [0]);
  native.supply = () => [{ offset: 5 }];
  const records = await consumer.poll();
  native.supply = () => undefined;
  native.rebalance('revoke', [0]);
  await consumer.poll(300);
  expect(native.ops('assign')).toEqual([expect.anything(), { partitions: null }]);
  expect(errors).toEqual(['ERR_LISTENER']);
  await expect(late).rejects.toMatchObject({ code: 'ERR_ASSIGNMENT_LOST' });
  await consumer.close();
});

test('close does not wait for the deadline of a listener that hangs, and leaves no timer behind', async () => {
  const { consumer, native } = setUp();
  consumer.subscribe(['t'], { onPartitionsAssigned: () => new Promise<void>(() => undefined) });
  native.rebalance('assign', [0]);
  // Only timers created from here on: the test runner has its own.
  const open = new Set<NodeJS.Timeout>();
  const { setTimeout: start, clearTimeout: stop } = globalThis;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms?: number) => {
    const timer = start(() => {
      open.delete(timer);
      run();
    }, ms);
    open.add(timer);
    return timer;
  }) as typeof setTimeout);
  jest.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    open.delete(timer as NodeJS.Timeout);
    stop(timer);
  });
  const polling = consumer.poll().catch((error: { code: string }) => error.code);
  await delay(20);
  await consumer.close({ timeoutMs: 50 });
  expect(await polling).toBe('ERR_CLOSED');
  jest.restoreAllMocks();
  expect([...open].filter((timer) => timer.hasRef())).toEqual([]);
});

test('drained records of a revoked partition are not delivered', async () => {
  const { consumer, native } = setUp({ 'max.poll.records': 4 });
  consumer.subscribe(['t']);
  native.rebalance('assign', [0, 1], { protocol: 'COOPERATIVE' });
  native.supply = () => [{ offset: 1 }, { offset: 2 }, { offset: 1, partition: 1 }, { offset: 3 }];
  const it = consumer.stream();
  expect((await it.next()).value).toMatchObject({ partition: 0, offset: 1 });
  await it.return();
  // The revoke comes in the same drain as more records of both.
  native.supply = () => (
    native.rebalance('revoke', [0], { protocol: 'COOPERATIVE' }),
    [{ offset: 4 }, { offset: 2, partition: 1 }]
  );
  const seen: number[][] = [];
  while (seen.length < 6) {
    for (const { partition, offset } of await consumer.poll()) seen.push([partition, offset]);
    if (consumer.assignment().length === 1) break;
    native.supply = native.ops('incrementalUnassign').length === 0 ? native.supply : () => undefined;
  }
  expect(seen.filter(([partition]) => partition === 0)).toEqual([
    [0, 2],
    [0, 3],
  ]);
  expect(native.ops('incrementalUnassign').length).toBe(1);
  await consumer.close();
});

test('pollSync calls listeners synchronously; a promise is reported and not awaited', async () => {
  const { consumer, native } = setUp();
  const errors: string[] = [];
  consumer.on('error', (error) => errors.push(error.code));
  consumer.subscribe(['t'], { onPartitionsAssigned: () => new Promise<void>(() => undefined) });
  native.rebalance('assign', [0]);
  native.supply = () => [{ offset: 1 }];
  expect(consumer.pollSync(100).count).toBe(1);
  expect(errors).toEqual(['ERR_SYNC_LISTENER']);
  await consumer.close();
});

test('a seek that librdkafka was not ready for is repeated; records drained before that are dropped', async () => {
  const { consumer, native } = setUp();
  assigned(consumer);
  let refusals = 3;
  native.answers.seek = ({ partitions }: { partitions: object[] }) =>
    partitions.map((partition) => ({ ...partition, errno: refusals-- > 0 ? -172 : 0 }));
  native.supply = () => [{ offset: refusals >= 0 ? 1 : 50 }];
  consumer.seek({ topic: 't', partition: 0 }, 50);
  expect([...(await consumer.poll())].map(({ offset }) => offset)).toEqual([50]);
  await consumer.close();
});

test('seeks that librdkafka has not answered are not asked for again before it has served them', async () => {
  const { consumer, native } = setUp();
  consumer.assign(Array.from({ length: 5000 }, (_, partition) => ({ topic: 't', partition, offset: 0 })));
  let isBusy = true;
  native.answers.seek = ({ partitions }: { partitions: object[] }) =>
    partitions.map((partition) => ({ ...partition, errno: isBusy ? -185 : 0 }));
  consumer.seekToBeginning();
  consumer.seekToEnd();
  for (let i = 0; i < 50; i++) await consumer.poll(0);
  const asked = () =>
    native.ops('seek').reduce<number>((sum, args) => sum + (args as { partitions: [] }).partitions.length, 0);
  // One call for all of them, then one from time to time.
  expect(asked()).toBeLessThan(256 + 50);
  isBusy = false;
  await delay(60);
  for (let i = 0; i < 50; i++) await consumer.poll(0);
  expect(asked()).toBeGreaterThanOrEqual(5000);
  const before = asked();
  await consumer.poll(20);
  expect(asked()).toBe(before);
  await consumer.close();
});

test('records served from the rest count as polling', async () => {
  const { consumer, native } = setUp({
    'max.poll.interval.ms': 30,
    'session.timeout.ms': 30,
    'heartbeat.interval.ms': 10,
  });
  native.supply = () => Array.from({ length: 20 }, (_, offset) => ({ offset }));
  assigned(consumer);
  for await (const { offset } of consumer) {
    await delay(6);
    if (offset === 18) break;
  }
  expect([native.drains, native.touched > 2]).toEqual([1, true]);
  await consumer.close();
});

test('interceptors get delivered records and committed offsets; one that throws causes a warning', async () => {
  const committed: unknown[] = [];
  const interceptor = {
    onConsume: (records: Iterable<{ offset: number }>) => [...records].filter(({ offset }) => offset % 2 === 0),
    onCommit: (offsets: unknown) => committed.push(offsets),
  };
  const { consumer, native } = setUp({
    'interceptor.classes': [
      interceptor,
      {
        onConsume: () => {
          throw new Error('mine');
        },
      },
    ],
    'max.poll.records': 4,
  });
  const warnings: string[] = [];
  consumer.on('warning', (error) => warnings.push(error.code));
  endless(native);
  assigned(consumer);
  const records = await consumer.poll();
  expect([...records].map(({ offset }) => offset)).toEqual([0, 2]);
  for await (const record of consumer.stream({ limit: 2 })) expect(record.offset % 2).toBe(0);
  await consumer.commit(records);
  expect(committed).toEqual([[{ topic: 't', partition: 0, offset: 3, metadata: '', leaderEpoch: null }]]);
  expect(new Set(warnings)).toEqual(new Set(['ERR_LISTENER']));
  await consumer.close();
});

test('a fatal error throws from the loop, and from every poll after it', async () => {
  const { consumer, native } = setUp();
  consumer.on('error', () => undefined);
  assigned(consumer);
  const pending = consumer.stream().next();
  native.event({
    type: 'error',
    error: { errno: -150, message: 'over', isFatal: true, isRetriable: false, txnRequiresAbort: false },
  });
  native.wake();
  await expect(pending).rejects.toMatchObject({ isFatal: true, message: 'over' });
  await expect(consumer.poll(0)).rejects.toMatchObject({ isFatal: true });
  await consumer.close();
});

test('waiting without a record while the log has more emits a stall', async () => {
  const stalls: unknown[] = [];
  const tell: ConsumerTell = (name, ...args) => name === 'stalled' && stalls.push(...args) > 0;
  const core = new ConsumerCore<Buffer, Buffer>({ 'bootstrap.servers': 'localhost:1', 'group.id': 'g' }, tell);
  FakeClient.last.answers.listOffsets = () => [{ topic: 't', partition: 0, offset: 9, errno: 0 }];
  core.subscription.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const { client, assignment, intake, poller, settings } = core;
  const watchdog = new StallWatchdog({ client, tell, assignment, intake, poller, settings }, 20);
  await core.pollCalls.poll(300, {});
  watchdog.stop();
  expect(stalls[0]).toMatchObject({ partitions: [{ topic: 't', partition: 0, position: 0, endOffset: 9 }] });
  await core.close(1000);
});

test('the last commit of close() is answered although records keep arriving', async () => {
  const { consumer, native } = setUp();
  endless(native);
  assigned(consumer);
  await consumer.poll();
  const before = native.drains;
  await consumer.close();
  expect(native.ops('commit')).toHaveLength(1);
  expect(native.drains - before).toBeLessThan(100);
});

test('forEach by key compares the bytes of keys, not the deserialized keys', async () => {
  let made = 0;
  const { consumer, native } = setUp({ 'key.deserializer': () => ({ made: made++ }) });
  let offset = 0;
  // Keys a, b, c, none, a, b, c, none, …
  native.supply = (max) =>
    Array.from({ length: max }, () => {
      const key = offset % 4 === 3 ? null : Buffer.from('abc'[offset % 4]!);
      return { offset: offset++, key, value: Buffer.from('v') };
    });
  assigned(consumer);
  const running = new Map<number, number>();
  let most = 0;
  await consumer.forEach(
    async (record) => {
      const lane = record.offset % 4;
      running.set(lane, (running.get(lane) ?? 0) + 1);
      most = Math.max(
        most,
        [...running.values()].reduce((sum, count) => sum + count),
      );
      if (lane !== 3) expect(running.get(lane)).toBe(1);
      await delay(1);
      running.set(lane, running.get(lane)! - 1);
    },
    { by: 'key', concurrency: 8, limit: 400 },
  );
  expect(most).toBeGreaterThan(3);
  await consumer.close();
});

test('storing processed offsets skips partitions that have not changed', async () => {
  const PARTITIONS = 5000;
  const { consumer, native } = setUp({ 'max.poll.records': 10 });
  consumer.assign(Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: 't', partition, offset: 0 })));
  let offset = 0;
  native.supply = (max) => Array.from({ length: max }, () => ({ offset: offset++, partition: 7 }));
  await consumer.poll();
  await consumer.poll();
  // The start position of each partition counts as processed, once.
  let looked = 0;
  const { done } = Object.getOwnPropertyDescriptors(PartitionState.prototype);
  const spy = jest.spyOn(PartitionState.prototype, 'done', 'get').mockImplementation(function (this: PartitionState) {
    looked++;
    return done.get!.call(this) as number;
  });
  const stored = native.ops('storeOffsets').length;
  let polls = 0;
  while (native.ops('storeOffsets').length < stored + 3) {
    await consumer.poll();
    polls++;
  }
  spy.mockRestore();
  for (const { partitions } of native.ops('storeOffsets').slice(-2) as { partitions: unknown[] }[])
    expect(partitions).toMatchObject([{ topic: 't', partition: 7 }]);
  // A few for each poll and store; walking the assignment took 5,000 for each store.
  expect(looked).toBeLessThan(PARTITIONS + 20 * polls);
  await consumer.close();
});
