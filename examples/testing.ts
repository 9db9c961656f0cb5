// A test of one's own code against brokers inside the test process.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Consumer, Producer } from 'kafka-napi';
import { MockCluster } from 'kafka-napi/testing';

/** The code under test: copies a topic in upper case until the source has been read to its end. */
async function shout(servers: string, from: string, to: string): Promise<number> {
  const consumer = new Consumer({ 'bootstrap.servers': servers, 'value.deserializer': 'string' });
  const producer = new Producer({ 'bootstrap.servers': servers });
  let count = 0;
  try {
    const partitions = await consumer.partitionsFor(from);
    consumer.assign(partitions.map(({ partition }) => ({ topic: from, partition, offset: 'beginning' as const })));
    for await (const record of consumer.stream({ to: 'end' })) {
      await producer.send({ topic: to, key: record.key, value: record.value?.toUpperCase() });
      count++;
    }
  } finally {
    await Promise.all([producer.close(), consumer.close()]);
  }
  return count;
}

test('shout survives a leader that moves', async () => {
  const cluster = await MockCluster.start({ brokers: 3, topics: { quiet: 2, loud: 2 } });
  try {
    const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
    await producer.sendBatch(['a', 'b', 'c'].map((value) => ({ topic: 'quiet', value })));
    await producer.close();

    cluster.failNext('Produce', 'ERR_NOT_LEADER_FOR_PARTITION');
    assert.equal(await shout(cluster.bootstrapServers, 'quiet', 'loud'), 3);
  } finally {
    await cluster.close();
  }
});
