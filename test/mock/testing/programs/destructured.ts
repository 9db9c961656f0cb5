/** Keeps nothing of the cluster but its address, as tests are written, and lets the collector run. */
import { Producer } from '../../../../src/producer/producer';
import { MockCluster } from '../../../../src/testing';

async function main(): Promise<void> {
  const { bootstrapServers } = await MockCluster.start({ topics: { t: 1 } });
  const producer = new Producer({
    'bootstrap.servers': bootstrapServers,
    'delivery.timeout.ms': 5000,
    'request.timeout.ms': 2000,
  });
  for (let i = 0; i < 20; i++) {
    await producer.send({ topic: 't', value: 'v' });
    (globalThis as { gc?: () => void }).gc!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await producer.close();
  console.log('sent 20');
}

void main();
