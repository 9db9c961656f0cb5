import { MockCluster } from '../../../src/testing';
import { Bench } from './support';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.close());

test('ends are asked for in one go, in the order asked, also of a partition named twice', async () => {
  const topic = await bench.topic(9, 3);
  await using consumer = bench.consumer();
  const asked = [2, 0, 1, 0].map((partition) => ({ topic, partition }));
  expect(await consumer.endOffsets(asked)).toEqual(asked.map((one) => ({ ...one, offset: 3 })));
  expect(await consumer.beginningOffsets(asked)).toEqual(asked.map((one) => ({ ...one, offset: 0 })));
  expect((await consumer.committed(asked)).map(({ partition }) => partition)).toEqual([2, 0, 1, 0]);
});

test('the ends of 100 partitions on a distant broker take a few round trips, not one for each', async () => {
  const cluster = await MockCluster.start({ topics: { many: 100 } });
  const distant = new Bench(cluster);
  cluster.setBrokerDelay(1, 200);
  await using consumer = distant.consumer();
  await consumer.ready();
  const asked = Array.from({ length: 100 }, (_, partition) => ({ topic: 'many', partition }));
  // One round trip for each would take 20 s.
  const ends = await consumer.endOffsets(asked, { timeoutMs: 10_000 });
  expect(ends).toHaveLength(100);
  await cluster.close();
});

test("to: 'end' rejects where the end cannot be asked for, instead of ending with nothing", async () => {
  const topic = await bench.topic(50);
  await using consumer = bench.consumer();
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  const denied = 'ERR_TOPIC_AUTHORIZATION_FAILED';
  bench.cluster.failNext('ListOffsets', denied, denied);
  const read = async (): Promise<number> => {
    let count = 0;
    for await (const record of consumer.stream({ to: 'end' })) count += record.partition + 1;
    return count;
  };
  await expect(read()).rejects.toMatchObject({ code: denied });
  bench.cluster.failNext('ListOffsets', 'ERR_NOT_LEADER_FOR_PARTITION');
  expect(await read()).toBe(50);
});
