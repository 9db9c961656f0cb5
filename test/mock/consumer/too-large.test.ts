import { Producer } from '../../../src';
import { Bench } from './support';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.close());

test('a record whose response may not be taken rejects polls with what is to be done, and can be skipped', async () => {
  const topic = await bench.topic(0);
  const producer = new Producer({ 'bootstrap.servers': bench.cluster.bootstrapServers, 'linger.ms': 0 });
  await producer.send({ topic, partition: 0, value: Buffer.alloc(300_000) });
  await producer.send({ topic, partition: 0, value: 'behind' });
  await producer.close();
  await using consumer = bench.consumer({ 'fetch.max.bytes': 10_000, 'receive.message.max.bytes': 20_000 });
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  await expect(consumer.consume(1, 20_000)).rejects.toMatchObject({
    code: 'ERR__BAD_MSG',
    operation: 'poll',
    message: expect.stringMatching(/response of 300\d+ bytes .*receive\.message\.max\.bytes is 20000\. Raise it/),
  });
  // As long as it is there.
  await expect(consumer.consume(1, 20_000)).rejects.toMatchObject({ code: 'ERR__BAD_MSG' });
  consumer.seek({ topic, partition: 0 }, 1);
  const behind = async (): Promise<string> => {
    for (;;) {
      try {
        const [record] = await consumer.consume(1, 20_000);
        return String(record?.value);
      } catch (error) {
        // From a response that was in transit during the seek.
        if ((error as { code?: string }).code !== 'ERR__BAD_MSG') throw error;
      }
    }
  };
  expect(await behind()).toBe('behind');
});
