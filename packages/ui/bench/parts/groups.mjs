// A thousand groups: their list, and the lag of all of them.
import { setTimeout as sleep } from 'node:timers/promises';

import { AdminClient, newProducer, write } from '../lib/kafka.mjs';
import { median } from '../lib/report.mjs';
import { Server } from '../lib/server.mjs';

const PARTITIONS = 10;

export async function measureGroups({ report, kafka, groups, rounds }) {
  const topic = 'of-groups';
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  await admin.createTopics([{ name: topic, numPartitions: PARTITIONS, replicationFactor: 1 }]);
  const producer = newProducer(kafka);
  await write(producer, topic, 1000, PARTITIONS, (at) => Buffer.from(String(at)));
  await producer.close();
  const names = Array.from({ length: groups }, (_, at) => `group-${String(at).padStart(4, '0')}`);
  const offsets = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, offset: partition }));
  for (let at = 0; at < groups; at += 20)
    await Promise.all(
      names.slice(at, at + 20).map((name) => admin.alterConsumerGroupOffsets(name, offsets, { timeoutMs: 300_000 })),
    );
  await admin.close();
  const what = `${groups.toLocaleString('en-US')} groups`;

  const server = await Server.start(kafka.bootstrapServers);
  const begun = performance.now();
  let page = await server.get('groups?limit=1');
  for (; page.total < groups; page = await server.get('groups?limit=1')) await sleep(50);
  report.add(`${what}: the first list`, performance.now() - begun, 'ms', { most: 1000 });
  const known = async () => {
    for (let offset = 0; offset < groups; offset += 200) {
      const { items } = await server.get(`groups?limit=200&offset=${offset}`);
      if (items.some(({ lag }) => lag === null)) return false;
    }
    return true;
  };
  while (!(await known())) await sleep(200);
  report.add(`${what}: all lags known`, (performance.now() - begun) / 1000, 's', { most: 30 });
  const times = [];
  for (let round = 0; round < 5 * rounds; round++) {
    const asked = performance.now();
    await server.get('groups?limit=200&sort=lag&desc=1');
    times.push(performance.now() - asked);
  }
  report.add(`${what}: the list once sampled, median`, median(times), 'ms', { most: 1000 });
  await server.stop();
}
