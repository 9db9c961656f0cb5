// How fast one worker reads: a text filter, an equality in KQL, a pattern; and how soon it ends when it is cancelled.
import { setTimeout as sleep } from 'node:timers/promises';

import { AdminClient, newProducer, write } from '../lib/kafka.mjs';
import { median } from '../lib/report.mjs';
import { Server } from '../lib/server.mjs';

const symbols = ['AAPL', 'MSFT', 'GOOG', 'AMZN', 'PNK1', 'IBM', 'ORCL', 'NVDA'];

/** 200 bytes. */
function trade(at) {
  const head = `{"symbol":"${symbols[at % symbols.length]}","price":${100 + (at % 1000) * 0.25},"trader":"t-${at % 997}","pad":"`;
  return Buffer.from(`${head}${'x'.repeat(198 - head.length)}"}`);
}

/** What is looked for is in no record: all of them are read. */
const filters = [
  ['text', { text: 'nowhere' }, 300],
  ['KQL equality', { where: "symbol = 'NONE'" }, 200],
  ['KQL matches', { where: "symbol matches '^Z{4}$'" }, 100],
];

export async function measureScans({ report, kafka, records, rounds }) {
  const topic = 'trades';
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  await admin.createTopics([{ name: topic, numPartitions: 4, replicationFactor: 1 }]);
  await admin.close();
  const producer = newProducer(kafka);
  await write(producer, topic, records, 4, trade);
  await producer.close();

  const server = await Server.start(kafka.bootstrapServers);
  const request = { topic, mode: 'oldest', limit: 500, budget: { records: 10_000_000, bytes: 2 ** 33, ms: 600_000 } };
  for (const [name, filter, least] of filters) {
    const rates = [];
    const byCpu = [];
    // The first one starts the worker.
    for (let round = 0; round <= rounds; round++) {
      const cpu = server.cpu;
      const { name: end, data } = await server.stream('scan', { ...request, ...filter });
      if (end !== 'done' || Number(data.scanned) !== records)
        throw new Error(`${name}: ${end} ${JSON.stringify(data)}`);
      if (round === 0) continue;
      rates.push(records / data.ms);
      byCpu.push(records / (server.cpu - cpu) / 1000);
    }
    report.add(`scan, ${name}, 200 B of JSON, median`, median(rates), 'k/s', { least });
    report.add(`scan, ${name}, a second of the processor`, median(byCpu), 'k');
  }

  const waits = [];
  for (let round = 0; round < rounds; round++) {
    let scanId;
    const scan = server.stream('scan', { ...request, text: 'nowhere' }, ({ name, data }) => {
      if (name === 'meta') ({ scanId } = data);
    });
    while (scanId === undefined) await sleep(5);
    // Under way, and not at its end: 100,000 records take 100 ms.
    await sleep(20);
    const asked = performance.now();
    await server.ask('DELETE', `scans/${scanId}`);
    await scan;
    waits.push(performance.now() - asked);
  }
  report.add('scan: from the cancel to its end, median', median(waits), 'ms', { most: 100 });
  await server.stop();
}
