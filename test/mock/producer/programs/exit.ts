/** Produces and returns: the process stays until everything is settled, and then ends by itself. */
import { Producer } from '../../../../src/producer/producer';
import { MockCluster } from '../../../../src/testing';

/** Kept in a variable: an unreferenced cluster is collected, and then no broker is left. */
let cluster: MockCluster;

async function main(): Promise<void> {
  cluster = await MockCluster.start({ topics: { t: 1 } });
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'linger.ms': 300 });
  let delivered = 0;
  for (let i = 0; i < 10; i++)
    producer.produce({ topic: 't', value: 'v' }, (error) => (delivered += error === null ? 1 : 0));
  process.on('exit', () => console.log(`delivered ${delivered}`));
  if (process.argv[2] === 'exit-handler') {
    process.on('exit', () => console.log(`left ${producer.flushSync(10_000)}, delivered ${delivered}`));
    process.exit(0);
  }
}

void main();
