// What is measured. A trial is the same work for every driver; `config` has Java's property names, from which each
// driver takes what it knows. Times and counts are of the full benchmark; --quick takes those marked so, with a quarter
// of the messages.

const MiB = 1 << 20;

/** Larger batches, and enough time and memory to fill them. */
const tunedProducer = { 'batch.size': '1000000', 'linger.ms': '20', 'buffer.memory': '134217728' };
const plain = { 'enable.idempotence': 'false', acks: 'all' };
const tunedConsumer = {
  'max.partition.fetch.bytes': '4194304',
  'fetch.max.bytes': '67108864',
  'max.poll.records': '2000',
};
/**
 * For what else is built on librdkafka: its default makes a consumer of small messages wait for a second whenever
 * enough is queued.
 */
const tunedLibrdkafka = { 'fetch.queue.backoff.ms': '5' };
const large = { 'max.request.size': String(2 * MiB) };

const produce = (id, more) => ({
  id,
  kind: 'produce',
  mode: 'callback',
  size: 100,
  count: 2_000_000,
  config: {},
  ...more,
});
const consume = (id, more) => ({
  id,
  kind: 'consume',
  mode: 'batches',
  size: 100,
  count: 8_000_000,
  config: {},
  ...more,
});

/** Speed and CPU against C's, from the targets of this project. */
const callbackTarget = { speed: 0.92, cpu: 1.3 };
const viewTarget = { speed: 0.85, cpu: 1.5 };

const producing = [
  produce('produce-100-shipped', {
    title: 'produce 100 B, Java’s defaults, callback each',
    peers: true,
    quick: true,
    target: callbackTarget,
  }),
  produce('produce-100-tuned', {
    title: 'produce 100 B, tuned, callback each',
    config: tunedProducer,
    count: 4_000_000,
    quick: true,
    target: callbackTarget,
  }),
  produce('produce-100-plain', {
    title: 'produce 100 B, tuned, not idempotent, callback each',
    config: { ...tunedProducer, ...plain },
    count: 4_000_000,
    peers: true,
    target: callbackTarget,
  }),
  produce('produce-100-none', {
    title: 'produce 100 B, tuned, no callback',
    mode: 'none',
    config: tunedProducer,
    count: 4_000_000,
  }),
  produce('produce-headers-tuned', {
    title: 'produce 100 B with key and two headers, tuned, callback each',
    mode: 'headers',
    config: tunedProducer,
    peers: true,
    quick: true,
    target: { speed: 0.85, cpu: 1.3 },
  }),
  produce('produce-headers-shipped', {
    title: 'produce 100 B with key and two headers, Java’s defaults, callback each',
    mode: 'headers',
    target: { speed: 0.85, cpu: 1.3 },
  }),
  produce('produce-string-shipped', {
    title: 'produce 100 B strings, Java’s defaults, callback each',
    mode: 'string',
    target: { speed: 0.75 },
  }),
  produce('produce-string-tuned', {
    title: 'produce 100 B strings, tuned, callback each',
    mode: 'string',
    config: tunedProducer,
    count: 4_000_000,
    target: { speed: 0.75 },
  }),
  produce('send-1k-shipped', {
    title: 'send 100 B, a promise each, 1,000 in flight',
    mode: 'send',
    inFlight: 1000,
    count: 1_000_000,
  }),
  produce('send-10k-shipped', {
    title: 'send 100 B, a promise each, 10,000 in flight',
    mode: 'send',
    inFlight: 10_000,
    quick: true,
    target: { speed: 0.7 },
  }),
  produce('send-10k-tuned', {
    title: 'send 100 B, a promise each, 10,000 in flight, tuned',
    mode: 'send',
    inFlight: 10_000,
    config: { ...tunedProducer, 'linger.ms': '0' },
    target: { speed: 0.7 },
  }),
  produce('produce-1k-tuned', {
    title: 'produce 1 KiB, tuned',
    size: 1024,
    count: 500_000,
    config: tunedProducer,
    peers: true,
  }),
  produce('produce-10k-tuned', { title: 'produce 10 KiB, tuned', size: 10_240, count: 60_000, config: tunedProducer }),
  produce('produce-1m', {
    title: 'produce 1 MiB',
    size: MiB,
    count: 800,
    config: { ...large, 'buffer.memory': '134217728' },
    target: { speed: 0.9 },
  }),
  ...['gzip', 'snappy', 'lz4', 'zstd'].map((codec) =>
    produce(`produce-${codec}`, {
      title: `produce 100 B, tuned, ${codec}`,
      config: { ...tunedProducer, 'compression.type': codec },
      count: 1_000_000,
    }),
  ),
];

const consuming = [
  consume('consume-100-shipped', {
    title: 'consume 100 B, defaults, batches',
    peers: true,
    quick: true,
    target: viewTarget,
  }),
  consume('consume-100-tuned', {
    title: 'consume 100 B, tuned, batches',
    config: tunedConsumer,
    librdkafkaConfig: tunedLibrdkafka,
    peers: true,
    target: viewTarget,
  }),
  consume('consume-100-poll', { title: 'consume 100 B, poll', mode: 'poll', quick: true, target: viewTarget }),
  consume('consume-100-consume', { title: 'consume 100 B, consume(1000)', mode: 'consume' }),
  consume('consume-100-stream', {
    title: 'consume 100 B, stream, record by record',
    mode: 'stream',
    target: { speed: 0.7 },
  }),
  consume('consume-100-for-await', {
    title: 'consume 100 B, for await, record by record',
    mode: 'for-await',
    quick: true,
    target: { speed: 0.7 },
  }),
  consume('consume-100-string', {
    title: 'consume 100 B, values as strings',
    mode: 'batches-string',
    quick: true,
    target: { speed: 0.75 },
  }),
  consume('consume-100-json', { title: 'consume 100 B, values parsed as JSON', mode: 'batches-json' }),
  consume('consume-100-headers', {
    title: 'consume 100 B, key and two headers, all read',
    mode: 'batches-headers',
    source: 'headers',
    count: 4_000_000,
  }),
  consume('consume-1k-tuned', {
    title: 'consume 1 KiB, tuned, batches',
    size: 1024,
    count: 1_000_000,
    config: tunedConsumer,
    librdkafkaConfig: tunedLibrdkafka,
    peers: true,
  }),
  consume('consume-1m', {
    title: 'consume 1 MiB, batches',
    size: MiB,
    count: 1500,
    config: { 'max.partition.fetch.bytes': '8388608' },
    target: { speed: 0.9 },
  }),
  consume('backlog-rss', {
    title: 'peak RSS, consuming a backlog of 1 KiB messages with defaults',
    size: 1024,
    count: 1_500_000,
    also: ['node-empty'],
    target: { rssMb: 60 },
  }),
];

const waiting = [
  {
    id: 'send-latency',
    kind: 'send',
    title: 'awaited send, 100 B, linger 0',
    size: 100,
    count: 10_000,
    warmup: 2000,
    config: { 'linger.ms': '0' },
    peers: true,
    target: { latency: true },
  },
  ...[100, 1000, 10_000].map((rate) => ({
    id: `e2e-${rate}`,
    kind: 'e2e',
    title: `end to end, 100 B, ${rate.toLocaleString('en')} messages a second`,
    size: 100,
    rate,
    count: rate * (rate === 100 ? 10 : 5),
    warmup: 2 * rate,
    config: { 'linger.ms': '0' },
  })),
  {
    id: 'loop-delay',
    kind: 'flat-out',
    title: 'event-loop delay, producer and consumer flat out',
    size: 100,
    count: 3_000_000,
    config: {},
    drivers: ['kafka-napi'],
    target: { loopP99: 10 },
  },
];

const scaling = [
  ...[1, 10, 100, 1000].flatMap((partitions) => [
    produce(`produce-${partitions}-partitions`, {
      title: `produce 100 B, ${partitions} partitions`,
      partitions,
      config: tunedProducer,
    }),
    consume(`consume-${partitions}-partitions`, {
      title: `consume 100 B, ${partitions} partitions`,
      partitions,
      mode: 'assign',
      count: 4_000_000,
    }),
  ]),
  ...[1, 10, 100].flatMap((clients) => [
    produce(`produce-${clients}-clients`, {
      title: `produce 100 B, ${clients} producers in one process`,
      clients,
      partitions: 100,
      config: tunedProducer,
    }),
    consume(`consume-${clients}-clients`, {
      title: `consume 100 B, ${clients} consumers in one process`,
      clients,
      partitions: 100,
      mode: 'assign',
      count: 4_000_000,
    }),
  ]),
];

/** A library and the entry of this package for it, at the library's own API. */
const entry = (make, mode, title, target, more) =>
  make(`entry-${mode}`, {
    title,
    mode,
    drivers: ['c', 'original', 'entry'],
    count: 400_000,
    target: { original: target },
    ...more,
  });
/** What the entries of kafkajs's API give librdkafka for a send. */
const awaited = { cConfig: { 'linger.ms': '0', 'batch.size': '1000000', 'enable.idempotence': 'false', acks: 'all' } };
const entries = [
  entry(produce, 'kafkajs-send-100', 'kafkajs: send() of 100 messages, awaited', 3, { count: 200_000, ...awaited }),
  entry(consume, 'kafkajs-each-message', 'kafkajs: eachMessage', 3),
  entry(consume, 'kafkajs-each-batch', 'kafkajs: eachBatch', 3),
  entry(produce, 'confluent-send-100', 'Confluent’s KafkaJS: send() of 100 messages, awaited', 1.5, {
    count: 20_000,
    ...awaited,
  }),
  entry(consume, 'confluent-each-message', 'Confluent’s KafkaJS: eachMessage', 1.5),
  entry(consume, 'confluent-each-batch', 'Confluent’s KafkaJS: eachBatch', 1.5),
  entry(produce, 'rdkafka-produce', 'node-rdkafka: produce() and delivery-report', 3),
  entry(consume, 'rdkafka-flowing', 'node-rdkafka: consume(), flowing', 3),
  entry(consume, 'rdkafka-read-stream', 'node-rdkafka: createReadStream', 3),
  entry(produce, 'rdkafka-write-stream', 'node-rdkafka: createWriteStream', 3),
];

export const trials = [...producing, ...consuming, ...waiting, ...scaling, ...entries].map((trial) => ({
  partitions: 1,
  clients: 1,
  warmup: Math.floor(trial.count / 10),
  ...trial,
}));
