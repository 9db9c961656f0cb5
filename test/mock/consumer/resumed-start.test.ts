import { Consumer, Producer } from '../../../src';
import { MockCluster } from '../../../src/testing';

const ROUNDS = 60;
const PARTITIONS = 50;

test('partitions that are paused and resumed while they start are all fetched', async () => {
  await using mock = await MockCluster.start({ topics: { t: PARTITIONS } });
  const bootstrap = { 'bootstrap.servers': mock.bootstrapServers };
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: 't', partition }));
  await using producer = new Producer(bootstrap);
  await Promise.all(partitions.map((one) => producer.send({ ...one, value: 'v' })));
  await using consumer = new Consumer({
    ...bootstrap,
    // In a group, partitions start when the answer with their committed offsets comes: beside what happens here.
    'group.id': 'g',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
    'fetch.max.wait.ms': 10,
    // Each thread writes its line between two steps that belong together.
    debug: 'topic',
  });
  for (let round = 0; round < ROUNDS; round++) {
    consumer.assign(partitions);
    for (let i = 0; i < 5; i++) {
      consumer.pause(partitions);
      consumer.resume(partitions);
    }
    const fetched = new Set<number>();
    while (fetched.size < PARTITIONS) {
      const records = await consumer.consume(PARTITIONS - fetched.size, 10_000);
      if (records.length === 0) break;
      for (const { partition } of records) fetched.add(partition);
    }
    const missing = partitions.filter(({ partition }) => !fetched.has(partition));
    expect({ round, missing }).toEqual({ round, missing: [] });
    consumer.unsubscribe();
  }
}, 120_000);
