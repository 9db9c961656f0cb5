/** Where a consumer goes back, the automatic commit goes back too. */
import { setTimeout as sleep } from 'node:timers/promises';

import { Bench, numbers, range, unique } from './support';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.close());

/** Waits for a commit at the interval. Says what is there instead, should it not come. */
async function commits(groupId: string, topic: string, wanted: number): Promise<void> {
  let offset: number | null = null;
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(20)) {
    offset = await bench.committed(groupId, topic);
    if (offset === wanted) return;
  }
  throw new Error(`after 60 s ${offset} is committed, not ${wanted}`);
}

test('a seek to the beginning is committed once its first record came, before the next poll', async () => {
  const topic = await bench.topic(5);
  const group = unique('group');
  await using consumer = bench.consumer({ 'group.id': group, 'max.poll.records': 1, 'auto.commit.interval.ms': 50 });
  const partition = { topic, partition: 0 };
  consumer.assign([partition]);
  for (const number of range(0, 5)) expect(numbers(await consumer.poll(60_000))).toEqual([number]);
  await consumer.poll(0);
  await commits(group, topic, 5);
  consumer.seekToBeginning([partition]);
  expect(numbers(await consumer.poll(60_000))).toEqual([0]);
  // A crash now must not begin behind what was to be read again.
  await commits(group, topic, 0);
});
