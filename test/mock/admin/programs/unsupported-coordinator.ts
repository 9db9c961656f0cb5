/** Makes calls that a MockCluster's coordinator does not support, closes, and waits until the handles are destroyed. */
import { setTimeout as sleep } from 'node:timers/promises';

import { AdminClient, KafkaError, Producer } from '../../../../src/index';
import { MockCluster } from '../../../../src/testing';

async function refused(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (error: unknown) => (error as KafkaError).code,
  );
}

async function callAll(admin: AdminClient): Promise<string[]> {
  return [
    await refused(admin.deleteConsumerGroups(['g'])),
    await refused(admin.deleteConsumerGroupOffsets('g', [{ topic: 'orders', partition: 0 }])),
    await refused(admin.deleteConsumerGroups(['g', 'h'])),
  ];
}

async function main(): Promise<void> {
  const cluster = await MockCluster.start({ brokers: 1, topics: { orders: 1 } });
  const config = { 'bootstrap.servers': cluster.bootstrapServers };
  // The memory damage is noticed in about two of three rounds.
  for (let round = 0; round < 4; round++) {
    const admin = new AdminClient(config);
    console.log((await callAll(admin)).join(' '));
    await admin.close();
    const producer = new Producer(config);
    const shared = AdminClient.from(producer);
    console.log((await callAll(shared)).join(' '));
    await shared.close();
    await producer.close();
  }
  // Handles are destroyed on other threads after close() has resolved. Keeps the process alive to see a crash there.
  await sleep(2000);
  await cluster.close();
}

void main();
