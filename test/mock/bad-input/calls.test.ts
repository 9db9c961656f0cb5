/** 30,000 generated calls of a consumer with partitions, offsets, patterns; clients in every order of calls. */
import fc from 'fast-check';

import { Consumer, Producer } from '../../../src';
import { MockCluster } from '../../../src/testing';
import { attempt, attemptAsync, junk, text, topicPartition, topicPartitions, whole } from './arbitrary';

let cluster: MockCluster;
beforeAll(async () => {
  cluster = await MockCluster.start({ topics: { t: 2 } });
});
afterAll(() => cluster.close());

const offset = fc.oneof(whole, fc.constantFrom('beginning', 'end'), junk);

test('partitions and offsets', async () => {
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'group.id': 'g' });
  consumer.assign([
    { topic: 't', partition: 0 },
    { topic: 't', partition: 1 },
  ]);
  const calls: ((tp: never, tps: never, at: never) => unknown)[] = [
    (tp, _, at) => consumer.seek(tp, at),
    (_, tps) => consumer.seekToBeginning(tps),
    (_, tps) => consumer.seekToEnd(tps),
    (tp) => consumer.position(tp),
    (_, tps) => consumer.pause(tps),
    (_, tps) => consumer.resume(tps),
    (tp) => consumer.currentLag(tp),
    (_, tps) => consumer.storeOffsets(tps),
    (tp) => consumer.storeOffsets(tp),
  ];
  fc.assert(
    fc.property(fc.nat(calls.length - 1), topicPartition, topicPartitions, offset, (which, tp, tps, at) => {
      attempt(() => calls[which]!(tp as never, tps as never, at as never));
    }),
    { numRuns: 25_000 },
  );
  const slow: ((tps: never, odd: never) => unknown)[] = [
    (tps) => consumer.commit(tps, { timeoutMs: 1 }),
    (tps) => consumer.committed(tps, { timeoutMs: 1 }),
    (tps) => consumer.beginningOffsets(tps, { timeoutMs: 1 }),
    (tps) => consumer.offsetsForTimes(tps, { timeoutMs: 1 }),
    (tps) => consumer.seekToCommitted(tps, { timeoutMs: 1 }),
    (_, odd) => consumer.poll(odd),
    (_, odd) => consumer.consume(odd, 0),
    (_, odd) => consumer.partitionsFor(odd, { timeoutMs: 1 }),
    (_, odd) => consumer.commit({ timeoutMs: odd }),
    (tps) => {
      consumer.assign(tps);
      return consumer.poll(0);
    },
  ];
  await fc.assert(
    fc.asyncProperty(fc.nat(slow.length - 1), topicPartitions, junk, async (which, tps, odd) => {
      // These values are valid: such a poll waits.
      if (odd === undefined || typeof odd === 'number') return;
      await attemptAsync(() => slow[which]!(tps as never, odd as never));
    }),
    { numRuns: 2500 },
  );
  await consumer.close({ timeoutMs: 5000 });
}, 120_000);

test('patterns and lists of topics', async () => {
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'group.id': 'patterns' });
  const pattern = fc
    .tuple(
      fc.oneof(
        text,
        fc.string({
          unit: fc.constantFrom('a', '.', '*', '+', '(', ')', '[', ']', '|', '?', '\\', '{', '}', '^', '$', '1'),
        }),
      ),
      fc.constantFrom('', 'i', 'g', 'u', 's', 'm', 'y'),
    )
    .map(([source, flags]) => {
      try {
        return new RegExp(source, flags);
      } catch {
        return /never[^]/;
      }
    });
  fc.assert(
    fc.property(
      fc.oneof(
        { weight: 3, arbitrary: pattern },
        { weight: 1, arbitrary: fc.array(fc.oneof(text, junk), { maxLength: 3 }) },
        { weight: 1, arbitrary: junk },
      ),
      junk,
      (topics, listeners) => {
        attempt(() => consumer.subscribe(topics as never));
        attempt(() => consumer.subscribe(['t'], listeners as never));
      },
    ),
    { numRuns: 3000 },
  );
  await attemptAsync(() => consumer.poll(0));
  await consumer.close({ timeoutMs: 5000 });
}, 120_000);

test('a topic that is not in a list is refused, by a string that shows how it is meant', async () => {
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'group.id': 'no-list' });
  expect(() => consumer.subscribe('orders' as never)).toThrow(
    expect.objectContaining({
      name: 'InvalidArgumentError',
      message:
        "subscribe: expected a list of topics, as in subscribe(['orders']), or a RegExp; got orders. unsubscribe() gives up all topics.",
    }),
  );
  await consumer.close();
});

const producerCalls: ((producer: Producer) => unknown)[] = [
  (producer) => producer.produce({ topic: 't', value: 'v' }),
  (producer) => producer.send({ topic: 't', value: 'v' }, { timeoutMs: 20 }),
  (producer) => producer.sendBatch([{ topic: 't', value: 'v' }], { timeoutMs: 20 }),
  (producer) => producer.flush(5),
  (producer) => producer.flushSync(1),
  (producer) => producer.poll(0),
  (producer) => producer.purge({ inFlight: true }),
  (producer) => producer.drained({ timeoutMs: 5 }),
  (producer) => producer.beginTransaction(),
  (producer) => producer.initTransactions({ timeoutMs: 5 }),
  (producer) => producer.commitTransaction({ timeoutMs: 5 }),
  (producer) => producer.abortTransaction({ timeoutMs: 5 }),
  (producer) => producer.metrics(),
  (producer) => producer.partitionsFor('t', { timeoutMs: 5 }),
  (producer) => producer.ready({ timeoutMs: 5 }),
  (producer) => producer.close({ timeoutMs: 20 }),
];

const consumerCalls: ((consumer: Consumer) => unknown)[] = [
  (consumer) => consumer.subscribe(['t']),
  (consumer) => consumer.subscribe(/^t/),
  (consumer) => consumer.assign([{ topic: 't', partition: 0 }]),
  (consumer) => consumer.unsubscribe({ timeoutMs: 20 }),
  (consumer) => consumer.poll(5),
  (consumer) => consumer.pollSync(1),
  (consumer) => consumer.consume(10, 5),
  (consumer) => consumer.commit({ timeoutMs: 5 }),
  (consumer) => consumer.commitSync(undefined, 1),
  (consumer) => consumer.seek({ topic: 't', partition: 0 }, 0),
  (consumer) => consumer.pause([{ topic: 't', partition: 0 }]),
  (consumer) => consumer.resume([{ topic: 't', partition: 0 }]),
  (consumer) => consumer.wakeup(),
  (consumer) => consumer.stream({ limit: 1, idleTimeoutMs: 5 }).next(),
  (consumer) => consumer.stream().return(),
  (consumer) => consumer.forEach(() => undefined, { idleTimeoutMs: 5 }),
  (consumer) => consumer.metrics(),
  (consumer) => consumer.groupMetadata(),
  (consumer) => consumer.assigned({ timeoutMs: 5 }),
  (consumer) => consumer.close({ timeoutMs: 20 }),
  (consumer) => consumer.closeSync(1),
];

/** Starts each call of the sequence. Every second one is awaited before the next. */
async function inOrder<Client>(
  client: Client,
  calls: readonly ((client: Client) => unknown)[],
  order: readonly number[],
): Promise<void> {
  const open: Promise<void>[] = [];
  for (const which of order) {
    const one = attemptAsync(() => calls[which]!(client));
    open.push(one);
    if (which % 2 === 0) await one;
  }
  await Promise.all(open);
}

test('calls of a producer, in every order', async () => {
  const order = fc.array(fc.nat(producerCalls.length - 1), { minLength: 5, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(order, fc.boolean(), async (calls, transactional) => {
      const producer = new Producer({
        'bootstrap.servers': cluster.bootstrapServers,
        ...(transactional ? { 'transactional.id': 'orders' } : {}),
      });
      producer.on('error', () => undefined);
      await inOrder(producer, producerCalls, calls);
      await producer.close({ timeoutMs: 100 });
    }),
    { numRuns: 100, endOnFailure: true },
  );
}, 300_000);

test('calls of a consumer, in every order', async () => {
  const order = fc.array(fc.nat(consumerCalls.length - 1), { minLength: 5, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(order, async (calls) => {
      const consumer = new Consumer({
        'bootstrap.servers': cluster.bootstrapServers,
        'group.id': 'orders',
        // A stream waits for this long for its first assignment.
        'default.api.timeout.ms': 100,
      });
      consumer.on('error', () => undefined);
      await inOrder(consumer, consumerCalls, calls);
      await consumer.close({ timeoutMs: 100 });
    }),
    { numRuns: 100, endOnFailure: true },
  );
}, 300_000);
