// Exactly-once from topic to topic: each batch, and the offsets behind it, in one transaction.
import { Consumer, Producer } from 'kafka-napi';

const servers = process.env.BOOTSTRAP ?? 'localhost:9092';
await using producer = new Producer({ 'bootstrap.servers': servers, 'transactional.id': 'example-copy' });
await using consumer = new Consumer({
  'bootstrap.servers': servers,
  'group.id': 'example-transactions',
  'enable.auto.commit': false,
  'isolation.level': 'read_committed',
  'auto.offset.reset': 'earliest',
});
consumer.subscribe(['orders']);
process.once('SIGINT', () => void consumer.close());
await producer.initTransactions();

for (;;) {
  try {
    for await (const batch of consumer.batches()) {
      await producer.transaction(async () => {
        for (const { key, value } of batch) producer.produce({ topic: 'orders-copy', key, value });
        await producer.sendOffsetsToTransaction(batch.offsets(), consumer.groupMetadata());
      });
    }
    break;
  } catch (error) {
    // The transaction was aborted: its input is read again.
    console.error('aborted:', error);
    await consumer.seekToCommitted();
  }
}
