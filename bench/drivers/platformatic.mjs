// @platformatic/kafka: several send() calls of many messages at once; the consumer's stream, record by record.
import { createRequire } from 'node:module';

import { Consumer, Producer } from '@platformatic/kafka';

import { Intake, main, Stopwatch, timeEachSend } from '../lib/driver.mjs';
import { makePayloads, touch } from '../lib/payload.mjs';

const { version } = createRequire(import.meta.url)('../node_modules/@platformatic/kafka/package.json');
const SENDS_UNDER_WAY = 5;
const ACKS_ALL = -1;

function makeProducer({ servers }, properties) {
  return new Producer({
    clientId: 'bench',
    bootstrapBrokers: servers.split(','),
    idempotent: properties['enable.idempotence'] === 'true',
  });
}

async function produce(options) {
  const isTuned = Object.keys(options.properties).length > 0;
  const perSend = Math.max(1, Math.floor((isTuned ? 500_000 : 100_000) / options.size));
  const producer = makeProducer(options, options.properties);
  const payloads = makePayloads(options.size);
  const keys = payloads.map((value) => value.subarray(7, 11));
  const headers = new Map([
    [Buffer.from('trace-id'), Buffer.from('0123456789abcdef')],
    [Buffer.from('type'), Buffer.from('order')],
  ]);
  const { topic } = options;
  const message = (i) => {
    const j = i % payloads.length;
    return options.mode === 'headers'
      ? { topic, key: keys[j], value: payloads[j], headers }
      : { topic, value: payloads[j] };
  };
  const all = async (from, to) => {
    let next = from;
    const sender = async () => {
      while (next < to) {
        const messages = [];
        while (messages.length < perSend && next < to) messages.push(message(next++));
        await producer.send({ messages, acks: ACKS_ALL });
      }
    };
    await Promise.all(Array.from({ length: SENDS_UNDER_WAY }, sender));
  };
  await all(0, options.warmup);
  const watch = new Stopwatch();
  await all(options.warmup, options.warmup + options.count);
  const result = watch.result({ messages: options.count, bytes: options.count * options.size, version });
  await producer.close();
  return result;
}

async function consume(options) {
  const { properties } = options;
  const consumer = new Consumer({
    groupId: options.group,
    clientId: 'bench',
    bootstrapBrokers: options.servers.split(','),
  });
  const stream = await consumer.consume({
    topics: [options.topic],
    mode: 'earliest',
    autocommit: true,
    ...(properties['max.partition.fetch.bytes']
      ? {
          maxBytesPerPartition: Number(properties['max.partition.fetch.bytes']),
          maxBytes: Number(properties['fetch.max.bytes']),
          highWaterMark: 20_000,
        }
      : {}),
  });
  const intake = new Intake(options);
  await new Promise((resolve, reject) => {
    stream.on('error', reject);
    stream.on('data', ({ value }) => {
      if (intake.isDone) return;
      intake.batch(1, value.length, touch(value));
      if (intake.isDone) resolve();
    });
  });
  return intake.result({ version });
}

async function send(options) {
  const producer = makeProducer(options, {});
  const payloads = makePayloads(options.size);
  const one = (i) =>
    producer.send({ messages: [{ topic: options.topic, value: payloads[i % payloads.length] }], acks: ACKS_ALL });
  const result = await timeEachSend(options, one, { version });
  await producer.close();
  return result;
}

await main({ produce, consume, send });
process.exit(0);
