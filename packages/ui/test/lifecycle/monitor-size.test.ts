import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { Sampling } from '../unit/monitor/sampling';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function memory(): { heap: number; buffers: number } {
  // The second time it frees the buffers of what the first has collected.
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers };
}

function used(): number {
  const { heap, buffers } = memory();
  return heap + buffers;
}

const MB = 1024 * 1024;

test('10,000 topics with 30,000 partitions, all figures and rows: less than 40 MB', async () => {
  const sampling = new Sampling();
  const { cluster, sampler } = sampling;
  for (let i = 0; i < 10_000; i++) cluster.addTopic(`topic-${i}`, 3, { replicas: [1, 2, 3] });
  const before = used();
  await sampling.watch(70_000, () => {
    for (let i = 0; i < 10_000; i += 7) cluster.produce(`topic-${i}`, i);
  });
  const { items } = sampler.topics();
  expect(items).toHaveLength(10_000);
  expect(items.every(({ records, topicId, cleanup }) => records !== null && topicId !== '' && cleanup !== null)).toBe(
    true,
  );
  const grown = used() - before;
  expect(grown / MB).toBeLessThan(40);
  expect(grown / MB).toBeGreaterThan(1);
  // And it does not grow from then on.
  await sampling.watch(300_000);
  sampler.topics();
  expect((used() - before - grown) / MB).toBeLessThan(4);
});

test('1,000 groups of 20 partitions, with metrics: less than 40 MB, and the text less than 20 MB', async () => {
  const sampling = new Sampling();
  const { cluster, sampler } = sampling;
  cluster.addTopic('orders', 20);
  for (let i = 0; i < 1000; i++) {
    cluster.addGroup(`group-${i}`);
    for (let partition = 0; partition < 20; partition++) cluster.commit(`group-${i}`, 'orders', 0, partition);
  }
  const before = used();
  void sampler.metricsText();
  await sampling.watch(120_000, () => cluster.produce('orders', 10));
  expect(sampler.groups().checked).toBe(1000);
  const grown = used() - before;
  expect(grown / MB).toBeLessThan(40);
  expect((await sampler.metricsText()).length / MB).toBeLessThan(20);
});

test('fine rates are kept for 400 topics at most', async () => {
  const sampling = new Sampling();
  const { cluster, clock, sampler } = sampling;
  for (let i = 0; i < 2000; i++) cluster.addTopic(`topic-${i}`);
  await sampling.watch(10_000);
  const before = memory().buffers;
  for (let i = 0; i < 2000; i += 50) {
    sampler.samples({ topics: Array.from({ length: 50 }, (_, k) => `topic-${i + k}`) });
    await clock.advance(5000);
  }
  // 400 × 720 × 8 bytes are 2.2 MB; of all 2,000 it would be 11.
  expect((memory().buffers - before) / MB).toBeLessThan(8);
});
