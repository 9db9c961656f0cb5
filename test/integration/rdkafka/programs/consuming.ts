import { answer, sleep, thrown, type Callback, type Context, type Module } from './observe';

const connect = (client: Module, options: object = {}) => answer((cb: Callback) => client.connect(options, cb));
const disconnect = (client: Module) => answer((cb: Callback) => client.disconnect(cb));

async function fill(K: Module, servers: string, topic: string, values: readonly [number, string][]): Promise<void> {
  const producer = new K.Producer({ 'bootstrap.servers': servers, 'linger.ms': 0 }, {});
  await connect(producer);
  for (const [partition, value] of values)
    producer.produce(topic, partition, Buffer.from(value), `key ${value}`, 1_700_000_000_000, null, [{ h: value }]);
  await answer((cb) => producer.flush(5000, cb));
  await disconnect(producer);
}

/** Consumes until there are so many messages. */
async function take(consumer: Module, count: number): Promise<Module[]> {
  const messages: Module[] = [];
  while (messages.length < count) {
    const [error, more] = (await answer((cb) => consumer.consume(count - messages.length, cb))) as [unknown, Module[]];
    if (error) throw error as Error;
    messages.push(...more);
  }
  return messages;
}

/** What every client of these protocols has. */
const plain = (messages: readonly Module[]) => messages.map(({ leaderEpoch: _, ...message }) => message);
const values = (messages: readonly Module[]) => messages.map(({ value }) => String(value));

export async function assigned({ K, servers, unique, createTopic, note }: Context): Promise<void> {
  const topic = unique('topic');
  const group = unique('group');
  await createTopic(topic, 2);
  await fill(
    K,
    servers,
    topic,
    [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [0, `v${i}`]),
  );
  const conf = {
    'bootstrap.servers': servers,
    'group.id': group,
    'enable.auto.commit': false,
    'enable.partition.eof': true,
    offset_commit_cb: true,
  };
  const consumer = new K.KafkaConsumer(conf, { 'auto.offset.reset': 'earliest' });
  const log: unknown[] = [];
  for (const name of ['data', 'partition.eof', 'subscribed', 'unsubscribe', 'unsubscribed', 'offset.commit'])
    consumer.on(name, (...args: Module[]) => log.push([name, name === 'data' ? args[0]!.offset : args]));
  note('connected', (await connect(consumer))[0]);
  consumer.setDefaultConsumeTimeout(1500);
  note('before assign', await answer((cb) => consumer.consume(1, cb)));
  note('assignments before', consumer.assignments());
  note('assign', consumer.assign([{ topic, partition: 0, offset: 2 }]) === consumer);
  note('assignments', consumer.assignments());
  note('position before', consumer.position());
  const first = await take(consumer, 3);
  note('messages', plain(first));
  note('keys of a message', Object.keys(plain(first)[0]!));
  note('position', JSON.stringify(consumer.position()).replaceAll(topic, '<topic>'));
  note('position of another', consumer.position([{ topic, partition: 1 }]));
  note(
    'rest',
    await answer((cb) => consumer.consume(10, cb)).then(([error, list]) => [error, values(list as Module[])]),
  );
  note('log', log.splice(0));
  // node-rdkafka tells the outcome of a commit while it waits for messages.
  const wait = () => answer((cb) => consumer.consume(1, cb));
  note('commit', [consumer.commit() === consumer]);
  await wait();
  note('commit events', log.splice(0));
  consumer.commit({ topic, partition: 0, offset: 4 });
  await wait();
  note('commit of an offset', log.splice(0));
  consumer.commitMessage(first[0]);
  await wait();
  note('commitMessage', log.splice(0));
  note(
    'commitSync',
    thrown(() => consumer.commitSync([{ topic, partition: 0, offset: 5 }])),
  );
  note('commitMessageSync', consumer.commitMessageSync(first[2]) === consumer);
  await sleep(100);
  log.length = 0;
  note(
    'committed',
    JSON.stringify(await answer((cb) => consumer.committed([{ topic, partition: 0 }], 5000, cb))).replaceAll(
      topic,
      '<topic>',
    ),
  );
  note('committed of the assignment', await answer((cb) => consumer.committed(5000, cb)));
  note('committed with null', await answer((cb) => consumer.committed(null, 5000, cb)));
  note('committed of another', await answer((cb) => consumer.committed([{ topic, partition: 1 }], 5000, cb)));
  note('committed without time', await answer((cb) => consumer.committed([{ topic, partition: 0 }], 0, cb)));
  note('seek', await answer((cb) => consumer.seek({ topic, partition: 0, offset: 6 }, 1000, cb)));
  note('after seek', values(await take(consumer, 2)));
  note('seek without time', await answer((cb) => consumer.seek({ topic, partition: 0, offset: 1 }, 0, cb)));
  note('after seek without time', values(await take(consumer, 1)));
  note('seek of another', await answer((cb) => consumer.seek({ topic, partition: 1, offset: 0 }, 1000, cb)));
  note('pause', consumer.pause([{ topic, partition: 0 }]));
  note('while paused', await answer((cb) => consumer.consume(1, cb)));
  note('resume', consumer.resume([{ topic, partition: 0 }]));
  note('pause of another', consumer.pause([{ topic, partition: 1 }]));
  note('after resume', values(await take(consumer, 1)));
  note('watermarks', consumer.getWatermarkOffsets(topic, 0));
  note('watermarks of another', consumer.getWatermarkOffsets(topic, 1));
  note(
    'offsetsStore',
    thrown(() => consumer.offsetsStore([{ topic, partition: 0, offset: 3 }])),
  );
  note('offsets for times', [
    await answer((cb) => consumer.offsetsForTimes([{ topic, partition: 0, offset: 1 }], 5000, cb)),
    await answer((cb) => consumer.offsetsForTimes([{ topic, partition: 0, offset: Date.now() + 1e9 }], 5000, cb)),
  ]);
  note('rebalance protocol', consumer.rebalanceProtocol());
  note('subscription', consumer.subscription());
  consumer.incrementalAssign([{ topic, partition: 1, offset: 0 }]);
  note('incremental assign', consumer.assignments());
  consumer.incrementalUnassign([{ topic, partition: 0 }]);
  note('incremental unassign', consumer.assignments());
  note('unassign', consumer.unassign() === consumer);
  note('assignments after', consumer.assignments());
  note('bad arguments', [
    thrown(() => consumer.consume(1, 'text')),
    thrown(() => consumer.subscribe('text')),
    thrown(() => consumer.commit('text')),
    thrown(() => consumer.commit({ topic })),
  ]);
  const ended = answer((cb) => consumer.consume(1, cb));
  note('disconnected', (await disconnect(consumer)).length);
  note('a waiting consume', await ended);
  note('disconnected again', (await disconnect(consumer)).length);
  note('consume afterwards', await answer((cb) => consumer.consume(1, cb)));
}

export async function manualStore({ K, servers, unique, createTopic, note }: Context): Promise<void> {
  const topic = unique('topic');
  await createTopic(topic, 1);
  await fill(
    K,
    servers,
    topic,
    [0, 1, 2].map((i) => [0, `v${i}`]),
  );
  const conf = {
    'bootstrap.servers': servers,
    'group.id': unique('group'),
    'enable.auto.offset.store': false,
    'enable.auto.commit': false,
    offset_commit_cb: true,
  };
  const consumer = new K.KafkaConsumer(conf, { 'auto.offset.reset': 'smallest' });
  const commits: unknown[] = [];
  consumer.on('offset.commit', (...args: unknown[]) => commits.push(args));
  await connect(consumer);
  note(
    'store without subscription',
    thrown(() => consumer.offsetsStore([{ topic, partition: 0, offset: 1 }])),
  );
  consumer.subscribe([topic]);
  await take(consumer, 3);
  note('assignments', consumer.assignments());
  const wait = () => answer((cb) => consumer.consume(1, cb));
  consumer.commit();
  await wait();
  note('nothing stored', commits.splice(0));
  note(
    'nothing stored, sync',
    thrown(() => consumer.commitSync()),
  );
  note('store', consumer.offsetsStore([{ topic, partition: 0, offset: 2 }]));
  consumer.commit();
  await wait();
  note('stored', commits.splice(0));
  await disconnect(consumer);
}

export async function rebalances({ K, servers, unique, createTopic, note }: Context): Promise<void> {
  const topic = unique('topic');
  await createTopic(topic, 1);
  await fill(
    K,
    servers,
    topic,
    [0, 1, 2, 3, 4].map((i) => [0, `v${i}`]),
  );
  const run = async (label: string, conf: object, chosen: object): Promise<void> => {
    const log: unknown[] = [];
    const consumer: Module = new K.KafkaConsumer(
      {
        'bootstrap.servers': servers,
        'group.id': unique('group'),
        ...conf,
        ...chosen,
      },
      { 'auto.offset.reset': 'earliest' },
    );
    consumer.on('rebalance', (error: unknown, list: unknown) => log.push(['rebalance', error, list]));
    consumer.on('rebalance.error', (error: unknown) => log.push(['rebalance.error', error]));
    await connect(consumer);
    consumer.subscribe([topic]);
    note(`${label}: messages`, values(await take(consumer, 3)));
    note(`${label}: protocol`, consumer.rebalanceProtocol());
    note(`${label}: assignments`, consumer.assignments());
    await disconnect(consumer);
    note(`${label}: log`, log);
  };
  await run('true', { rebalance_cb: true }, {});
  await run('cooperative', { rebalance_cb: true }, { 'partition.assignment.strategy': 'cooperative-sticky' });
  await run('none', {}, {});
  const owner: unknown[] = [];
  await run(
    'function',
    {
      rebalance_cb(this: Module, error: { code: number }, list: Module[]) {
        owner.push([this.constructor === K.KafkaConsumer || this instanceof K.KafkaConsumer, error.code]);
        if (error.code === K.CODES.ERRORS.ERR__ASSIGN_PARTITIONS) {
          for (const one of list) one.offset = 2;
          this.assign(list);
        } else this.unassign();
      },
    },
    {},
  );
  note('function: this', owner);
  await run(
    'later',
    {
      rebalance_cb(this: Module, error: { code: number }, list: Module[]) {
        if (error.code === K.CODES.ERRORS.ERR__ASSIGN_PARTITIONS) setTimeout(() => this.assign(list), 300);
        else this.unassign();
      },
    },
    {},
  );
}

export async function flowing({ K, servers, unique, createTopic, note }: Context): Promise<void> {
  const topic = unique('topic');
  await createTopic(topic, 1);
  await fill(
    K,
    servers,
    topic,
    [0, 1, 2, 3, 4].map((i) => [0, `v${i}`]),
  );
  const conf = { 'bootstrap.servers': servers, 'group.id': unique('group'), 'enable.partition.eof': true };
  const consumer = new K.KafkaConsumer(conf, { 'auto.offset.reset': 'earliest' });
  const log: unknown[] = [];
  consumer.on('data', ({ value }: Module) => log.push(['data', String(value)]));
  consumer.on('partition.eof', (end: unknown) => log.push(['partition.eof', end]));
  await connect(consumer);
  consumer.subscribe([topic]);
  const called: unknown[] = [];
  consumer.consume((error: unknown, message: Module) => called.push([error, message && String(message.value)]));
  note(
    'a second loop',
    thrown(() => consumer.consume()),
  );
  while (log.length < 6) await sleep(20);
  note('log', log);
  note('callbacks', called);
  note('disconnected', (await disconnect(consumer)).length);
  await connect(consumer);
  consumer.subscribe([topic]);
  note(
    'a loop after it',
    thrown(() => consumer.consume()),
  );
  await disconnect(consumer);
}

export async function unknownTopic({ K, servers, unique, note }: Context): Promise<void> {
  const conf = { 'bootstrap.servers': servers, 'group.id': unique('group'), 'allow.auto.create.topics': false };
  const consumer = new K.KafkaConsumer(conf, {});
  await connect(consumer);
  consumer.subscribe([unique('none')]);
  let error: unknown = null;
  while (error === null) [error] = await answer((cb) => consumer.consume(1, cb));
  note('consume', error);
  await disconnect(consumer);
  const loop = new K.KafkaConsumer({ ...conf, 'group.id': unique('group') }, {});
  const warning = new Promise((resolve) => loop.on('warning', resolve));
  await connect(loop);
  loop.subscribe([unique('none')]);
  loop.consume();
  note('warning', await warning);
  await disconnect(loop);
}
