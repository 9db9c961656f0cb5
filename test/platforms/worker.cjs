// One worker of smoke.cjs: a thousand records out and in; or an open producer and consumer that are never closed.
const path = require('node:path');
const { parentPort, workerData } = require('node:worker_threads');

const { Producer, Consumer } = require(path.join(workerData.dist, 'index.js'));
const servers = { 'bootstrap.servers': workerData.servers };
const { topic } = workerData;

async function main() {
  const producer = new Producer(servers);
  await producer.sendBatch(Array.from({ length: 1000 }, (_, i) => ({ topic, value: String(i) })));
  const consumer = new Consumer({ ...servers, 'group.id': topic, 'auto.offset.reset': 'earliest' });
  consumer.subscribe([topic]);
  if (workerData.stayOpen) {
    parentPort.postMessage('open');
    setInterval(() => {}, 1000);
    return;
  }
  let count = 0;
  for await (const record of consumer.stream({ idleTimeoutMs: 60_000 })) {
    if (record.value !== null && ++count === 1000) break;
  }
  await consumer.close();
  await producer.close();
  parentPort.postMessage(count);
}

void main();
