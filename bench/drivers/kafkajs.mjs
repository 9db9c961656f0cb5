// kafkajs: several send() calls of many messages at once; eachBatch.
import { createRequire } from 'node:module';

import { Intake, main, Stopwatch, timeEachSend } from '../lib/driver.mjs';
import { makePayloads, touch } from '../lib/payload.mjs';

const require = createRequire(import.meta.url);
process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
const { Kafka, logLevel } = require('kafkajs');
const { version } = require('kafkajs/package.json');

const makeKafka = ({ servers }) => new Kafka({ brokers: servers.split(','), logLevel: logLevel.ERROR });
const SENDS_UNDER_WAY = 5;

async function produce(options) {
  const isTuned = Object.keys(options.properties).length > 0;
  const perSend = Math.max(1, Math.floor((isTuned ? 500_000 : 100_000) / options.size));
  const producer = makeKafka(options).producer({ idempotent: options.properties['enable.idempotence'] === 'true' });
  await producer.connect();
  const payloads = makePayloads(options.size);
  const keys = payloads.map((value) => value.subarray(7, 11));
  const headers = { 'trace-id': Buffer.from('0123456789abcdef'), type: Buffer.from('order') };
  const message = (i) => {
    const j = i % payloads.length;
    return options.mode === 'headers' ? { key: keys[j], value: payloads[j], headers } : { value: payloads[j] };
  };
  const all = async (from, to) => {
    let next = from;
    const sender = async () => {
      while (next < to) {
        const messages = [];
        while (messages.length < perSend && next < to) messages.push(message(next++));
        await producer.send({ topic: options.topic, acks: -1, messages });
      }
    };
    await Promise.all(Array.from({ length: SENDS_UNDER_WAY }, sender));
  };
  await all(0, options.warmup);
  const watch = new Stopwatch();
  await all(options.warmup, options.warmup + options.count);
  const result = watch.result({ messages: options.count, bytes: options.count * options.size, version });
  await producer.disconnect();
  return result;
}

async function consume(options) {
  const properties = options.properties;
  const consumer = makeKafka(options).consumer({
    groupId: options.group,
    ...(properties['max.partition.fetch.bytes']
      ? { maxBytesPerPartition: Number(properties['max.partition.fetch.bytes']) }
      : {}),
  });
  const intake = new Intake(options);
  await consumer.connect();
  await consumer.subscribe({ topics: [options.topic], fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer
      .run({
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
      })
      .catch(reject);
  });
  const result = intake.result({ version });
  await consumer.disconnect();
  return result;
}

async function send(options) {
  const producer = makeKafka(options).producer({ idempotent: false });
  await producer.connect();
  const payloads = makePayloads(options.size);
  const one = (i) =>
    producer.send({ topic: options.topic, acks: -1, messages: [{ value: payloads[i % payloads.length] }] });
  const result = await timeEachSend(options, one, { version });
  await producer.disconnect();
  return result;
}

await main({ produce, consume, send });
process.exit(0);
