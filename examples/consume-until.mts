// Stops on a condition. The record that meets it is the last one handed over; the next loop goes on behind it.
import { Consumer, json } from 'kafka-napi';

await using consumer = new Consumer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'group.id': 'example-until',
  'auto.offset.reset': 'earliest',
  'value.deserializer': json<{ type: string }>(),
});
consumer.subscribe(['events']);

for await (const record of consumer.stream({
  until: ({ value }) => value?.type === 'end-of-day',
  idleTimeoutMs: 60_000,
})) {
  console.log(record.offset, record.value);
}
await consumer.commit();
