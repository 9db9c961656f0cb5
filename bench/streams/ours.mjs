// The programs of java/StreamsBench.java on kafka-napi/streams. Arguments: bootstrap servers, application id, program,
// input, output, number of records, guarantee. Prints one line of JSON.
import { createRequire } from 'node:module';

import { Meter } from './meter.mjs';

const { KafkaStreams, StreamsBuilder, TimeWindows } = createRequire(import.meta.url)('../../dist/streams/index.js');

const [bootstrap, id, program, input, output, total, guarantee] = process.argv.slice(2);
const text = { keySerde: 'string', valueSerde: 'string' };
const meter = new Meter(Number(total));

const table = (stream) => stream.toTable({ storeName: 'rows', ...text });
const short = (value) => value.slice(0, 20);

const programs = {
  echo: (stream) =>
    stream
      .filter((key) => !key.endsWith('7'))
      .mapValues((value) => `${value}!`)
      .to(output, text),
  count: (stream) => stream.groupByKey().count({ storeName: 'counts' }),
  'count-to': (stream) =>
    stream
      .groupByKey()
      .count({ storeName: 'counts' })
      .toStream()
      .to(output, { keySerde: 'string', valueSerde: 'int64' }),
  window: (stream) =>
    stream
      .groupByKey()
      .windowedBy(TimeWindows.ofSizeWithNoGrace(60_000))
      .count({ storeName: 'counts', retention: 600_000 }),
  table: (stream) => table(stream).mapValues(short, { storeName: 'short', ...text }),
  'table-to': (stream) => table(stream).mapValues(short).toStream().to(output, text),
};

const builder = new StreamsBuilder();
programs[program](builder.stream(input, text).peek(() => meter.count()));
const streams = new KafkaStreams(builder.build(), {
  'bootstrap.servers': bootstrap,
  'application.id': id,
  'processing.guarantee': guarantee,
  'replication.factor': 1,
});
streams.setUncaughtExceptionHandler((error) => {
  console.error(error);
  process.exit(1);
});
await streams.start();
await meter.allSeen;
await streams.close();
meter.print();
