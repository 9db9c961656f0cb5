// A generator of one's own over pollSync, in a worker thread: the main thread stays free while this one blocks.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { Consumer, type ConsumerRecord } from 'kafka-napi';

function* quietFor(consumer: Consumer<'bytes', 'string'>, ms: number): Generator<ConsumerRecord<Buffer, string>> {
  for (;;) {
    const records = consumer.pollSync(ms);
    if (records.isEmpty) return;
    yield* records;
  }
}

if (isMainThread) {
  new Worker(new URL(import.meta.url)).on('message', (total: number) => console.log(`${total} characters`));
} else {
  const consumer = new Consumer({
    'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
    'group.id': 'example-sync',
    'auto.offset.reset': 'earliest',
    'key.deserializer': 'bytes',
    'value.deserializer': 'string',
  });
  consumer.subscribe(['orders']);
  let total = 0;
  for (const record of quietFor(consumer, 10_000)) total += record.value?.length ?? 0;
  consumer.closeSync();
  parentPort!.postMessage(total);
}
