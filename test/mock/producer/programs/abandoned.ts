/** An unreferenced producer is collected once none of its records is outstanding. Needs --expose-gc. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Producer } from '../../../../src/producer/producer';
import { MockCluster } from '../../../../src/testing';

const collected: string[] = [];
const registry = new FinalizationRegistry<string>((name) => collected.push(name));

async function makeAndForget(bootstrapServers: string): Promise<void> {
  const producer = new Producer({ 'bootstrap.servers': bootstrapServers });
  registry.register(producer, 'producer');
  await producer.send({ topic: 't', value: 'v' });
  producer.produce({ topic: 't', value: 'forgotten' }, () => console.log('delivered'));
}

async function main(): Promise<void> {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  await makeAndForget(cluster.bootstrapServers);
  for (let i = 0; i < 500 && collected.length === 0; i++) {
    await sleep(20);
    globalThis.gc!();
  }
  console.log(`collected ${collected.length}`);
  await cluster.close();
}

void main();
