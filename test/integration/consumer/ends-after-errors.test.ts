/** What is known of the end of a partition when the broker refuses a position, or has nothing behind it. */
import { AdminClient } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { stringConsumer } from './support';

const kafka = sharedKafka();

test('the lag stays known after a position that the broker refuses', async () => {
  const topic = uniqueName('refused');
  await kafka.createTopic(topic);
  await kafka.produce(topic, [{ value: 'a' }, { value: 'b' }]);
  const part = { topic, partition: 0 };
  await using consumer = stringConsumer({ 'auto.offset.reset': 'none', 'enable.auto.commit': false });
  consumer.assign([{ ...part, offset: 0 }]);
  await consumer.consume(2, 60_000);
  consumer.seek(part, 1000);
  await expect(consumer.poll(60_000)).rejects.toThrow('out of range');
  expect(consumer.currentLag(part)).toBe(0);
});

test('a position that was reset into an open transaction is known', async () => {
  const topic = uniqueName('inside');
  await kafka.createTopic(topic);
  const open = uniqueName('tx');
  await kafka.produce(topic, [{ value: 'a' }, { value: 'b' }], { transactionalId: open, outcome: 'open' });
  const part = { topic, partition: 0 };
  await using consumer = stringConsumer({ 'isolation.level': 'read_committed', 'enable.partition.eof': true });
  const ends: number[] = [];
  consumer.on('partitionEof', ({ offset }) => ends.push(offset));
  await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  try {
    consumer.assign([part]);
    while (ends.length === 0) await consumer.poll(100);
    await admin.deleteRecords([{ ...part, beforeOffset: 1 }]);
    while (consumer.position(part) !== 1) expect((await consumer.poll(100)).count).toBe(0);
    expect(ends).toEqual([0, 1]);
  } finally {
    await kafka.endTransaction(open, 'abort');
  }
});
