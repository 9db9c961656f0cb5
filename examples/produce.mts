// As fast as it goes: a callback for each record, and the return value of produce() as the brake.
import { Producer } from 'kafka-napi';

await using producer = new Producer({
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'linger.ms': 5,
  'batch.size': 1_000_000,
  'compression.type': 'lz4',
});
producer.on('error', (error) => console.error(error.message));

let delivered = 0;
let failed = 0;
for (let i = 0; i < 1_000_000; i++) {
  const hasRoom = producer.produce({ topic: 'orders', key: `customer-${i % 1000}`, value: `order ${i}` }, (error) => {
    if (error === null) delivered++;
    else console.error(++failed, error.code, error.persisted, error.message);
  });
  if (!hasRoom) await producer.drained();
}
// close() would do this too; flush() tells while it goes on.
for (let left = await producer.flush(1000); left > 0; left = await producer.flush(1000)) console.log(`${left} to go`);
console.log({ delivered, failed });
