/** A rebalance listener may await every call that Java's may. None of them waits for the listener itself. */
import type { RebalanceListeners } from '../../../src/index';
import { Bench, type StringConsumer } from './support';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  await bench.close();
});

/** Long enough for a wait that must not happen to fail the test. */
const NEVER_MS = 600_000;

const listeners = ['onPartitionsAssigned', 'onPartitionsRevoked'] as const;
const protocols = ['range', 'cooperative-sticky'] as const;
const all = listeners.flatMap((listener) => protocols.map((protocol) => [listener, protocol] as const));

async function subscribed(
  protocol: string,
  make: (consumer: StringConsumer) => RebalanceListeners,
  config: object = {},
): Promise<StringConsumer> {
  const topic = await bench.topic(5);
  const consumer = bench.consumer({ 'partition.assignment.strategy': protocol, ...config });
  consumer.subscribe([topic], make(consumer));
  return consumer;
}

/** Causes calls of both listeners. The one that closes the consumer ends the test. */
async function run(consumer: StringConsumer): Promise<void> {
  await consumer.consume(5).catch((error: { code: string }) => expect(error.code).toBe('ERR_CLOSED'));
  await consumer
    .unsubscribe({ timeoutMs: NEVER_MS })
    .catch((error: { code: string }) => expect(error.code).toBe('ERR_CLOSED'));
}

test.each(all)('close() awaited in %s (%s) closes', async (listener, protocol) => {
  const seen: string[] = [];
  let closed: Promise<void> | undefined;
  const consumer = await subscribed(protocol, (self) => ({
    onPartitionsRevoked: () => void seen.push('revoked'),
    [listener]: async () => {
      await Promise.resolve();
      await (closed = self.close({ timeoutMs: NEVER_MS }));
      seen.push(`closed in ${listener}`);
    },
  }));
  await run(consumer);
  await closed;
  await new Promise((resolve) => setImmediate(resolve));
  expect(consumer.state).toBe('closed');
  expect(seen).toEqual(
    listener === 'onPartitionsRevoked' ? [`closed in ${listener}`] : ['revoked', `closed in ${listener}`],
  );
});

test.each(protocols)('close() awaited in the onPartitionsRevoked that close() itself calls (%s)', async (protocol) => {
  let inner: Promise<void> | undefined;
  const consumer = await subscribed(protocol, (self) => ({
    onPartitionsRevoked: async () => {
      await (inner = self.close());
    },
  }));
  await consumer.consume(5);
  const outer = consumer.close({ timeoutMs: NEVER_MS });
  await outer;
  expect(inner).toBe(outer);
});

test.each(all)('unsubscribe() awaited in %s (%s) gives the partitions up', async (listener, protocol) => {
  const polling = new AbortController();
  const consumer = await subscribed(protocol, (self) => ({
    [listener]: async () => {
      await Promise.resolve();
      await self.unsubscribe({ timeoutMs: NEVER_MS });
      polling.abort();
    },
  }));
  if (listener === 'onPartitionsAssigned') {
    await expect(consumer.poll(NEVER_MS, { signal: polling.signal })).rejects.toMatchObject({ name: 'AbortError' });
  } else {
    await consumer.consume(5);
    await consumer.unsubscribe();
  }
  expect(polling.signal.aborted).toBe(true);
  expect(consumer.assignment()).toEqual([]);
  expect(consumer.subscription()).toEqual([]);
  await consumer.close();
});

test.each(listeners)('closeSync() in %s, called from pollSync', async (listener) => {
  const consumer = await subscribed('range', (self) => ({ [listener]: () => self.closeSync() }));
  const poll = () => consumer.pollSync(10_000);
  if (listener === 'onPartitionsAssigned') expect(poll).toThrow(expect.objectContaining({ code: 'ERR_CLOSED' }));
  else {
    poll();
    consumer.closeSync();
  }
  await consumer.close();
  expect(consumer.state).toBe('closed');
});

test('assigned() in a listener has the partitions at once; a poll there is refused', async () => {
  const seen: unknown[] = [];
  const consumer = await subscribed('range', (self) => ({
    onPartitionsAssigned: async (partitions) => {
      seen.push(await self.assigned({ timeoutMs: NEVER_MS }), partitions);
      await self.poll(NEVER_MS).catch((error: { code: string }) => seen.push(error.code));
    },
  }));
  await consumer.consume(5);
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[2]).toBe('ERR_CONCURRENT');
  await consumer.close();
});

test('close() from outside waits for a running listener', async () => {
  const seen: string[] = [];
  let begun: () => void;
  const isAtWork = new Promise<void>((resolve) => (begun = resolve));
  const consumer = await subscribed('range', () => ({
    onPartitionsAssigned: async () => {
      begun();
      await new Promise((resolve) => setTimeout(resolve, 300));
      seen.push('listener');
    },
  }));
  const polling = consumer.poll().catch(() => undefined);
  await isAtWork;
  await consumer.close();
  seen.push('closed');
  await polling;
  expect(seen).toEqual(['listener', 'closed']);
});
