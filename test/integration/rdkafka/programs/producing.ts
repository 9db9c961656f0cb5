import { answer, sleep, thrown, type Callback, type Context, type Module } from './observe';

const connect = (client: Module, options: object = {}) => answer((cb: Callback) => client.connect(options, cb));
const disconnect = (client: Module) => answer((cb: Callback) => client.disconnect(cb));

/** Waits for a number of delivery reports, polling as node-rdkafka needs. */
async function reports(producer: Module, list: unknown[], count: number): Promise<void> {
  while (list.length < count) {
    producer.poll();
    await sleep(10);
  }
}

const sortedReports = (list: [unknown, Module][]): [unknown, Module][] =>
  [...list].sort(([, a], [, b]) => a.opaque - b.opaque);

export async function producing({ K, servers, unique, createTopic, note }: Context): Promise<void> {
  const topic = unique('topic');
  await createTopic(topic, 2);
  const producer = new K.Producer({ 'bootstrap.servers': servers, dr_msg_cb: true, 'linger.ms': 0 }, {});
  const events: unknown[] = [];
  for (const name of ['ready', 'disconnected', 'connection.failure'])
    producer.on(name, (...args: unknown[]) => events.push([name, args.length]));
  const [error, metadata] = (await connect(producer, { topic, allTopics: false, timeout: 10_000 })) as [
    unknown,
    Module,
  ];
  note('connected', [error, Object.keys(metadata).sort(), metadata.topics, producer.isConnected()]);
  note('name', String(producer.name).replace(/\d+$/, 'N'));
  note('connected again', await connect(producer));
  note('connected time', typeof producer.connectedTime());
  const seen: [unknown, Module][] = [];
  producer.on('delivery-report', (failure: unknown, report: Module) => seen.push([failure, report]));
  const produced: unknown[] = [];
  const produce = (...args: unknown[]) => produced.push(thrown(() => producer.produce(...args)));
  produce(topic, 0, Buffer.from('value'), 'key', undefined, 0);
  produce(topic, 1, null, Buffer.from('k2'), 1_700_000_000_001, 1);
  produce(topic, 0, Buffer.from(''), null, null, 2);
  produce(topic, 0, Buffer.from('n'), 17, 0, 3);
  produce(topic, 0, Buffer.from('h'), null, null, 4, [{ a: 'text' }, { b: 7 }, { a: 'again' }]);
  produce(topic, 0, Buffer.from('h'), null, null, 5, []);
  note('produced', produced);
  await reports(producer, seen, 6);
  note('delivery reports', sortedReports(seen));
  note('refused', [
    thrown(() => producer.produce(topic, 0, 'text', null)),
    thrown(() => producer.produce(topic, 0, undefined, null)),
    thrown(() => producer.produce(5, 0, Buffer.from('x'))),
    thrown(() => producer.produce(topic, 0, Buffer.from('x'), null, 'now')),
    thrown(() => producer.produce(topic, 0, Buffer.alloc(1_000_001), null)),
  ]);
  note('returned', [
    producer.poll() === producer,
    producer.setPollInterval(100) === producer,
    producer.flush(100) === producer,
  ]);
  note('flush', await answer((cb) => producer.flush(1000, cb)));
  note(
    'no such partition',
    thrown(() => producer.produce(topic, 7, Buffer.from('x'), 'k', null, 0)),
  );
  note('watermarks', await answer((cb) => producer.queryWatermarkOffsets(topic, 0, 5000, cb)));
  note('watermarks of no topic', await answer((cb) => producer.queryWatermarkOffsets(unique('none'), 0, 3000, cb)));
  const [, all] = (await answer((cb) => producer.getMetadata({ timeout: 5000 }, cb))) as [unknown, Module];
  note(
    'all metadata',
    all.topics.filter(({ name }: Module) => name === topic),
  );
  note('sent', producer.sentMessages);
  note('disconnected', await disconnect(producer));
  note('after it', [producer.isConnected(), thrown(() => producer.produce(topic, 0, Buffer.from('x')))]);
  note('metadata then', await answer((cb) => producer.getMetadata({}, cb)));
  note('events', events);
  note('connected once more', (await connect(producer, { topic, allTopics: false }))[0]);
  await disconnect(producer);
}

export async function full({ K, servers, unique, createTopic, note }: Context): Promise<void> {
  const topic = unique('topic');
  await createTopic(topic, 1);
  const conf = { 'bootstrap.servers': servers, 'linger.ms': 5000, 'queue.buffering.max.messages': 3 };
  const producer = new K.Producer(conf, {});
  await connect(producer);
  const results = [0, 1, 2, 3].map((i) => thrown(() => producer.produce(topic, 0, Buffer.from(String(i)))));
  note('messages', results);
  note('flush', await answer((cb) => producer.flush(5000, cb)));
  note(
    'then',
    thrown(() => producer.produce(topic, 0, Buffer.from('x'))),
  );
  await disconnect(producer);
  const kbytes = new K.Producer(
    { 'bootstrap.servers': servers, 'linger.ms': 5000, 'queue.buffering.max.kbytes': 1 },
    {},
  );
  await connect(kbytes);
  note(
    'kilobytes',
    [600, 600].map((size) => thrown(() => kbytes.produce(topic, 0, Buffer.alloc(size)))),
  );
  await disconnect(kbytes);
}

export async function highLevel({ K, servers, unique, createTopic, note }: Context): Promise<void> {
  const topic = unique('topic');
  await createTopic(topic, 1);
  const producer = new K.HighLevelProducer({ 'bootstrap.servers': servers, 'linger.ms': 0 }, {});
  await connect(producer);
  const produce = (...args: unknown[]) => answer((cb) => producer.produce(...args, cb));
  note('six arguments', await produce(topic, null, Buffer.from('1'), 'k', Date.now()));
  note('seven arguments', await produce(topic, null, Buffer.from('2'), 'k', Date.now(), [{ a: 'b' }]));
  note('headers null', await produce(topic, 0, Buffer.from('3'), null, null, null).then(([error]) => String(error)));
  note('a bad value', await produce(topic, 0, 'text', null, null));
  producer.setValueSerializer((value: unknown) => Buffer.from(JSON.stringify(value)));
  producer.setKeySerializer((key: unknown, cb: Callback) => setImmediate(cb, null, `key of ${String(key)}`));
  note('serializers', await produce(topic, 0, { a: 1 }, 5, null));
  producer.setValueSerializer(() => Promise.reject(new Error('no')));
  note('a rejecting serializer', await produce(topic, 0, 1, 2, null));
  producer.setValueSerializer(() => {
    throw new Error('never');
  });
  note('a throwing serializer', await produce(topic, 0, 1, 2, null));
  producer.setValueSerializer((value: unknown) => Promise.resolve(Buffer.from(String(value))));
  note('a promise', await produce(topic, 0, 1, 2, null));
  note('own fields', [typeof producer._oldProduce, Object.hasOwn(producer, 'produce')]);
  const zero = new K.HighLevelProducer({ 'bootstrap.servers': servers, acks: 0 }, {});
  await connect(zero);
  note('without acknowledgement', await answer((cb) => zero.produce(topic, 0, Buffer.from('x'), null, null, cb)));
  await disconnect(zero);
  await disconnect(producer);
}

export async function transactions({ K, servers, unique, createTopic, note }: Context): Promise<void> {
  const topic = unique('topic');
  await createTopic(topic, 1);
  const producer = new K.Producer({ 'bootstrap.servers': servers, 'transactional.id': unique('txn') }, {});
  await connect(producer);
  note(
    'produce before',
    thrown(() => producer.produce(topic, 0, Buffer.from('x'))),
  );
  note('init', await answer((cb) => producer.initTransactions(10_000, cb)));
  note(
    'produce outside',
    thrown(() => producer.produce(topic, 0, Buffer.from('x'))),
  );
  note('begin', await answer((cb) => producer.beginTransaction(cb)));
  note('begin again', await answer((cb) => producer.beginTransaction(cb)));
  producer.produce(topic, 0, Buffer.from('in'));
  const consumer = new K.KafkaConsumer({ 'bootstrap.servers': servers, 'group.id': unique('group') }, {});
  await connect(consumer);
  note(
    'offsets',
    await answer((cb) => producer.sendOffsetsToTransaction([{ topic, partition: 0, offset: 1 }], consumer, 5000, cb)),
  );
  note('commit', await answer((cb) => producer.commitTransaction(10_000, cb)));
  note(
    'commit again',
    await answer((cb) => producer.commitTransaction(1000, cb)).then(([error]) => (error as Module)?.code),
  );
  note('committed offset', await answer((cb) => consumer.committed([{ topic, partition: 0 }], 5000, cb)));
  await answer((cb) => producer.beginTransaction(cb));
  producer.produce(topic, 0, Buffer.from('out'));
  note('abort', await answer((cb) => producer.abortTransaction(10_000, cb)));
  await disconnect(consumer);
  await disconnect(producer);
}
