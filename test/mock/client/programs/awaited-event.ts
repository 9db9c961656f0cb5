/** Waits for events of clients that only a listener refers to, while the garbage collector runs. Needs --expose-gc. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminClient, Consumer, Producer } from '../../../../src/index';
import { MockCluster } from '../../../../src/testing';

const collected: string[] = [];
const registry = new FinalizationRegistry<string>((name) => collected.push(name));

interface Client {
  once(name: 'stats', listener: (statistics: Record<string, unknown>) => void): unknown;
}

async function waitForStatistics(client: Client, name: string): Promise<string> {
  registry.register(client, name);
  await new Promise((resolve) => client.once('stats', resolve));
  return name;
}

async function main(): Promise<void> {
  const cluster = await MockCluster.start();
  const config = { 'bootstrap.servers': cluster.bootstrapServers, 'statistics.interval.ms': 500 };
  const waits = [
    waitForStatistics(new Producer(config), 'producer'),
    waitForStatistics(new Consumer({ ...config, 'group.id': 'g' }), 'consumer'),
    waitForStatistics(new AdminClient(config), 'admin'),
  ];
  const ended: string[] = [];
  for (const wait of waits) void wait.then((name) => ended.push(name));
  for (let i = 0; i < 500 && ended.length + collected.length < 3; i++) {
    await sleep(20);
    globalThis.gc!();
  }
  console.log(`emitted: ${ended.sort().join(' ')}`);
  for (let i = 0; i < 500 && collected.length < 3; i++) {
    await sleep(20);
    globalThis.gc!();
  }
  console.log(`collected afterwards: ${collected.sort().join(' ')}`);
  await cluster.close();
}

void main();
