// @confluentinc/kafka-javascript: produces with its callback API, which is faster than its promise API. Consumes with
// eachBatch of the promise API, as its documentation advises; tuned trials use consume(n).
import { createRequire } from 'node:module';

import { Intake, main } from '../lib/driver.mjs';
import { touch } from '../lib/payload.mjs';
import { consume, nativeNames, produce, send } from './rdkafka-style.mjs';

const require = createRequire(import.meta.url);
const lib = require('@confluentinc/kafka-javascript');
const version = `${require('@confluentinc/kafka-javascript/package.json').version} (librdkafka ${lib.librdkafkaVersion})`;

async function eachBatch(options) {
  const kafka = new lib.KafkaJS.Kafka({});
  const consumer = kafka.consumer({
    'bootstrap.servers': options.servers,
    'group.id': options.group,
    'auto.offset.reset': 'earliest',
    ...nativeNames(options.properties),
  });
  const intake = new Intake(options);
  await consumer.connect();
  await consumer.subscribe({ topics: [options.topic] });
  await new Promise((resolve) => {
    consumer.run({
      eachBatch: async ({ batch }) => {
        let checksum = 0;
        let bytes = 0;
        let count = 0;
        for (const { value } of batch.messages) {
          if (count === intake.missing) break;
          checksum += touch(value);
          bytes += value.length;
          count++;
        }
        if (count > 0) intake.batch(count, bytes, checksum);
        if (intake.isDone) resolve();
      },
    });
  });
  const result = intake.result({ version });
  await consumer.disconnect();
  return result;
}

await main({
  produce: (options) => produce(lib, options, version),
  consume: (options) =>
    Object.keys(options.properties).length === 0 ? eachBatch(options) : consume(lib, options, version),
  send: (options) => send(lib, options, version),
});
process.exit(0);
