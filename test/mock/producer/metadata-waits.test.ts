import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { Producer } from '../../../src/producer/producer';
import type { DeliveryError } from '../../../src/errors/delivery-error';
import { withProducer } from './with-producer';

const unreachable = {
  'bootstrap.servers': '127.0.0.1:1',
  'max.block.ms': 1500,
  'delivery.timeout.ms': 60_000,
  'request.timeout.ms': 30_000,
};

describe('a topic of which no metadata ever came: max.block.ms', () => {
  const partitioners = { 'the built-in partitioner': {}, 'one of the user': { 'partitioner.class': () => 0 } };
  test.each(Object.entries(partitioners))(
    '%s',
    async (_name, partitioner) => {
      const producer = new Producer({ ...unreachable, ...partitioner });
      producer.on('warning', () => undefined);
      const record = { topic: 't', key: 'k', value: 'x' };
      const fromCallback = new Promise<DeliveryError | null>((resolve) => producer.produce(record, resolve));
      const writable = producer.writable({ topic: 't' });
      const fromStream = once(writable, 'close').then(
        () => null,
        (error: unknown) => error,
      );
      writable.end('x');
      const results = [
        await producer.send(record).catch((error: unknown) => error),
        await producer.send({ ...record, headers: { a: 'b' }, partition: 3 }).catch((error: unknown) => error),
        await fromCallback,
        await fromStream,
      ];
      const [batched] = await producer.sendBatch([record], { settled: true });
      // Long before delivery.timeout.ms. Each error names the reason.
      for (const error of [...results, (batched as { error: unknown }).error]) {
        expect(error).toMatchObject({ name: 'DeliveryError', persisted: 'no', isRetriable: true });
        expect((error as Error).message).toMatch(/within 1500 ms.*Connection refused/);
        expect((error as Error).cause).toMatchObject({ message: expect.stringContaining('127.0.0.1:1') });
      }
      expect([producer.outstanding, producer.bufferedBytes]).toEqual([0, 0]);
      await producer.close();
    },
    40_000,
  );

  test('a topic that was seen before has delivery.timeout.ms', async () => {
    await withProducer({ 'max.block.ms': 500, 'metadata.max.age.ms': 1000 }, async (producer, cluster) => {
      producer.on('warning', () => undefined);
      await producer.send({ topic: 't', value: 'a' });
      cluster.stopBroker(1);
      const sent = producer.send({ topic: 't', value: 'b' });
      // Past max.block.ms, and past the time after which librdkafka forgets the topic.
      await new Promise((resolve) => setTimeout(resolve, 4500));
      expect(producer.outstanding).toBe(1);
      cluster.startBroker(1);
      await expect(sent).resolves.toMatchObject({ topic: 't' });
    });
  });

  test('a broker that comes up within the time', async () => {
    // A server without Kafka occupies the port until the mock cluster's forwarder takes it over.
    await withProducer({}, async (_producer, cluster) => {
      const target = cluster.bootstrapServers.split(':');
      const server: Server = createServer((socket) => socket.destroy());
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      cluster.advertise(1, '127.0.0.1', Number(target[1]));
      const late = new Producer({ 'bootstrap.servers': `127.0.0.1:${port}`, 'max.block.ms': 20_000 });
      late.on('warning', () => undefined);
      const sent = late.send({ topic: 't', value: 'a' });
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(late.outstanding).toBe(1);
      server.removeAllListeners('connection').on('connection', (socket) => {
        const upstream = connect(Number(target[1]), target[0]);
        socket
          .on('error', () => undefined)
          .pipe(upstream.on('error', () => undefined))
          .pipe(socket);
      });
      await expect(sent).resolves.toMatchObject({ topic: 't' });
      await late.close();
      server.close();
    });
  }, 40_000);
});

describe('a partition that metadata lack', () => {
  test('fails after max.block.ms, its topic named; the others go on', async () => {
    await withProducer({ 'max.block.ms': 1500 }, async (producer) => {
      await producer.send({ topic: 't', value: 'a' });
      const far = producer.send({ topic: 't', value: 'b', partition: 7 }).catch((error: unknown) => error);
      const withHeaders = producer.produce.bind(producer);
      const second = new Promise((resolve) =>
        withHeaders({ topic: 't', value: 'c', partition: 8, headers: { a: 'b' } }, resolve),
      );
      await expect(producer.send({ topic: 't', value: 'd', partition: 0 })).resolves.toMatchObject({ partition: 0 });
      for (const [error, partition] of [
        [await far, 7],
        [await second, 8],
      ]) {
        expect(error).toMatchObject({ code: 'ERR__UNKNOWN_PARTITION', partition, persisted: 'no' });
        expect((error as Error).message).toMatch(/^t \[[78]\]: .*within 1500 ms/);
      }
      expect(await producer.flush()).toBe(0);
    });
  });
});
