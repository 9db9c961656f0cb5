/** A seek away from an offset that is out of range. */
import { setTimeout as sleep } from 'node:timers/promises';

import { Bench, numbers, range } from './support';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.close());

test('a seek to the beginning is not undone by the answer about the offset before it', async () => {
  const topic = await bench.topic(5);
  const partition = { topic, partition: 0 };
  await using consumer = bench.consumer({ 'auto.offset.reset': 'latest', 'fetch.max.wait.ms': 10 });
  consumer.assign([{ ...partition, offset: 0 }]);
  expect(await consumer.consume(5, 60_000)).toHaveLength(5);
  bench.cluster.setBrokerDelay(1, 200);
  // A fetch takes 200 ms. Of the pauses, some are over while it is under way.
  for (let pauseMs = 0; pauseMs < 500; pauseMs += 50) {
    consumer.seek(partition, 900);
    await sleep(pauseMs);
    consumer.seekToBeginning([partition]);
    expect(numbers(await consumer.consume(5, 60_000))).toEqual(range(0, 5));
  }
});
