// Clients with node-rdkafka's API: node-rdkafka and its fork.
import { Intake, Stopwatch, timeEachSend } from '../lib/driver.mjs';
import { makePayloads, touch } from '../lib/payload.mjs';

/** Java's property names in the trials that have another name in librdkafka. */
export function nativeNames(properties) {
  const names = { ...properties };
  const { 'buffer.memory': memory, 'max.request.size': request, 'compression.type': codec } = properties;
  for (const name of ['buffer.memory', 'max.request.size', 'compression.type', 'max.poll.records']) delete names[name];
  if (memory) {
    names['queue.buffering.max.kbytes'] = String(Math.ceil(memory / 1024));
    names['queue.buffering.max.messages'] = '10000000';
  }
  if (request) names['message.max.bytes'] = request;
  if (codec) names['compression.codec'] = codec;
  return names;
}

export const connected = (client) =>
  new Promise((resolve, reject) => client.connect({}, (error) => (error ? reject(error) : resolve())));
export const disconnected = (client) => new Promise((resolve) => client.disconnect(() => resolve()));

const trace = Buffer.from('0123456789abcdef');
const order = Buffer.from('order');
const POLL_EVERY = 1000;

export async function produce(lib, options, version) {
  // For reports, both READMEs show dr_cb and a poll by timer.
  const producer = new lib.Producer({
    'metadata.broker.list': options.servers,
    dr_cb: true,
    ...nativeNames(options.properties),
  });
  const payloads = makePayloads(options.size);
  const keys = payloads.map((value) => value.subarray(7, 11));
  const withHeaders = options.mode === 'headers';
  let reported = 0;
  let failed = 0;
  producer.on('delivery-report', (error) => {
    reported++;
    if (error) failed++;
  });
  await connected(producer);
  producer.setPollInterval(10);
  const one = (i) => {
    const j = i % payloads.length;
    if (withHeaders)
      producer.produce(options.topic, null, payloads[j], keys[j], Date.now(), null, [
        { 'trace-id': trace },
        { type: order },
      ]);
    else producer.produce(options.topic, null, payloads[j], null, Date.now());
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const all = async (from, to) => {
    for (let i = from; i < to; i++) {
      for (;;) {
        try {
          one(i);
          break;
        } catch (error) {
          if (error.code !== lib.CODES.ERRORS.ERR__QUEUE_FULL) throw error;
          producer.poll();
          await turn();
        }
      }
      if (i % POLL_EVERY === 0) {
        producer.poll();
        await turn();
      }
    }
    while (reported < to) {
      producer.poll();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  await all(0, options.warmup);
  const watch = new Stopwatch();
  await all(options.warmup, options.warmup + options.count);
  const result = watch.result({
    messages: options.count,
    bytes: options.count * options.size,
    errors: failed,
    version,
  });
  await disconnected(producer);
  return result;
}

/** Non-flowing mode: the maximum number of messages per call. */
export async function consume(lib, options, version) {
  const consumer = new lib.KafkaConsumer(
    { 'metadata.broker.list': options.servers, 'group.id': options.group, ...nativeNames(options.properties) },
    { 'auto.offset.reset': 'earliest' },
  );
  const intake = new Intake(options);
  await connected(consumer);
  consumer.subscribe([options.topic]);
  consumer.setDefaultConsumeTimeout(100);
  while (!intake.isDone) {
    const messages = await new Promise((resolve, reject) =>
      consumer.consume(Math.min(1000, intake.missing), (error, list) => (error ? reject(error) : resolve(list))),
    );
    let checksum = 0;
    let bytes = 0;
    for (const { value } of messages) {
      checksum += touch(value);
      bytes += value.length;
    }
    intake.batch(messages.length, bytes, checksum);
  }
  const result = intake.result({ version });
  await disconnected(consumer);
  return result;
}

export async function send(lib, options, version) {
  const producer = new lib.HighLevelProducer({
    'metadata.broker.list': options.servers,
    ...nativeNames(options.propertiesOf('producer')),
  });
  const payloads = makePayloads(options.size);
  await connected(producer);
  const one = (i) =>
    new Promise((resolve, reject) =>
      producer.produce(options.topic, null, payloads[i % payloads.length], null, Date.now(), (error) =>
        error ? reject(error) : resolve(),
      ),
    );
  const result = await timeEachSend(options, one, { version });
  await disconnected(producer);
  return result;
}
