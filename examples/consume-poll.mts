// Java's loop: poll, work, commit.
import { Consumer, WakeupError } from 'kafka-napi';

const consumer = new Consumer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'group.id': 'example-poll',
  'enable.auto.commit': false,
  'auto.offset.reset': 'earliest',
  'value.deserializer': 'string',
});
consumer.subscribe(['orders'], {
  onPartitionsAssigned: (partitions) => console.log('assigned', partitions),
  onPartitionsRevoked: (partitions) => console.log('revoked', partitions),
});
process.once('SIGINT', () => consumer.wakeup());

try {
  for (;;) {
    const records = await consumer.poll(1000);
    for (const record of records) console.log(record.offset, record.value);
    if (!records.isEmpty) await consumer.commit(records);
  }
} catch (error) {
  if (!(error instanceof WakeupError)) throw error;
} finally {
  await consumer.close();
}
