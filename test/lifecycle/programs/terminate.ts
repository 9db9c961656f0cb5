/** Starts workers and terminates each at a random moment. Arguments: number of workers, and number at a time. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { transformSync } from '@swc/core';

import { native } from '../../../src/binding/native';
import { addonPath } from '../../helpers/addon';
import { Random, seedOfRun } from '../../helpers/random';

const [total, atOnce] = process.argv.slice(2).map(Number) as [number, number];
const seed = seedOfRun();
const random = new Random(seed);
console.log(`seed ${seed}`);

// Transpiled once. Otherwise five hundred workers would spend all their time on it.
const file = path.join(__dirname, 'restless-worker.ts');
const { code } = transformSync(readFileSync(file, 'utf8'), {
  filename: file,
  swcrc: false,
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
});
const cluster = new native.MockCluster(2);
cluster.createTopic('t', 4, 2);

/** Resolves when a worker has been up for a random time of at most 60 ms and is gone. */
function oneLife(): Promise<void> {
  const workerData = { addon: addonPath(), bootstrap: cluster.bootstrapServers };
  const worker = new Worker(code, { eval: true, execArgv: [], workerData });
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.once('message', () => setTimeout(() => void worker.terminate(), random.below(60)));
    worker.once('exit', () => resolve());
  });
}

async function main(): Promise<void> {
  let started = 0;
  let ended = 0;
  const line = async (): Promise<void> => {
    while (started++ < total) {
      await oneLife();
      ended++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  cluster.close();
  console.log(JSON.stringify({ ended }));
}

void main();
