import { Consumer } from '../../../src/consumer/consumer';
import { withProducer } from './with-producer';

test('timestamps are written as given, 0 among them; left out: now', async () => {
  await withProducer({}, async (producer, cluster) => {
    const given = [0, 1, 1_600_000_000_000, 2 ** 41, 0];
    const before = Date.now();
    for (const timestamp of given) {
      await producer.send({ topic: 't', value: 'x', timestamp });
    }
    // A batch that begins with one of 0, and one with headers.
    await producer.sendBatch([
      { topic: 't', value: 'a', timestamp: 0 },
      { topic: 't', value: 'b', timestamp: 5, headers: { a: 'b' } },
      { topic: 't', value: 'c' },
    ]);
    const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers });
    consumer.assign([{ topic: 't', partition: 0, offset: 0 }]);
    const read = (await consumer.consume(given.length + 3, 20_000)).map((record) => record.timestamp);
    await consumer.close();
    expect(read.slice(0, -1)).toEqual([...given, 0, 5]);
    expect(read.at(-1)).toBeGreaterThanOrEqual(before);
  });
});
