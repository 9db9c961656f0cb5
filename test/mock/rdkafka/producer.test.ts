import * as rdkafka from '../../../src/rdkafka/index';
import { called, connect, consumer, disconnect, take, withCluster, type Producer } from './support';

const { ERRORS } = rdkafka.CODES;

const producer = (servers: string, conf: object = {}): Producer =>
  new rdkafka.Producer({ 'bootstrap.servers': servers, 'linger.ms': 0, ...conf });

const reported = (from: Producer, count: number): Promise<[unknown, rdkafka.DeliveryReport][]> =>
  new Promise((resolve) => {
    const seen: [unknown, rdkafka.DeliveryReport][] = [];
    from.on('delivery-report', (error, report) => {
      seen.push([error, report]);
      if (seen.length === count) resolve(seen);
    });
  });

test('librdkafka gets its own configuration: names that Java also has keep their meaning', () =>
  withCluster(1, async (servers) => {
    const p = producer(servers, { 'request.timeout.ms': 1234, 'message.timeout.ms': 0, 'socket.timeout.ms': 50_000 });
    await connect(p);
    const dump = (
      p._raw as unknown as { client: { call(name: 'confDump', args: null): Record<string, string> } }
    ).client.call('confDump', null);
    expect(dump).toMatchObject({
      'socket.timeout.ms': '50000',
      'max.in.flight.requests.per.connection': '1000000',
      'queue.buffering.max.messages': '100000',
      'client.id': 'rdkafka',
    });
    expect(dump['enable.idempotence'] ?? 'false').toBe('false');
    expect(dump['builtin.features']!.split(',').sort()).toEqual([...rdkafka.features].sort());
    await disconnect(p);
  }));

test('a report without listeners and without dr_cb is nobody’s', () =>
  withCluster(1, async (servers) => {
    const p = producer(servers);
    const heard: unknown[] = [];
    p.on('delivery-report', (...args) => heard.push(args));
    await connect(p);
    p.produce('t', 0, Buffer.from('x'));
    await called((cb) => p.flush(5000, cb));
    expect(heard).toEqual([]);
    await disconnect(p);
  }));

test('dr_cb as a function hears every report; memory may be reused after produce', () =>
  withCluster(1, async (servers) => {
    const heard: unknown[] = [];
    const p = producer(servers, {
      dr_cb: (error: unknown, report: rdkafka.DeliveryReport) => heard.push([error, report.key]),
      dr_msg_cb: true,
    });
    const reports = reported(p, 2);
    await connect(p);
    const memory = Buffer.from('1');
    const opaque = { any: 'thing' };
    p.produce('t', 0, memory, memory, null, opaque);
    memory.write('2');
    p.produce('t', 0, memory, memory);
    const [first, second] = await reports;
    expect(first).toMatchObject([null, { key: Buffer.from('1'), value: Buffer.from('1'), opaque, size: 1, offset: 0 }]);
    expect(first![1].opaque).toBe(opaque);
    expect(second).toMatchObject([null, { key: Buffer.from('2'), value: Buffer.from('2'), offset: 1 }]);
    expect(heard).toHaveLength(2);
    await disconnect(p);
  }));

test('only errors are reported with delivery.report.only.error', () =>
  withCluster(1, async (servers, cluster) => {
    const p = producer(servers, {
      dr_cb: true,
      'delivery.report.only.error': true,
      retries: 0,
      'message.timeout.ms': 2000,
    });
    const reports = reported(p, 1);
    await connect(p);
    p.produce('t', 0, Buffer.from('good'));
    await called((cb) => p.flush(5000, cb));
    cluster.failNext('Produce', 'ERR_MSG_SIZE_TOO_LARGE');
    p.produce('t', 0, Buffer.from('bad'));
    expect(await reports).toMatchObject([[{ code: ERRORS.ERR_MSG_SIZE_TOO_LARGE }, { size: 3, offset: -1001 }]]);
    await disconnect(p);
  }));

test('flush says that time is up; disconnect reports what is left', () =>
  withCluster(1, async (servers, cluster) => {
    const p = producer(servers, { dr_cb: true });
    const reports = reported(p, 1);
    await connect(p);
    cluster.stopBroker(1);
    p.produce('t', 0, Buffer.from('x'), 'k');
    await expect(called((cb) => p.flush(50, cb))).rejects.toMatchObject({ code: ERRORS.ERR__TIMED_OUT });
    await called((cb) => p.disconnect(50, cb));
    expect((await reports)[0]![0]).toMatchObject({ code: expect.any(Number) as number });
  }));

test('a connection that fails is told by its event and its callback', async () => {
  const p = new rdkafka.Producer({ 'bootstrap.servers': '127.0.0.1:1', 'log.connection.close': false });
  const errors: unknown[] = [];
  p.on('event.error', (error) => errors.push(error.code));
  const failure = new Promise((resolve) => p.once('connection.failure', (...args) => resolve(args)));
  const error = await new Promise((resolve) => p.connect({ timeout: 1000 }, resolve));
  expect(error).toMatchObject({ message: 'broker transport failure', code: ERRORS.ERR__TRANSPORT, origin: 'local' });
  expect(await failure).toEqual([error, {}]);
  expect(p.isConnected()).toBe(false);
  expect(errors).toContain(ERRORS.ERR__TRANSPORT);
  expect(p.getLastError()).toMatchObject({ code: expect.any(Number) as number });
});

test('event_cb false: no event of librdkafka', async () => {
  const p = new rdkafka.Producer({ 'bootstrap.servers': '127.0.0.1:1', event_cb: false });
  const heard: unknown[] = [];
  for (const name of ['event.error', 'event.log', 'event.stats', 'event.event'] as const)
    p.on(name, (e: unknown) => heard.push(e));
  await new Promise((resolve) => p.connect({ timeout: 1000 }, resolve));
  expect(heard).toEqual([]);
});

test('statistics come as librdkafka’s own text, logs with their level', () =>
  withCluster(1, async (servers) => {
    const p = producer(servers, { 'statistics.interval.ms': 50, debug: 'broker' });
    const stats = new Promise<{ message: string }>((resolve) => p.once('event.stats', resolve));
    const log = new Promise((resolve) => p.once('event.log', resolve));
    await connect(p);
    expect(JSON.parse((await stats).message)).toMatchObject({ type: 'producer', client_id: 'rdkafka' });
    expect(await log).toMatchObject({
      severity: expect.any(Number) as number,
      fac: expect.any(String) as string,
      message: expect.any(String) as string,
    });
    await disconnect(p);
  }));

test('headers: several names in an object, bytes as bytes, in order', () =>
  withCluster(1, async (servers) => {
    const p = producer(servers);
    await connect(p);
    p.produce('t', 0, Buffer.from('x'), null, null, null, [{ a: Buffer.from([255]), b: 'text' }, { a: 7 as never }]);
    await called((cb) => p.flush(5000, cb));
    const c = consumer(servers);
    await connect(c);
    c.assign([{ topic: 't', partition: 0, offset: 0 }]);
    const [message] = await take(c, 1);
    expect(message!.headers).toEqual([{ a: Buffer.from([255]) }, { b: Buffer.from('text') }, { a: Buffer.from('7') }]);
    await Promise.all([disconnect(c), disconnect(p)]);
  }));

test('a partition that the topic does not have is refused at once', () =>
  withCluster(1, async (servers) => {
    const p = producer(servers, { dr_cb: true });
    await connect(p);
    expect(() => p.produce('t', 1, Buffer.from('x'))).toThrow('Local: Unknown partition');
    await disconnect(p);
  }));

test('transactions without transactional.id fail', () =>
  withCluster(1, async (servers) => {
    const p = producer(servers);
    await connect(p);
    const error = await new Promise((resolve) => p.initTransactions(1000, resolve));
    expect(error).toMatchObject({ code: expect.any(Number) as number, isFatal: false });
    await disconnect(p);
  }));

test('serializers can get the topic, and a result by a callback', () =>
  withCluster(1, async (servers) => {
    const p = new rdkafka.HighLevelProducer({ 'bootstrap.servers': servers });
    await connect(p);
    p.setTopicValueSerializer((topic: string, value: number) => Buffer.from(`${topic} ${value}`));
    p.setTopicKeySerializer((topic: string, key: string, cb) => setImmediate(cb, null, `${topic}/${key}`));
    expect(await called((cb) => p.produce('t', 0, 7, 'k', null, cb))).toBe(0);
    const c = consumer(servers);
    await connect(c);
    c.assign([{ topic: 't', partition: 0, offset: 0 }]);
    expect((await take(c, 1))[0]).toMatchObject({ value: Buffer.from('t 7'), key: Buffer.from('t/k') });
    await Promise.all([disconnect(c), disconnect(p)]);
  }));

test('user and password of a connected client cannot be changed, and this is said', () =>
  withCluster(1, async (servers) => {
    const p = producer(servers);
    p.setSaslCredentials('me', 'secret');
    await connect(p);
    expect(() => p.setSaslCredentials('you', 'other')).toThrow(
      expect.objectContaining({ code: ERRORS.ERR__NOT_IMPLEMENTED }),
    );
    expect(p.setPollInBackground(true)).toBe(p);
    await disconnect(p);
  }));

test('a serializer that yields nothing ends in an error', () =>
  withCluster(1, async (servers) => {
    const p = new rdkafka.HighLevelProducer({ 'bootstrap.servers': servers });
    await connect(p);
    p.setValueSerializer(() => undefined as never);
    await expect(called((cb) => p.produce('t', 0, 'x', null, null, cb))).rejects.toThrow('returned undefined');
    await disconnect(p);
  }));

test('a token for a client that uses none is refused, and not quoted', () =>
  withCluster(1, async (servers) => {
    const p = producer(servers);
    await connect(p);
    expect(() => p.setOauthBearerToken('very-secret')).toThrow(expect.objectContaining({ origin: 'kafka' }));
    expect(() => p.setOauthBearerToken('very-secret')).not.toThrow(/very-secret/);
    await disconnect(p);
  }));

test('metadata do not name the broker that answered; there is a handle without methods; polling is bookkeeping', () =>
  withCluster(1, async (servers) => {
    const producer = new rdkafka.Producer({ 'bootstrap.servers': servers });
    expect(producer.setPollInterval(5)).toBeUndefined();
    const metadata = await connect(producer);
    expect([metadata.orig_broker_id, metadata.orig_broker_name]).toEqual([-1, '']);
    expect(producer.getClient()).toBe(producer._client);
    expect(producer.pollInterval).toBeDefined();
    expect(producer.setPollInterval(0)).toBeUndefined();
    expect(producer.pollInterval).toBeUndefined();
    expect(producer.connectedTime()).toBeGreaterThanOrEqual(0);
    await disconnect(producer);
  }));
