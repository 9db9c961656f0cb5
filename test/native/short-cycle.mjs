// Run by valgrind under Node: in-process brokers; a producer, a consumer, a transaction; everything is closed.
import { Consumer, Producer } from '../../dist/index.mjs';
import { MockCluster } from '../../dist/testing/index.mjs';

const cluster = await MockCluster.start({ brokers: 1, topics: { t: 2 } });
const bootstrap = { 'bootstrap.servers': cluster.bootstrapServers };
const COUNT = 200;
const LARGE = 300 * 1024;

const producer = new Producer({ ...bootstrap, 'compression.type': 'zstd', 'max.request.size': 4 * 1024 * 1024 });
for (let i = 0; i < COUNT; i++)
  producer.produce({ topic: 't', key: `k${i}`, value: Buffer.alloc(i === 7 ? LARGE : i, i), headers: { h: `${i}` } });
await producer.flush();
await producer.close();

const transactional = new Producer({ ...bootstrap, 'transactional.id': 'valgrind' });
await transactional.initTransactions();
transactional.beginTransaction();
await transactional.send({ topic: 'u', partition: 0, value: 'in a transaction' });
await transactional.commitTransaction();
await transactional.close();

const consumer = new Consumer({ ...bootstrap, 'group.id': 'valgrind', 'auto.offset.reset': 'earliest' });
consumer.subscribe(['t']);
let seen = 0;
let bytes = 0;
for await (const record of consumer) {
  seen++;
  bytes += record.value.length;
  if (seen === COUNT) break;
}
await consumer.close();
await cluster.close();

const expected = (COUNT * (COUNT - 1)) / 2 - 7 + LARGE;
if (bytes !== expected) throw new Error(`${bytes} bytes came back; ${expected} were sent`);
console.log(`${seen} records, ${bytes} bytes`);
