/** Eight workers load the addon at once. Each produces to its own topic and reads everything back. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

import { native } from '../../../src/binding/native';
import { RawClient } from './raw-client';

const WORKERS = 8;
const ROUNDS = 20;
const PER_ROUND = 1000;
const PARTITIONS = 2;

async function work({ bootstrap, topic }: { bootstrap: string; topic: string }): Promise<void> {
  const producer = new RawClient('producer', { 'bootstrap.servers': bootstrap });
  const consumer = new RawClient('consumer', {
    'bootstrap.servers': bootstrap,
    'group.id': topic,
    'auto.offset.reset': 'earliest',
  });
  producer.handle.ref();
  consumer.handle.call('subscribe', { topics: [topic] });
  for (let round = 0; round < ROUNDS; round++) producer.produce(topic, PER_ROUND);
  const all = ROUNDS * PER_ROUND;
  while (producer.delivered + producer.deliveryErrors.length < all || consumer.consumed < producer.delivered) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  parentPort!.postMessage({ topic, delivered: producer.delivered, consumed: consumer.consumed });
  await Promise.all([producer.destroy(), consumer.destroy()]);
}

async function main(): Promise<void> {
  const cluster = new native.MockCluster(3);
  const topics = Array.from({ length: WORKERS }, (_, i) => `t${i}`);
  for (const topic of topics) cluster.createTopic(topic, PARTITIONS, 1);
  await Promise.all(
    topics.map((topic) => {
      const worker = new Worker(__filename, { workerData: { bootstrap: cluster.bootstrapServers, topic } });
      worker.on('message', (counts) => console.log(JSON.stringify(counts)));
      return new Promise<void>((resolve, reject) => {
        worker.on('error', reject);
        worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${topic}: exit ${code}`))));
      });
    }),
  );
  cluster.close();
}

void (isMainThread ? main() : work(workerData as { bootstrap: string; topic: string }));
