import { Bench } from './support';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  await bench.close();
});

// Published librdkafka ends the process here (deps/patches/librdkafka).
test('a partition may be assigned again and again, without a pause', async () => {
  const topic = await bench.topic(3);
  await using consumer = bench.consumer();
  for (let i = 0; i < 3000; i++) consumer.assign([{ topic, partition: 0, offset: i % 3 }]);
  consumer.assign([{ topic, partition: 0, offset: 1 }]);
  const records = await consumer.consume(2, 10_000);
  expect(records.map(({ offset }) => offset)).toEqual([1, 2]);
});

test('a partition may be taken away and given back again and again', async () => {
  const topic = await bench.topic(3);
  await using consumer = bench.consumer();
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  for (let i = 0; i < 3000; i++) {
    consumer.incrementalUnassign([{ topic, partition: 0 }]);
    consumer.incrementalAssign([{ topic, partition: 0, offset: i % 3 }]);
  }
  const records = await consumer.consume(1, 10_000);
  expect(records.map(({ offset }) => offset)).toEqual([2]);
});
