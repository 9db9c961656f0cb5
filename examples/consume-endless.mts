// An endless listener, until Ctrl-C. `close()` ends the loop like `break`.
import { Consumer } from 'kafka-napi';

const consumer = new Consumer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'group.id': 'example-endless',
  'auto.offset.reset': 'earliest',
  'value.deserializer': 'string',
});
consumer.subscribe(['orders']);
process.once('SIGINT', () => void consumer.close());

for await (const record of consumer) {
  console.log(`${record.topic}-${record.partition}@${record.offset}: ${record.value}`);
}
await consumer.close();
