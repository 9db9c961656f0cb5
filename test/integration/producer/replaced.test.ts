/** Two producers with one transactional.id: the older one fails, and does the newer one no harm. */
import { Producer } from '../../../src/producer/producer';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();

const ends = {
  aborts: (older: Producer) => older.abortTransaction(),
  commits: (older: Producer) => older.commitTransaction(),
  'sends, then aborts': async (older: Producer, topic: string) => {
    const refused = older.send({ topic, partition: 0, value: 'older' });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_PRODUCER_EPOCH', persisted: 'no' });
    await older.abortTransaction();
  },
  'sends to another partition': (older: Producer, topic: string) =>
    older.send({ topic, partition: 1, value: 'older' }).then(() => undefined),
};

test.each(Object.entries(ends))('the older one %s while the newer one has a transaction', async (_, end) => {
  const topic = uniqueName('replaced');
  await kafka.createTopic(topic, { partitions: 2 });
  const create = async (): Promise<Producer> => {
    const producer = new Producer({ 'bootstrap.servers': kafka.bootstrapServers, 'transactional.id': topic });
    producer.on('error', () => undefined);
    await producer.initTransactions();
    return producer;
  };
  const older = await create();
  older.beginTransaction();
  await older.send({ topic, partition: 0, value: 'older' });
  const newer = await create();
  newer.beginTransaction();
  await newer.send({ topic, partition: 0, value: 'newer' });
  await expect(end(older, topic)).rejects.toMatchObject({ isFatal: true });
  expect(older.state).toBe('fatal');
  await newer.commitTransaction();
  const committed = await kafka.consume(topic, { isolation: 'read_committed' });
  expect(committed.map(({ value }) => value!.toString())).toEqual(['newer']);
  await Promise.all([older.close(), newer.close()]);
});
