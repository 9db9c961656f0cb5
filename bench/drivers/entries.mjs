// A library and the entry that stands in for it: the same program, at the library's own API. -m original:NAME or
// entry:NAME, where NAME is one of `programs`.
import { createRequire } from 'node:module';

import { Intake, latencies, main, now, Stopwatch } from '../lib/driver.mjs';
import { makePayloads, touch } from '../lib/payload.mjs';
import { connected, disconnected, produce as produceWithReports } from './rdkafka-style.mjs';

const require = createRequire(import.meta.url);
process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

/** What each library is called, and the entry for it. */
const libraries = {
  kafkajs: { original: 'kafkajs', entry: '../../dist/kafkajs/index.js' },
  'node-rdkafka': { original: 'node-rdkafka', entry: '../../dist/rdkafka/index.js' },
  confluent: { original: '@confluentinc/kafka-javascript', entry: '../../dist/kafkajs/index.js', member: 'KafkaJS' },
};

const PER_SEND = 100;

/** send() of 100 messages, one after the other. Its latencies are those of whole sends. */
async function sendHundreds({ Kafka, logLevel }, options, brokers) {
  const producer = new Kafka(brokers(options, logLevel)).producer();
  await producer.connect();
  const payloads = makePayloads(options.size);
  const took = [];
  const all = async (from, to) => {
    for (let i = from; i < to; i += PER_SEND) {
      const messages = [];
      for (let j = i; j < Math.min(to, i + PER_SEND); j++) messages.push({ value: payloads[j % payloads.length] });
      const begin = now();
      await producer.send({ topic: options.topic, messages });
      took.push(now() - begin);
    }
  };
  await all(0, options.warmup);
  took.length = 0;
  const watch = new Stopwatch();
  await all(options.warmup, options.warmup + options.count);
  const result = watch.result({
    messages: options.count,
    bytes: options.count * options.size,
    ...latencies(took),
  });
  await producer.disconnect();
  return result;
}

/** consumer.run() with eachMessage or eachBatch. */
const runWith = (handler) => async (lib, options, brokers) => {
  const consumer = new lib.Kafka(brokers(options, lib.logLevel)).consumer(brokers.consumer(options));
  const intake = new Intake(options);
  await consumer.connect();
  await consumer.subscribe({ topics: [options.topic], ...brokers.subscription });
  await new Promise((resolve, reject) => {
    const take = (messages) => {
      let checksum = 0;
      let bytes = 0;
      let count = 0;
      for (const { value } of messages) {
        if (count === intake.missing) break;
        checksum += touch(value);
        bytes += value.length;
        count++;
      }
      if (count > 0) intake.batch(count, bytes, checksum);
      if (intake.isDone) resolve();
    };
    const handlers = {
      eachMessage: { eachMessage: async ({ message }) => take([message]) },
      eachBatch: { eachBatch: async ({ batch }) => take(batch.messages) },
    };
    Promise.resolve(consumer.run(handlers[handler])).catch(reject);
  });
  const result = intake.result();
  await consumer.disconnect();
  return result;
};

/** kafkajs' options, and those that Confluent's KafkaJS takes. */
const kafkajs = ({ servers }, logLevel) => ({ brokers: servers.split(','), logLevel: logLevel.ERROR });
kafkajs.consumer = ({ group }) => ({ groupId: group });
kafkajs.subscription = { fromBeginning: true };
const confluent = ({ servers }, logLevel) => ({ kafkaJS: { brokers: servers.split(','), logLevel: logLevel.ERROR } });
confluent.consumer = ({ group }) => ({ kafkaJS: { groupId: group, fromBeginning: true } });
confluent.subscription = {};

const rdkafkaConsumer = ({ servers, group }) => [
  { 'metadata.broker.list': servers, 'group.id': group },
  { 'auto.offset.reset': 'earliest' },
];

function intakeOf(options, messages, begin) {
  const intake = new Intake(options);
  return new Promise((resolve, reject) => {
    messages.on('data', ({ value }) => {
      if (intake.isDone) return;
      intake.batch(1, value.length, touch(value));
      if (intake.isDone) resolve(intake.result());
    });
    messages.on('error', reject);
    begin();
  });
}

/** Flowing mode: consume() without arguments, and 'data' events. */
async function flow(lib, options) {
  const consumer = new lib.KafkaConsumer(...rdkafkaConsumer(options));
  await connected(consumer);
  consumer.subscribe([options.topic]);
  const result = await intakeOf(options, consumer, () => consumer.consume());
  await disconnected(consumer);
  return result;
}

async function readStream(lib, options) {
  const stream = lib.KafkaConsumer.createReadStream(...rdkafkaConsumer(options), { topics: [options.topic] });
  return intakeOf(options, stream, () => undefined);
}

async function writeStream(lib, options) {
  const stream = lib.Producer.createWriteStream(
    { 'metadata.broker.list': options.servers },
    {},
    { topic: options.topic },
  );
  const payloads = makePayloads(options.size);
  const total = options.warmup + options.count;
  let watch;
  for (let i = 0; i < total; i++) {
    if (i === options.warmup) watch = new Stopwatch();
    if (!stream.write(payloads[i % payloads.length])) await new Promise((resolve) => stream.once('drain', resolve));
  }
  await new Promise((resolve, reject) => {
    stream.once('close', resolve).once('error', reject);
    stream.end();
  });
  return watch.result({ messages: options.count, bytes: options.count * options.size });
}

const programs = {
  'kafkajs-send-100': ['kafkajs', (lib, options) => sendHundreds(lib, options, kafkajs)],
  'kafkajs-each-message': ['kafkajs', (lib, options) => runWith('eachMessage')(lib, options, kafkajs)],
  'kafkajs-each-batch': ['kafkajs', (lib, options) => runWith('eachBatch')(lib, options, kafkajs)],
  'confluent-send-100': ['confluent', (lib, options) => sendHundreds(lib, options, confluent)],
  'confluent-each-message': ['confluent', (lib, options) => runWith('eachMessage')(lib, options, confluent)],
  'confluent-each-batch': ['confluent', (lib, options) => runWith('eachBatch')(lib, options, confluent)],
  'rdkafka-produce': ['node-rdkafka', (lib, options) => produceWithReports(lib, options, undefined)],
  'rdkafka-flowing': ['node-rdkafka', flow],
  'rdkafka-read-stream': ['node-rdkafka', readStream],
  'rdkafka-write-stream': ['node-rdkafka', writeStream],
};

async function run(options) {
  const [side, name] = options.mode.split(':');
  const [library, program] = programs[name];
  const { original, entry, member } = libraries[library];
  const loaded = require(side === 'entry' ? entry : original);
  return program(member === undefined ? loaded : loaded[member], options);
}

await main({ produce: run, consume: run });
process.exit(0);
