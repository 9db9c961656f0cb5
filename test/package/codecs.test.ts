/** Every compression type of Kafka is in the binary: librdkafka refuses one that it was built without. */
import { Consumer, Producer } from '../../src/index';
import { MockCluster } from '../../src/testing/index';

test.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('%s: what is compressed comes back as it was', async (codec) => {
  const cluster = await MockCluster.start({ brokers: 1, topics: { compressed: 1 } });
  const values = Array.from({ length: 500 }, (_, i) => `${i} `.repeat(100));
  const producer = new Producer({
    'bootstrap.servers': cluster.bootstrapServers,
    'compression.type': codec,
    'linger.ms': 50,
  });
  const consumer = new Consumer({
    'bootstrap.servers': cluster.bootstrapServers,
    'group.id': 'codecs',
    'auto.offset.reset': 'earliest',
    'value.deserializer': 'string',
  });
  try {
    await producer.sendBatch(values.map((value) => ({ topic: 'compressed', value })));
    consumer.subscribe(['compressed']);
    const records = await consumer.consume(values.length, 30_000);
    expect(records.map((record) => record.value)).toEqual(values);
  } finally {
    await Promise.all([producer.close(), consumer.close()]);
    await cluster.close();
  }
});
