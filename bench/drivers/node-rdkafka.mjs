// node-rdkafka: a producer with dr_cb, a consumer in non-flowing mode.
import { createRequire } from 'node:module';

import { main } from '../lib/driver.mjs';
import { consume, produce, send } from './rdkafka-style.mjs';

const require = createRequire(import.meta.url);
const lib = require('node-rdkafka');
const version = `${require('node-rdkafka/package.json').version} (librdkafka ${lib.librdkafkaVersion})`;

await main({
  produce: (options) => produce(lib, options, version),
  consume: (options) => consume(lib, options, version),
  send: (options) => send(lib, options, version),
});
process.exit(0); // a connection of it may keep the process alive
