/** Differences from node-rdkafka that generated programs have found: test/dropin/rdkafka. */
import * as rdkafka from '../../../src/rdkafka/index';
import { called, connect, consumer, disconnect, fill, take, texts, withCluster, type Consumer } from './support';

const { ERRORS } = rdkafka.CODES;

type Thrown = { name: string; message: string; code?: number | undefined };

function thrown(call: () => unknown): Thrown {
  try {
    call();
  } catch (error) {
    const { name, message, code } = error as Thrown;
    return code === undefined ? { name, message } : { name, message, code };
  }
  throw new Error('throws nothing');
}

const place = { topic: 't', partition: 0, offset: 1 };

test('consumer: arguments of wrong kinds', async () => {
  await withCluster(1, async (servers) => {
    const client = consumer(servers);
    await connect(client);
    const wrong = client as unknown as Record<string, (...args: unknown[]) => unknown>;
    const error = (message: string) => ({ name: 'Error', message });
    const none = () => undefined;
    const list = 'Need to specify an array of topic partitions';
    const objects = 'Topic partition must be an array of objects';
    const invalid = 'Invalid topic partition provided';
    expect(thrown(() => wrong.seek!(place, 'x', none))).toEqual(error('Timeout must be a number.'));
    expect(thrown(() => wrong.seek!({ ...place, partition: 'x' }, 5, none))).toEqual(error(invalid));
    expect(thrown(() => wrong.committed!('x', 5000, none))).toEqual(error(list));
    expect(thrown(() => wrong.position!('x'))).toEqual(error(list));
    expect(thrown(() => wrong.offsetsForTimes!('x', 5000, none))).toEqual(error(list));
    expect(thrown(() => wrong.assign!('x')).name).toBe('TypeError');
    expect(thrown(() => wrong.incrementalUnassign!([null])).name).toBe('TypeError');
    for (const call of ['pause', 'resume', 'offsetsStore'])
      expect(thrown(() => wrong[call]!(5))).toEqual(error(objects));
    expect(thrown(() => wrong.commit!(none))).toEqual(error(invalid));
    expect(thrown(() => wrong.commit!([{ topic: 't' }]))).toEqual(error(invalid));
    expect(thrown(() => wrong.getWatermarkOffsets!(5, 0))).toEqual(error('1st parameter must be a topic string'));
    expect(thrown(() => wrong.queryWatermarkOffsets!('t', 'x', 5, none))).toEqual(
      error('2nd parameter must be a partition number'),
    );
    expect(thrown(() => wrong.consume!('x', none))).toEqual(error('Need to specify a callback'));
    client.subscribe([5] as never);
    expect(client.subscription()).toEqual(['5']);
    await expect(called((cb) => client.offsetsForTimes([], 5000, cb as never))).rejects.toMatchObject({
      code: ERRORS.ERR__INVALID_ARG,
    });
    await disconnect(client);
  });
});

test('consumer: events and answers', async () => {
  await withCluster(1, async (servers) => {
    const client = consumer(servers);
    const notConnected = { message: 'KafkaConsumer is not connected', code: ERRORS.ERR__STATE };
    await expect(called((cb) => client.committed([place], 5000, cb as never))).rejects.toMatchObject(notConnected);
    await expect(called((cb) => client.seek(place, 5000, cb as never))).rejects.toMatchObject(notConnected);
    const metadata = await connect(client);
    expect(Object.keys(metadata)).toEqual(['orig_broker_id', 'orig_broker_name', 'topics', 'brokers']);
    await expect(called((cb) => client.queryWatermarkOffsets('t', -1, 5000, cb as never))).rejects.toMatchObject({
      code: ERRORS.ERR__UNKNOWN_PARTITION,
    });
    const seek = (topic: string) => called((cb) => client.seek({ ...place, topic }, 5000, cb as never));
    await expect(seek('missing')).rejects.toMatchObject({ code: ERRORS.ERR__UNKNOWN_PARTITION });
    await expect(seek('t')).rejects.toMatchObject({ code: ERRORS.ERR__STATE });
    const events: string[] = [];
    for (const event of ['unsubscribe', 'unsubscribed'] as const) client.on(event, () => void events.push(event));
    client.subscribe(['t']);
    client.unsubscribe();
    expect(events).toEqual(['unsubscribed', 'unsubscribe']);
    await disconnect(client);
  });
});

test('after a seek a partition has no position until it is read', async () => {
  await withCluster(1, async (servers) => {
    await fill(servers, [
      [0, 'a'],
      [0, 'b'],
    ]);
    const client: Consumer = consumer(servers);
    await connect(client);
    client.assign([{ topic: 't', partition: 0, offset: 0 }]);
    await take(client, 2);
    expect(client.position()).toEqual([{ topic: 't', partition: 0, offset: 2 }]);
    await called((cb) => client.seek(place, 5000, cb as never));
    expect(client.position()).toEqual([{ topic: 't', partition: 0 }]);
    await take(client, 1);
    expect(client.position()).toEqual([{ topic: 't', partition: 0, offset: 2 }]);
    await disconnect(client);
  });
});

test('the outcomes of commits come in the order of the commits, and before the end of the connection', async () => {
  await withCluster(1, async (servers) => {
    await fill(servers, [[0, 'a']]);
    const client: Consumer = consumer(servers, { 'enable.auto.commit': false, offset_commit_cb: true });
    await connect(client);
    client.assign([{ topic: 't', partition: 0, offset: 0 }]);
    await take(client, 1);
    const seen: unknown[] = [];
    client.on('offset.commit', (error, offsets) => void seen.push([error, offsets.map(({ offset }) => offset)]));
    client.on('disconnected', () => void seen.push('disconnected'));
    client.commit({ topic: 't', partition: 0, offset: 0 });
    client.commitSync({ topic: 't', partition: 0, offset: 1 });
    client.commit({ topic: 't', partition: 0, offset: 1 });
    client.unassign();
    await disconnect(client);
    expect(seen).toEqual([[undefined, [0]], [undefined, [1]], [undefined, [1]], 'disconnected']);
  });
});

test('producer: arguments of wrong kinds, and what is reported', async () => {
  await withCluster(2, async (servers) => {
    const conf = { 'bootstrap.servers': servers, dr_cb: true };
    const client = new rdkafka.Producer({ ...conf, partition: 0 } as never);
    expect(client.defaultPartition).toBe(-1);
    await connect(client);
    const needed = { name: 'Error', message: 'Need to specify a timeout and a callback' };
    const none = () => undefined;
    expect(thrown(() => client.flush('x' as never, none))).toEqual(needed);
    expect(thrown(() => client.initTransactions(undefined as never, none))).toEqual(needed);
    const failed = await called((cb) => client.beginTransaction(cb as never)).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: ERRORS.ERR__NOT_CONFIGURED });
    expect(Object.keys(failed as object)).not.toContain('isFatal');
    const report = new Promise((resolve) =>
      client.once('delivery-report', (error, shown) => resolve([error, shown.topic, 'timestamp' in shown])),
    );
    expect(client.produce('bad topic!', 0, Buffer.from('x'), null, Date.now())).toBe(true);
    expect(await report).toMatchObject([{ code: ERRORS.ERR_TOPIC_EXCEPTION }, 'bad topic!', false]);
    const placed = new Promise((resolve) => client.once('delivery-report', (_, { partition }) => resolve(partition)));
    client.produce('t', 0.7, Buffer.from('x'));
    const late = { message: 'timed out', code: ERRORS.ERR__TIMED_OUT, origin: 'local' };
    await expect(called((cb) => client.flush(0, cb as never))).rejects.toMatchObject(late);
    expect(await placed).toBe(0);
    await disconnect(client);
    const ended = await called((cb) => client.commitTransaction(5000, cb as never)).catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: ERRORS.ERR__STATE, isFatal: false, isTxnRequiresAbort: false });
    const refused = new rdkafka.Producer({ ...conf, 'enable.idempotence': true, acks: 1 } as never);
    await expect(connect(refused)).rejects.toMatchObject({
      message: '`acks` must be set to `all` when `enable.idempotence` is true',
      code: ERRORS.ERR__STATE,
    });
  });
});

test('HighLevelProducer.produce returns nothing', async () => {
  await withCluster(1, async (servers) => {
    const client = new rdkafka.HighLevelProducer({ 'bootstrap.servers': servers });
    await connect(client);
    let result: unknown = 'none';
    const offset = await called((cb) => (result = client.produce('t', 0, Buffer.from('x'), 'k', null, cb as never)));
    expect([result, offset]).toEqual([undefined, 0]);
    await disconnect(client);
  });
});

test('AdminClient: arguments of wrong kinds, and the order of checks', async () => {
  await withCluster(1, async (servers) => {
    const admin = rdkafka.AdminClient.create({ 'bootstrap.servers': servers });
    const wrong = admin as unknown as Record<string, (...args: unknown[]) => unknown>;
    const none = () => undefined;
    const topic = { topic: 'n', num_partitions: 1, replication_factor: 1 };
    const message = (name: string, ...args: unknown[]) => thrown(() => wrong[name]!(...args)).message;
    expect(message('createTopic', topic, 'x', none)).toBe("Must provide 'timeout'");
    expect(message('createTopic', { ...topic, num_partitions: -2 }, none)).toMatch(
      /^num_partitions out of expected range/,
    );
    expect(message('createTopic', { ...topic, config: { a: 1 } }, none)).toBe(
      'Config values must all be provided as strings.',
    );
    expect(message('deleteTopic', 5, none)).toBe("Must provide 'timeout', and 'topicName'");
    expect(message('createPartitions', 't', 'x', none)).toBe(
      "Must provide 'totalPartitions', 'timeout', and 'topicName'",
    );
    expect(message('createPartitions', 't', 0, none)).toBe('new_total_cnt out of expected range 1..100000');
    const existing = { topic: 't', num_partitions: 0, replication_factor: 0 };
    await expect(called((cb) => admin.createTopic(existing, cb as never))).rejects.toMatchObject({
      message: "Topic 't' already exists.",
      code: ERRORS.ERR_TOPIC_ALREADY_EXISTS,
    });
    await expect(called((cb) => admin.deleteTopic('', cb as never))).rejects.toMatchObject({
      code: ERRORS.ERR_UNKNOWN_TOPIC_OR_PART,
    });
    admin.disconnect();
  });
});

test('a commit of stored offsets tells of every partition, without an offset where there is none', async () => {
  await withCluster(2, async (servers) => {
    await fill(servers, [[0, 'a']]);
    const client: Consumer = consumer(servers, { 'enable.auto.commit': false, offset_commit_cb: true });
    await connect(client);
    client.assign([0, 1].map((partition) => ({ topic: 't', partition, offset: 0 })));
    await take(client, 1);
    const seen: unknown[] = [];
    client.on('offset.commit', (_, offsets) => void seen.push(offsets));
    client.commitSync();
    await disconnect(client);
    expect(seen).toEqual([
      [
        { topic: 't', partition: 0, offset: 1 },
        { topic: 't', partition: 1 },
      ],
    ]);
  });
});

test('after unsubscribe() nothing more comes of what was assigned', async () => {
  await withCluster(1, async (servers) => {
    await fill(
      servers,
      ['0', '1', '2', '3', '4'].map((value): [number, string] => [0, value]),
    );
    const from = consumer(servers, {
      'enable.auto.commit': false,
      // For that long the mock brokers wait for the member that has left.
      'session.timeout.ms': 6000,
    });
    await connect(from);
    from.subscribe(['t']);
    expect(texts(await take(from, 2))).toEqual(['0', '1']);
    from.unsubscribe();
    from.subscribe(['t']);
    // From the beginning: nothing was committed.
    expect(texts(await take(from, 5))).toEqual(['0', '1', '2', '3', '4']);
    await disconnect(from);
  });
});
