// A service that reads, transforms and writes, each input exactly once, whatever is killed. Run several with an id of their own each:
// INSTANCE=a npx tsx examples/exactly-once.mts
import { Consumer, KafkaError, Producer } from 'kafka-napi';

const servers = process.env.BOOTSTRAP ?? 'localhost:9092';
const instance = process.env.INSTANCE ?? 'a';

// The id stays the same over restarts: whoever comes next with it ends what this one left open, and fences it.
const producer = new Producer({ 'bootstrap.servers': servers, 'transactional.id': `totals-${instance}` });
const consumer = new Consumer({
  'bootstrap.servers': servers,
  'group.id': 'totals',
  'group.instance.id': instance,
  'enable.auto.commit': false,
  'isolation.level': 'read_committed',
  'auto.offset.reset': 'earliest',
});
let isStopping = false;
process.once('SIGINT', () => (isStopping = true));

try {
  await producer.initTransactions();
  consumer.subscribe(['orders']);
  while (!isStopping) {
    const records = await consumer.poll(500);
    if (records.isEmpty) continue;
    try {
      await producer.transaction(async (tx) => {
        for (const { key, value } of records)
          tx.produce({ topic: 'totals', key, value: value?.toString().toUpperCase() });
        await tx.sendOffsetsToTransaction(records.offsets(), consumer.groupMetadata());
      });
    } catch (error) {
      // Fenced, or past saving: another instance has taken over, and this one must go.
      if (!KafkaError.is(error) || error.isFatal) throw error;
      console.error(`aborted, and reading again: ${error.message}`);
      await consumer.seekToCommitted();
    }
  }
} finally {
  await Promise.all([consumer.close(), producer.close()]);
}
