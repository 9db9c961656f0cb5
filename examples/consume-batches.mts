// The fastest loop: a view over each batch, nothing made until it is looked at.
import { Consumer } from 'kafka-napi';

const consumer = new Consumer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'group.id': 'example-batches',
  'auto.offset.reset': 'earliest',
  'max.poll.records': 5000,
});
consumer.subscribe(['measurements']);
process.once('SIGINT', () => void consumer.close());

let sum = 0;
for await (const batch of consumer.batches()) {
  for (const { value } of batch) sum += value === null ? 0 : value.readDoubleBE(0);
  console.log(`${batch.count} more, sum ${sum}`);
}
await consumer.close();
