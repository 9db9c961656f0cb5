// The application of hour.mjs. Arguments: bootstrap servers, guarantee. Answers 'sample' with its memory in MB.
import { createRequire } from 'node:module';

const { KafkaStreams, StreamsBuilder } = createRequire(import.meta.url)('../../dist/streams/index.js');

const [bootstrap, guarantee] = process.argv.slice(2);
let seen = 0;
const builder = new StreamsBuilder();
builder
  .stream('input', { keySerde: 'string', valueSerde: 'string' })
  .peek(() => void seen++)
  .groupByKey()
  .count({ storeName: 'counts' });
const streams = new KafkaStreams(builder.build(), {
  'bootstrap.servers': bootstrap,
  'application.id': 'counting',
  'processing.guarantee': guarantee,
  'replication.factor': 1,
  'commit.interval.ms': 1000,
});
streams.setUncaughtExceptionHandler((error) => {
  console.error(error);
  process.exit(1);
});

const megabytes = (bytes) => Math.round(bytes / 2 ** 20);

async function sample() {
  // The second one collects what finalizers of the first have let go of.
  for (let i = 0; i < 2; i++) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send({ records: seen, rss: megabytes(rss), heap: megabytes(heapUsed), external: megabytes(external) });
}

process.on('message', (message) => {
  if (message === 'sample') void sample();
  else void streams.close().then(() => process.disconnect());
});
await streams.start();
await streams.ready();
process.send('ready');
