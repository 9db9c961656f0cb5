/**
 * An idempotent producer with more ready batches than it may have in flight, before a broker that does not answer.
 * Prints the CPU seconds that the process uses in a stalled minute (or the seconds given as the first argument).
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { Producer } from '../../../../src/index';
import { MockCluster } from '../../../../src/testing';

async function main(): Promise<void> {
  const seconds = Number(process.argv[2] ?? 60);
  const cluster = await MockCluster.start({ brokers: 1, topics: { stalled: 1 } });
  const producer = new Producer({
    'bootstrap.servers': cluster.bootstrapServers,
    'linger.ms': 0,
    'batch.size': 1000,
    'request.timeout.ms': 120_000,
    'delivery.timeout.ms': 300_000,
  });
  await producer.send({ topic: 'stalled', value: 'first' });
  cluster.setBrokerDelay(1, (seconds + 5) * 1000);
  for (let i = 0; i < 100; i++) producer.produce({ topic: 'stalled', value: Buffer.alloc(900) });
  await sleep(1000);
  const before = process.cpuUsage();
  await sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6 }));
  process.exit();
}

void main();
