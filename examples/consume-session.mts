// A session window: everything that comes, until nothing has come for five seconds.
import { Consumer } from 'kafka-napi';

await using consumer = new Consumer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'group.id': 'example-session',
  'auto.offset.reset': 'earliest',
});
consumer.subscribe(['orders']);

let count = 0;
let bytes = 0;
for await (const record of consumer.stream({ idleTimeoutMs: 5000 })) {
  count++;
  bytes += record.value?.length ?? 0;
}
console.log(`${count} records, ${bytes} bytes`);
