/** A delivery callback throws. Prints what ran, in order, and ends as an uncaught exception ends a process. */
import { Producer } from '../../../../src/producer/producer';
import { MockCluster } from '../../../../src/testing';

/** Kept in a variable: an unreferenced cluster is collected, and then no broker is left. */
let cluster: MockCluster;

async function main(): Promise<void> {
  cluster = await MockCluster.start({ topics: { t: 1 } });
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
  process.on('uncaughtExceptionMonitor', (error) => console.log(error.message));
  for (const name of ['first', 'second']) {
    producer.produce({ topic: 't', value: name }, () => {
      console.log(name);
      if (name === 'first') throw new Error('mine');
    });
  }
}

void main();
