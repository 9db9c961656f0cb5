/**
 * Makes clients and forgets them, in slices, and waits for the garbage collector to find each. Needs --expose-gc. Arguments:
 * how many in all, how many in a slice. Prints how many were collected and the threads at the beginning and the end.
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
  // Every third one has nobody to talk to.
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
  // Destroying goes on for a moment after the collector is done with the object.
  while (threads() > before) await sleep(20);
  console.log(JSON.stringify({ collected, before, after: threads() }));
  cluster.close();
}

void main();
