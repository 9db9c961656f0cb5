import { thrown, type Context, type Module } from './observe';

const consumerCalls: Readonly<Record<string, (c: Module) => unknown>> = {
  subscribe: (c) => c.subscribe(['t']),
  unsubscribe: (c) => c.unsubscribe(),
  subscription: (c) => c.subscription(),
  assign: (c) => c.assign([{ topic: 't', partition: 0 }]),
  unassign: (c) => c.unassign(),
  assignments: (c) => c.assignments(),
  'consume()': (c) => c.consume(),
  commit: (c) => c.commit(),
  'commit an offset': (c) => c.commit({ topic: 't', partition: 0, offset: 1 }),
  commitMessage: (c) => c.commitMessage({ topic: 't', partition: 0, offset: 1 }),
  commitSync: (c) => c.commitSync({ topic: 't', partition: 0, offset: 1 }),
  commitMessageSync: (c) => c.commitMessageSync({ topic: 't', partition: 0, offset: 1 }),
  position: (c) => c.position([{ topic: 't', partition: 0 }]),
  offsetsStore: (c) => c.offsetsStore([{ topic: 't', partition: 0, offset: 1 }]),
  pause: (c) => c.pause([{ topic: 't', partition: 0 }]),
  resume: (c) => c.resume([{ topic: 't', partition: 0 }]),
  getWatermarkOffsets: (c) => c.getWatermarkOffsets('t', 0),
  'setOauthBearerToken of nothing': (c) => c.setOauthBearerToken(''),
  connectedTime: (c) => c.connectedTime(),
  'a bad offset': (c) => c.assign([{ topic: 't', partition: 0, offset: 'now' }]),
  'no partition': (c) => c.assign([{ topic: 't' }]),
  'no topic': (c) => c.assign([{ partition: 1 }]),
};

const producerCalls: Readonly<Record<string, (p: Module) => unknown>> = {
  produce: (p) => p.produce('t', null, Buffer.from('x'), null),
  poll: (p) => p.poll(),
  flush: (p) => p.flush(),
  'setPollInterval(0)': (p) => p.setPollInterval(0),
  'setPollInterval(10)': (p) => p.setPollInterval(10),
};

const badConfigurations: readonly Record<string, unknown>[] = [
  { 'no.such.property': 1 },
  { 'group.id': 'g', 'session.timeout.ms': 'abc' },
  { 'group.id': 'g', 'session.timeout.ms': 0 },
  { 'compression.codec': 'lzma' },
  { 'enable.auto.commit': 'perhaps' },
  { 'auto.offset.reset': 'middle' },
  { debug: 'everything' },
  { 'socket.timeout.ms': '' },
  { 'socket.timeout.ms': 400_000 },
  { acks: 'most' },
];

/** What needs no broker. */
export async function offline({ K, note }: Context): Promise<void> {
  note(
    'exports',
    Object.fromEntries(
      [
        'Consumer',
        'Producer',
        'HighLevelProducer',
        'AdminClient',
        'KafkaConsumer',
        'createReadStream',
        'createWriteStream',
        'CODES',
        'Topic',
        'features',
        'librdkafkaVersion',
      ].map((name) => [name, typeof K[name]]),
    ),
  );
  note('Topic', [K.Topic('name'), Object.entries(K.Topic).sort()]);
  const { ERR_NO_ERROR, ERR__BEGIN, ERR__END, ERR__QUEUE_FULL, ERR_UNKNOWN_TOPIC_OR_PART } = K.CODES.ERRORS;
  note('codes', [ERR_NO_ERROR, ERR__BEGIN, ERR__END, ERR__QUEUE_FULL, ERR_UNKNOWN_TOPIC_OR_PART]);
  badConfigurations.forEach((conf, i) => {
    note(
      `bad configuration ${i} of a consumer`,
      thrown(() => new K.KafkaConsumer(conf, {})),
    );
    note(
      `bad configuration ${i} of a producer`,
      thrown(() => new K.Producer(conf, {})),
    );
  });
  note(
    'a bad topic configuration',
    thrown(() => new K.Producer({}, { 'group.id': 'g' })),
  );
  note(
    'a topic property as a global one',
    thrown(() => new K.KafkaConsumer({ 'auto.offset.reset': 'smallest' }, {})),
  );
  note('no configuration', thrown(() => new K.KafkaConsumer()) instanceof TypeError);
  note(
    'empty configurations',
    thrown(() => new K.KafkaConsumer({}, {})),
  );
  note('without new', [K.KafkaConsumer({}, {}) instanceof K.KafkaConsumer, K.Producer({}) instanceof K.Producer]);
  const given = { 'client.id': 'c', event_cb: false, dr_cb: true, topic: 't', partition: 3 };
  const producer = new K.Producer(given);
  note('the caller’s object', given);
  note('defaults', [producer.defaultTopic, producer.defaultPartition, producer.sentMessages, producer.isConnected()]);
  note('fields', [producer.globalConfig, producer.topicConfig, producer.metrics, producer._metadata]);
  note('last error', producer.getLastError());
  const consumer = new K.KafkaConsumer({ 'group.id': 'g' }, {});
  for (const [name, call] of Object.entries(consumerCalls))
    note(
      `not connected: ${name}`,
      thrown(() => call(consumer)),
    );
  for (const [name, call] of Object.entries(producerCalls))
    note(
      `not connected: ${name}`,
      thrown(() => call(producer)),
    );
  note(
    'stream without topics',
    thrown(() => K.createReadStream({ 'group.id': 'g' }, {}, { topics: 5 })),
  );
  note(
    'stream with bad options',
    thrown(() => K.createReadStream({ 'group.id': 'g' }, {}, null)),
  );
  note(
    'write stream without a topic',
    thrown(() => K.createWriteStream({}, {}, {})),
  );
  note(
    'write stream with bad options',
    thrown(() => K.createWriteStream({}, {}, null)),
  );
  note('methods', {
    consumer: ['consume', 'connectAsync', 'disconnect', 'on'].map((name) => typeof K.KafkaConsumer.prototype[name]),
    enumerable: Object.keys(K.Producer.prototype).includes('produce'),
  });
  function Inherited(this: Module): void {
    K.KafkaConsumer.call(this, { 'group.id': 'g' }, {});
  }
  Object.setPrototypeOf(Inherited.prototype, K.KafkaConsumer.prototype);
  const inherited = new (Inherited as never as new () => Module)();
  note('an inheriting constructor', [inherited instanceof K.KafkaConsumer, inherited.isConnected()]);
  const failed = new K.KafkaConsumer({ 'bootstrap.servers': '127.0.0.1:1' }, {});
  await new Promise<void>((resolve) =>
    failed.connect({}, (error: Error) => {
      note('no group.id', error);
      resolve();
    }),
  );
}
