// Everything that is in the topic now, and not a record more: for reports, for filling a cache at the start.
import { Consumer, json } from 'kafka-napi';

interface Order {
  id: string;
  total: number;
}

await using consumer = new Consumer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'key.deserializer': 'string',
  'value.deserializer': json<Order>(),
});
const partitions = await consumer.partitionsFor('orders');
consumer.assign(partitions.map(({ topic, partition }) => ({ topic, partition, offset: 'beginning' })));

const latest = new Map<string, Order>();
for await (const { key, value } of consumer.stream({ to: 'end' })) {
  if (key === null) continue;
  if (value === null) latest.delete(key);
  else latest.set(key, value);
}
console.log(`${latest.size} orders`);
