// Fan-out: up to 32 handlers at once, the records of one key one after another, committed when they are done.
import { Consumer, json } from 'kafka-napi';

const consumer = new Consumer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'group.id': 'example-parallel',
  'auto.offset.reset': 'earliest',
  'value.deserializer': json<{ url: string }>(),
});
consumer.subscribe(['webhooks']);
process.once('SIGINT', () => void consumer.close());

await consumer.forEach(
  async (record, { signal }) => {
    if (record.value === null) return;
    // `signal` aborts when the partition goes to another consumer.
    await fetch(record.value.url, { method: 'POST', signal });
  },
  { concurrency: 32, by: 'key' },
);
await consumer.close();
