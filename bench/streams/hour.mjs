// node bench/streams/hour.mjs [--minutes 60] [--rate 6000] [--keys 10000] [--guarantee at_least_once]
//
// Counts for an hour, and prints the memory of the application each minute: RSS, and the heap after a collection. Ends
// with 1 if the last quarter of the time has more of either than the second one. Starts its own broker; the records
// come from this process, the application is one of its own. Needs `npm run build`.
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { startKafka, stopKafka } from '../lib/kafka.mjs';
import { median } from '../lib/stats.mjs';

const { AdminClient, Producer } = createRequire(import.meta.url)('../../dist/index.js');
const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '6000' },
    keys: { type: 'string', default: '10000' },
    guarantee: { type: 'string', default: 'at_least_once' },
  },
});
const [minutes, rate, keys] = [options.minutes, options.rate, options.keys].map(Number);
/** What is not growth: so many MB, and a tenth. */
const NOISE = { rss: 20, heap: 3, external: 10 };

/** Sends until `isOver`, in slices of 50 ms. */
async function feed(bootstrap, isOver) {
  const producer = new Producer({ 'bootstrap.servers': bootstrap, 'linger.ms': 20 });
  const began = Date.now();
  for (let sent = 0; !isOver();) {
    for (const due = ((Date.now() - began) * rate) / 1000; sent < due; sent++) {
      const key = `customer-${sent % keys}`;
      if (!producer.produce({ topic: 'input', key, value: `order ${sent} `.padEnd(100 - key.length, '.') }))
        await producer.drained();
    }
    await sleep(50);
  }
  await producer.close();
}

const nextMessage = (child) =>
  new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the application has ended with ${code}`)));
  });

function verdict(samples) {
  const quarter = Math.floor(samples.length / 4);
  const grown = Object.keys(NOISE).filter((name) => {
    const of = (from) => median(samples.slice(from, from + quarter).map((sample) => sample[name]));
    const [before, after] = [of(quarter), of(samples.length - quarter)];
    console.log(`${name}: ${before} MB in the second quarter, ${after} MB in the last one`);
    return after > before * 1.1 + NOISE[name];
  });
  return grown;
}

const kafka = await startKafka(undefined);
try {
  const bootstrap = kafka.bootstrapServers;
  const admin = new AdminClient({ 'bootstrap.servers': bootstrap });
  await admin.createTopics([{ name: 'input', numPartitions: 4, replicationFactor: 1 }]);
  await admin.close();
  const application = fork(path.join(import.meta.dirname, 'counting.mjs'), [bootstrap, options.guarantee], {
    execArgv: ['--expose-gc'],
  });
  await nextMessage(application);
  let isOver = false;
  const feeding = feed(bootstrap, () => isOver);
  const samples = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await sleep(60_000);
    application.send('sample');
    const sample = await nextMessage(application);
    samples.push(sample);
    console.log(`${minute} min: ${JSON.stringify(sample)}`);
  }
  isOver = true;
  await feeding;
  application.removeAllListeners('exit');
  application.send('stop');
  await new Promise((resolve) => application.once('exit', resolve));
  const grown = verdict(samples);
  if (grown.length > 0) {
    console.log(`memory has grown: ${grown.join(', ')}`);
    process.exitCode = 1;
  }
} finally {
  await stopKafka(kafka);
}
