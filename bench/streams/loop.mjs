// The program `echo` as a loop on the public API of kafka-napi, with the clients' properties of kafka-napi/streams.
// Arguments as those of ours.mjs; always at least once.
import { createRequire } from 'node:module';

import { Meter } from './meter.mjs';

const { Consumer, Producer } = createRequire(import.meta.url)('../../dist/index.js');

const [bootstrap, group, , input, output, total] = process.argv.slice(2);
const meter = new Meter(Number(total));
const consumer = new Consumer({
  'bootstrap.servers': bootstrap,
  'group.id': group,
  'key.deserializer': 'string',
  'value.deserializer': 'string',
  'auto.offset.reset': 'earliest',
  'enable.auto.commit': false,
  'enable.partition.eof': true,
  'max.poll.records': 1000,
});
const producer = new Producer({ 'bootstrap.servers': bootstrap, 'linger.ms': 100 });
const delivered = (error) => {
  if (error) throw error;
};

consumer.subscribe([input]);
while (!meter.isDone) {
  for (const { key, value, timestamp, headers } of await consumer.poll(100)) {
    meter.count();
    if (key.endsWith('7')) continue;
    const isAccepted = producer.produce({ topic: output, key, value: `${value}!`, timestamp, headers }, delivered);
    if (!isAccepted) await producer.drained();
  }
}
await producer.flush();
await consumer.commit();
await Promise.all([producer.close(), consumer.close()]);
meter.print();
