import { Producer } from '../../../src/producer/producer';
import { codeOf, withProducer } from './with-producer';

const config = { 'transactional.id': 'tx' };

test('commitTransaction does not wait for a long linger if no one polls', () =>
  withProducer({ ...config, 'linger.ms': 30_000 }, async (producer) => {
    await producer.initTransactions();
    producer.beginTransaction();
    const delivered: (string | undefined)[] = [];
    for (let i = 0; i < 100; i++) producer.produce({ topic: 't', value: 'v' }, (error) => delivered.push(error?.code));
    await producer.commitTransaction({ timeoutMs: 20_000 });
    expect(delivered).toEqual(Array(100).fill(undefined));
  }));

test('sends that wait for room are part of the commit', () =>
  withProducer({ ...config, 'linger.ms': 30_000, 'buffer.memory': 1000 }, async (producer) => {
    await producer.initTransactions();
    producer.beginTransaction();
    const sends = Array.from({ length: 10 }, () => producer.send({ topic: 't', value: 'x'.repeat(20) }));
    await producer.commitTransaction();
    expect((await Promise.all(sends)).length).toBe(10);
    expect(producer.outstanding).toBe(0);
  }));

test('abort drops unsent records, and the next transaction works', () =>
  withProducer({ ...config, 'linger.ms': 30_000, 'buffer.memory': 600 }, async (producer) => {
    await producer.initTransactions();
    producer.beginTransaction();
    const sends = ['a', 'b', 'c', 'd'].map((value) => codeOf(() => producer.send({ topic: 't', value })));
    await producer.abortTransaction();
    expect(new Set(await Promise.all(sends))).toEqual(new Set(['ERR__PURGE_QUEUE']));
    producer.beginTransaction();
    const sent = producer.send({ topic: 't', value: 'e' });
    await producer.commitTransaction();
    await sent;
  }));

test('transaction() commits what its function did, and returns its result', () =>
  withProducer(config, async (producer) => {
    await producer.initTransactions();
    const sends: Promise<unknown>[] = [];
    const result = await producer.transaction(async (tx) => {
      expect(tx).toBe(producer);
      sends.push(tx.send({ topic: 't', value: 'a' }));
      return 'result';
    });
    expect(result).toBe('result');
    await Promise.all(sends);
  }));

test('transaction() aborts and rethrows', () =>
  withProducer(config, async (producer) => {
    await producer.initTransactions();
    const mine = new Error('mine');
    const failed: Promise<unknown>[] = [];
    await expect(
      producer.transaction(() => {
        failed.push(codeOf(() => producer.send({ topic: 't', value: 'a' })));
        throw mine;
      }),
    ).rejects.toBe(mine);
    await Promise.all(failed);
    await producer.transaction(() => producer.send({ topic: 't', value: 'b' }));
  }));

test('transaction() aborts when one of its records failed', () =>
  withProducer({ ...config, 'max.block.ms': 1000 }, async (producer) => {
    // The record fails after max.block.ms, before the commit would time out.
    const patient = { timeoutMs: 20_000 };
    await producer.initTransactions(patient);
    await expect(
      producer.transaction((tx) => {
        tx.produce({ topic: 't', partition: 9 });
        tx.produce({ topic: 't', value: 'a' });
      }, patient),
    ).rejects.toMatchObject({ txnRequiresAbort: true });
    await producer.transaction((tx) => tx.send({ topic: 't', value: 'b' }), patient);
  }));

test('a commit that ran out of time goes on; made again, it joins', () =>
  withProducer(config, async (producer, cluster) => {
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic: 't', value: 'a' });
    cluster.setBrokerDelay(1, 500);
    await expect(producer.commitTransaction({ timeoutMs: 20 })).rejects.toMatchObject({
      name: 'TimeoutError',
      isRetriable: true,
    });
    expect(() => producer.produce({ topic: 't' })).toThrow('is being committed');
    await producer.commitTransaction();
    cluster.setBrokerDelay(1, 0);
    producer.beginTransaction();
    await producer.abortTransaction();
  }));

test.each([1, 2])('a call that was completed after its caller had left: repeated %i times, it resolves once', (times) =>
  withProducer(config, async (producer) => {
    const repeat = async (call: (options: object) => Promise<void>): Promise<void> => {
      const left = new AbortController();
      const first = call({ signal: left.signal });
      left.abort();
      await expect(first).rejects.toMatchObject({ name: 'AbortError' });
      // Time enough for the call to complete. If it is too short, the next one joins.
      await new Promise((resolve) => setTimeout(resolve, 500));
      await Promise.all(Array.from({ length: times }, () => call({})));
      await expect(call({})).rejects.toMatchObject({ code: 'ERR__STATE' });
    };
    await repeat((options) => producer.initTransactions(options));
    producer.beginTransaction();
    void producer.send({ topic: 't', value: 'committed' });
    await repeat((options) => producer.commitTransaction(options));
    producer.beginTransaction();
    await repeat((options) => producer.abortTransaction(options));
    producer.beginTransaction();
    await producer.commitTransaction();
  }),
);

test('a completed call whose caller had left does not answer for the next transaction', () =>
  withProducer(config, async (producer) => {
    await producer.initTransactions();
    producer.beginTransaction();
    const left = new AbortController();
    const first = producer.commitTransaction({ signal: left.signal });
    left.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    producer.beginTransaction();
    const sent = producer.send({ topic: 't', value: 'of the second' });
    await producer.commitTransaction();
    await expect(sent).resolves.toMatchObject({ topic: 't' });
    await expect(producer.commitTransaction()).rejects.toMatchObject({ code: 'ERR__STATE' });
  }));

test('a fenced producer: fatal, once to the listener, and to each call', () =>
  withProducer(config, async (producer, cluster) => {
    const events: unknown[] = [];
    producer.on('error', (error) => events.push(error));
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic: 't', value: 'a' });
    cluster.failNext('EndTxn', 'ERR_INVALID_PRODUCER_EPOCH');
    await expect(producer.commitTransaction()).rejects.toMatchObject({ code: 'ERR__FENCED', isFatal: true });
    await expect(producer.transaction(async () => undefined)).rejects.toMatchObject({
      code: 'ERR__FENCED',
      isFatal: true,
    });
    expect(() => producer.produce({ topic: 't' })).toThrow(
      expect.objectContaining({ isFatal: true, cause: expect.anything() }),
    );
    expect(events.length).toBeLessThanOrEqual(1);
  }));

test('close aborts an open transaction', () =>
  withProducer(config, async (producer, cluster) => {
    await producer.initTransactions();
    producer.beginTransaction();
    const sent = producer.send({ topic: 't', value: 'a' });
    await producer.close({ timeoutMs: 10_000 });
    await sent;
    const next = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, ...config });
    await next.initTransactions();
    await next.close();
  }));

test.each([
  [undefined, 'offsets must be a list'],
  [[null], 'an offset is { topic, partition, offset }'],
  [[{ topic: 't', partition: 0, offset: -1 }], 'the offset of t [0] must be a whole number'],
  [[{ topic: 't', offset: 1 }], 'an offset of t has no partition'],
  [[{ topic: 't', partition: 0, offset: 1, value: 'v' }], 'takes offsets to read next, not records'],
])('bad offsets for the transaction: %j', (offsets, message) =>
  withProducer(config, async (producer) => {
    const group = { [Symbol.for('kafka-napi.serializedGroupMetadata')]: Buffer.alloc(4) };
    await expect(producer.sendOffsetsToTransaction(offsets as never, group as never)).rejects.toThrow(message);
    for (const wrong of [{ groupId: 'g', memberId: 'm' }, { groupId: '' }, { groupId: 'a\0b' }, {}]) {
      await expect(producer.sendOffsetsToTransaction([], wrong as never)).rejects.toThrow(
        'must be consumer.groupMetadata()',
      );
    }
  }),
);
