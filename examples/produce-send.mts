// One record, and many, each awaited: where they are, or why they are not.
import { DeliveryError, json, PartialFailureError, Producer } from 'kafka-napi';

interface Order {
  id: number;
  total: number;
}

await using producer = new Producer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'key.serializer': 'string',
  'value.serializer': json<Order>(),
});

const { partition, offset } = await producer.send({
  topic: 'orders',
  key: 'customer-1',
  value: { id: 1, total: 9.5 },
  headers: { source: 'example', trace: null },
});
console.log(`in partition ${partition} at offset ${offset}`);

try {
  const orders = Array.from({ length: 100 }, (_, id) => ({
    topic: 'orders',
    key: `customer-${id % 7}`,
    value: { id, total: id },
  }));
  const all = await producer.sendBatch(orders, { timeoutMs: 30_000 });
  console.log(`${all.length} more`);
} catch (error) {
  if (!(error instanceof PartialFailureError)) throw error;
  for (const reason of error.errors)
    console.error(reason.message, reason instanceof DeliveryError ? reason.persisted : '');
}
