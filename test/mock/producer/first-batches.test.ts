import { Consumer } from '../../../src/consumer/consumer';
import { withProducer } from './with-producer';

/**
 * The first batch of a partition is refused, the second is accepted: a broker does so if it becomes the leader between
 * them and does not know this producer's sequence yet.
 */
test('a refused first batch is not taken for written because a later one was', async () => {
  await withProducer({ 'batch.size': 1000, 'linger.ms': 0 }, async (producer, cluster) => {
    cluster.failNext('Produce', 'ERR_NOT_LEADER_FOR_PARTITION');
    const sends = ['0', '1', '2', '3'].map((value) =>
      producer.send({ topic: 't', partition: 0, key: value, value: Buffer.alloc(2000) }),
    );
    await Promise.all(sends);
    const consumer = new Consumer({
      'bootstrap.servers': cluster.bootstrapServers,
      'group.id': 'g',
      'auto.offset.reset': 'earliest',
    });
    try {
      consumer.subscribe(['t']);
      const keys: string[] = [];
      for await (const record of consumer) {
        keys.push(String(record.key));
        if (keys.at(-1) === '3') break;
      }
      expect(keys).toEqual(['0', '1', '2', '3']);
    } finally {
      await consumer.close();
    }
  });
});
