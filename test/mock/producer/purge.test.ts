/** What purge() drops: the records before it, never those after it. */
import { Producer } from '../../../src';
import { MockCluster } from '../../../src/testing';

const ROUNDS = 2000;

// librdkafka's broker threads purge when they see the request. Records that were produced meanwhile must stay.
test.each([{}, { inFlight: true }])('a record that is sent after purge(%j) is delivered', async (options) => {
  await using mock = await MockCluster.start({ brokers: 1, topics: { t: 1 } });
  await using producer = new Producer({ 'bootstrap.servers': mock.bootstrapServers, 'linger.ms': 0 });
  await producer.send({ topic: 't', value: 'first' });
  for (let round = 0; round < ROUNDS; round++) {
    const before = producer.send({ topic: 't', value: 'before' }).catch(() => undefined);
    producer.purge(options);
    await producer.send({ topic: 't', value: 'after' });
    await before;
  }
});
