/**
 * Runs the cases with the given numbers, one after another, and prints a line of JSON for each: its name and its
 * faults. Must end on its own: anything that keeps the process alive is a fault, too.
 */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { Producer } from '../../../src/index';
import { MockCluster } from '../../../src/testing';
import { allCases, nameOf, type Case } from './cases';
import { runClientCase } from './client-case';
import { PER_PARTITION, runConsumerCase } from './consumer-case';
import { runProducerCase } from './producer-case';
import { MINE } from './trap';
import { runWorkCase } from './work-case';

const stray: string[] = [];
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    if ((error as Error)?.message !== MINE) stray.push(`${event}: ${(error as Error)?.stack ?? String(error)}`);
  });

const threads = (): number => readdirSync('/proc/self/task').length;

async function threadsBackTo(before: number): Promise<number> {
  for (let looks = 0; threads() > before && looks < 80; looks++) await sleep(100);
  return Math.max(0, threads() - before);
}

async function seedRecords(servers: string): Promise<void> {
  const producer = new Producer({ 'bootstrap.servers': servers });
  for (const partition of [0, 1])
    for (let offset = 0; offset < PER_PARTITION; offset++)
      producer.produce({ topic: 'seed', partition, value: `${partition}/${offset}` });
  await producer.flush();
  await producer.close();
}

function run(one: Case, servers: string, number: number): Promise<string[]> {
  switch (one.role) {
    case 'producer':
      return runProducerCase(one, servers, `t${number}`);
    case 'consumer':
      return runConsumerCase(one, servers, 'seed', `g${number}`);
    case 'transactional producer':
      return runWorkCase(one, servers, `t${number}`);
    case 'client':
      return runClientCase(one, servers);
  }
}

async function main(): Promise<void> {
  const cluster = await MockCluster.start({ topics: { seed: 2 } });
  await seedRecords(cluster.bootstrapServers);
  for (const number of process.argv.slice(2).map(Number)) {
    const one = allCases[number]!;
    const before = threads();
    cluster.createTopic(`t${number}`, { numPartitions: 2 });
    const faults = await run(one, cluster.bootstrapServers, number);
    const left = await threadsBackTo(before);
    if (left > 0) faults.push(`${left} threads are left`);
    faults.push(...stray.splice(0));
    console.log(JSON.stringify({ number, name: nameOf(one), faults }));
  }
  await cluster.close();
}

void main();
