import { AdminClient } from '../../../src/admin/admin-client';
import { Consumer } from '../../../src/consumer/consumer';
import { Producer } from '../../../src/producer/producer';
import { LineSender } from '../../../src/cli/produce/line-sender';
import { withProducer } from './with-producer';

const short = { 'buffer.memory': 200_000, 'max.block.ms': 500, 'linger.ms': 5 };
const value = 'x'.repeat(500);

/** Stops the broker for three seconds, six times max.block.ms. */
function outage(cluster: { stopBroker(id: number): void; startBroker(id: number): void }): void {
  setTimeout(() => cluster.stopBroker(1), 50);
  setTimeout(() => cluster.startBroker(1), 3050);
}

describe('an outage that is longer than max.block.ms, but within delivery.timeout.ms', () => {
  test("README's loop goes on", async () => {
    await withProducer(short, async (producer, cluster) => {
      producer.on('warning', () => undefined);
      await producer.send({ topic: 't', value: 'first' });
      outage(cluster);
      let failed = 0;
      let delivered = 0;
      for (let i = 0; i < 5000; i++) {
        const room = producer.produce({ topic: 't', value }, (error) => void (error ? failed++ : delivered++));
        if (!room) await producer.drained();
        if (i === 300) await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await producer.flush();
      expect({ failed, delivered }).toEqual({ failed: 0, delivered: 5000 });
    });
  }, 60_000);

  test("the command line's sender, a batch and a stream go on", async () => {
    await withProducer(short, async (producer, cluster) => {
      producer.on('warning', () => undefined);
      await producer.send({ topic: 't', value: 'first' });
      outage(cluster);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const sender = new LineSender(producer as never);
      const lines = (async () => {
        for (let i = 0; i < 2000; i++) {
          if (!sender.offer({ topic: 't', key: null, value: Buffer.from(value) })) await sender.room();
        }
        await sender.finish();
      })();
      await lines;
      expect([sender.delivered, sender.failed]).toEqual([2000, 0]);
      outage(cluster);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const batch = await producer.sendBatch(Array.from({ length: 2000 }, () => ({ topic: 't', value })));
      expect(batch).toHaveLength(2000);
    });
  }, 60_000);
});

describe('no broker', () => {
  const unreachable = { 'bootstrap.servers': '127.0.0.1:1' };

  test('every call whose time runs out says why', async () => {
    const producer = new Producer({ ...unreachable, 'transactional.id': 'x', 'transaction.timeout.ms': 120_000 });
    const plain = new Producer({ ...unreachable, 'buffer.memory': 1000 });
    const consumer = new Consumer({ ...unreachable, 'group.id': 'g' });
    const admin = new AdminClient(unreachable);
    const clients = [producer, plain, consumer, admin] as Producer[];
    await Promise.all(clients.map((client) => new Promise((resolve) => client.on('warning', resolve))));
    const limit = { timeoutMs: 300 };
    const tp = { topic: 't', partition: 0 };
    consumer.subscribe(['t']);
    plain.produce({ topic: 't', value: 'x'.repeat(700) });
    const calls = {
      ready: producer.ready(limit),
      initTransactions: producer.initTransactions(limit),
      partitionsFor: producer.partitionsFor('t', limit),
      drained: plain.drained(limit),
      send: plain.send({ topic: 't', value: 'y' }, limit),
      'send, no room': plain.send({ topic: 't', value: 'y'.repeat(500) }, limit),
      sendBatch: plain.sendBatch([{ topic: 't', value: 'y'.repeat(500) }], limit),
      assigned: consumer.assigned(limit),
      committed: consumer.committed([tp], limit),
      endOffsets: consumer.endOffsets([tp], limit),
      listTopics: consumer.listTopics(limit),
      describeCluster: admin.describeCluster(limit),
      createTopics: admin.createTopics([{ name: 'x' }], limit),
    };
    await Promise.allSettled(Object.values(calls));
    for (const [name, call] of Object.entries(calls)) {
      const error = (await (call as Promise<unknown>).catch((reason: unknown) => reason)) as Error;
      expect({
        name,
        error: error.name,
        message: error.message,
        cause: (error.cause as Error | undefined)?.message,
      }).toEqual({
        name,
        error: 'TimeoutError',
        message: expect.stringMatching(/within 300 ms.*127\.0\.0\.1:1.*refused/i),
        cause: expect.stringMatching(/127\.0\.0\.1:1.*refused/i),
      });
    }
    await Promise.all([
      producer.close({ timeoutMs: 0 }),
      plain.close({ timeoutMs: 0 }),
      consumer.close(),
      admin.close(),
    ]);
  }, 40_000);

  test.each([
    ['producer', () => new Producer(unreachable)],
    ['consumer', () => new Consumer(unreachable)],
    ['admin', () => new AdminClient(unreachable)],
  ])('%s: one process warning without a listener, none with one', async (_name, make) => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const heard = make() as Producer;
    const told = new Promise((resolve) => heard.on('warning', resolve));
    await told;
    expect(warn).not.toHaveBeenCalled();
    const unheard = make();
    await expect(unheard.ready({ timeoutMs: 5000 })).rejects.toThrow('127.0.0.1:1');
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/127\.0\.0\.1:1.*refused/i), 'KafkaConnectionWarning']]);
    warn.mockRestore();
    await Promise.all([heard.close(), unheard.close()]);
  });
});

describe('a connection that the broker closes', () => {
  test('is no outage while connecting works; an outage is reported when it does not', async () => {
    await withProducer({ 'reconnect.backoff.ms': 50 }, async (producer, cluster) => {
      const states = new Set<string>();
      const warnings: string[] = [];
      producer.on('warning', (error) => warnings.push(error.code));
      await producer.send({ topic: 't', value: 'a' });
      // The record may be acknowledged before the metadata request is answered.
      await producer.ready();
      const watch = setInterval(() => states.add(producer.state), 1);
      for (let i = 0; i < 5; i++) {
        // The mock broker closes the connection instead of answering, and takes the next one.
        cluster.failNext('Metadata', 'ERR__TRANSPORT');
        await producer.partitionsFor('t').catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      expect([...states]).toEqual(['up']);
      expect(warnings).not.toContain('ERR__ALL_BROKERS_DOWN');
      cluster.stopBroker(1);
      const down = async (): Promise<void> => {
        while (producer.state !== 'down') await new Promise((resolve) => setTimeout(resolve, 10));
      };
      await down();
      expect(warnings).toContain('ERR__ALL_BROKERS_DOWN');
      cluster.startBroker(1);
      await producer.ready({ timeoutMs: 20_000 });
      clearInterval(watch);
    });
  }, 40_000);
});
