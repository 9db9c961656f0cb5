/**
 * Creates clients without keeping them, in slices, and waits until the garbage collector has found each. Needs
 * --expose-gc. Arguments: number of clients, and number per slice. Prints how many were collected, and the number of
 * threads at the beginning and the end.
 */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { native } from '../../../src/binding/native';
import { RawClient } from './raw-client';

const [total, slice] = process.argv.slice(2).map(Number) as [number, number];
const cluster = new native.MockCluster(1);
cluster.createTopic('t', 1, 1);
let collected = 0;
const registry = new FinalizationRegistry(() => collected++);

const threads = (): number => readdirSync('/proc/self/task').length;

function makeAndForget(index: number): void {
  const role = index % 2 === 0 ? 'producer' : 'consumer';
  // Every third one has no broker.
  const bootstrap = index % 3 === 0 ? '127.0.0.1:1' : cluster.bootstrapServers;
  const client = new RawClient(role, { 'bootstrap.servers': bootstrap, 'group.id': `g${index}` });
  if (role === 'producer') client.produce('t', 10);
  else client.handle.call('subscribe', { topics: ['t'] });
  if (index % 5 === 0) client.handle.request(1, 'metadata', { topics: null, timeoutMs: 1000 });
  registry.register(client, index);
}

async function main(): Promise<void> {
  const before = threads();
  for (let made = 0; made < total;) {
    const end = Math.min(total, made + slice);
    while (made < end) makeAndForget(made++);
    while (collected < end) {
      await sleep(20);
      globalThis.gc!();
    }
  }
  // Destruction continues for a moment after the object was collected.
  while (threads() > before) await sleep(20);
  console.log(JSON.stringify({ collected, before, after: threads() }));
  cluster.close();
}

void main();
