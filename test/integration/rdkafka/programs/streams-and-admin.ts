import { answer, sleep, thrown, type Callback, type Context, type Module } from './observe';

export async function streams({ K, servers, unique, createTopic, note }: Context): Promise<void> {
  const topic = unique('topic');
  await createTopic(topic, 1);
  const write = K.createWriteStream({ 'bootstrap.servers': servers, 'linger.ms': 0 }, {}, { topic });
  note(
    'write',
    ['a', 'b', 'c'].map((text) => write.write(Buffer.from(text))),
  );
  const closed = new Promise<void>((resolve) => write.once('close', resolve));
  write.end();
  await closed;
  note('producer afterwards', write.producer.isConnected());
  const objects = K.createWriteStream({ 'bootstrap.servers': servers, 'linger.ms': 0 }, {}, { objectMode: true });
  const objectsClosed = new Promise<void>((resolve) => objects.once('close', resolve));
  objects.end({ topic, value: Buffer.from('d'), key: 'k', partition: 0, headers: [{ h: 'x' }] });
  await objectsClosed;
  const read = async (
    label: string,
    options: object,
    count: number,
    show: (chunk: never) => unknown,
  ): Promise<void> => {
    const conf = { 'bootstrap.servers': servers, 'group.id': unique('group') };
    const stream = K.createReadStream(
      conf,
      { 'auto.offset.reset': 'earliest' },
      { topics: topic, waitInterval: 10, ...options },
    );
    const chunks: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject);
      stream.on('data', (chunk: never) => {
        // More may come before the stream is closed.
        if (chunks.length < count) chunks.push(show(chunk));
        if (chunks.length === count) resolve();
      });
    });
    note(`read ${label}`, chunks);
    const end = new Promise<void>((resolve) => stream.once('close', resolve));
    stream.close();
    await end;
    note(`read ${label}: closed`, stream.consumer.isConnected());
  };
  await read('messages', {}, 4, ({ value, key, headers }: Module) => [String(value), key, headers]);
  await read('values', { objectMode: false }, 4, (value: Buffer) => String(value));
  await read('a list of topics', { topics: [topic], fetchSize: 2 }, 4, ({ offset }: Module) => offset);
  await read(
    'a function',
    { topics: (m: Module) => [m.topics.find((t: Module) => t.name === topic).name] },
    1,
    ({ offset }: Module) => offset,
  );
  await read('an expression', { topics: new RegExp(`^${topic}$`) }, 4, ({ offset }: Module) => offset);
  await read('batches', { streamAsBatch: true, fetchSize: 10 }, 1, (list: Module[]) => Array.isArray(list));
}

export async function admin({ K, servers, unique, note }: Context): Promise<void> {
  const client = K.AdminClient.create({ 'bootstrap.servers': servers });
  const topic = unique('topic');
  const create = (conf: object, ...rest: unknown[]) => answer((cb: Callback) => client.createTopic(conf, ...rest, cb));
  note(
    'create',
    await create({ topic, num_partitions: 1, replication_factor: 1, config: { 'retention.ms': '1000000' } }),
  );
  note('create again', await create({ topic, num_partitions: 1, replication_factor: 1 }, 10_000));
  note(
    'too many replicas',
    await create({ topic: unique('other'), num_partitions: 1, replication_factor: 9 }, null).then(
      ([error]) => (error as Module).code,
    ),
  );
  note('partitions', await answer((cb) => client.createPartitions(topic, 3, 10_000, cb)));
  note(
    'fewer partitions',
    await answer((cb) => client.createPartitions(topic, 2, cb)).then(([error]) => (error as Module).code),
  );
  note('delete', await answer((cb) => client.deleteTopic(topic, 10_000, cb)));
  await sleep(200);
  note('delete again', await answer((cb) => client.deleteTopic(topic, cb)));
  note(
    'without a callback',
    thrown(() => client.deleteTopic(topic)),
  );
  await sleep(200);
  note(
    'a bad token',
    thrown(() => client.refreshOauthBearerToken('')),
  );
  note(
    'disconnect',
    thrown(() => client.disconnect()),
  );
  note(
    'afterwards',
    thrown(() => client.createTopic({ topic, num_partitions: 1, replication_factor: 1 })),
  );
  note(
    'a bad configuration',
    thrown(() => K.AdminClient.create({ 'no.such.property': 1 })),
  );
}
