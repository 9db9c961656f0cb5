// Several topics and partitions by hand, each from its own place, without a group.
import { Consumer } from 'kafka-napi';

await using consumer = new Consumer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'value.deserializer': 'string',
});
const hourAgo = Date.now() - 3_600_000;
const orders = (await consumer.partitionsFor('orders')).map(({ topic, partition }) => ({
  topic,
  partition,
  timestamp: hourAgo,
}));
const starts = await consumer.offsetsForTimes(orders);
consumer.assign([
  ...starts.map(({ topic, partition, offset }) => ({ topic, partition, offset: offset ?? ('end' as const) })),
  { topic: 'audit', partition: 0, offset: 'beginning' },
]);

for await (const batch of consumer.batches({ to: 'end' })) {
  for (const tp of batch.partitions()) {
    const records = batch.records(tp);
    console.log(
      `${tp.topic}-${tp.partition}: ${records.length} records, the last is ${records[records.length - 1]?.value}`,
    );
  }
}
