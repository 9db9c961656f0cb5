import { inspect } from 'node:util';
import { configDefOf } from '../../../src/config/names/config-def';
import { known } from '../../../src/config/names/known-names';
import type { Role } from '../../../src/config/names/property';
import { resolveConfig } from '../../../src/config/resolve';
import { ConfigError } from '../../../src/errors/config-error';

const base = { 'bootstrap.servers': 'b:9092' };
const producer = (config: object) => resolveConfig('producer', { ...base, ...config });
const consumer = (config: object) => resolveConfig('consumer', { ...base, 'group.id': 'g', ...config });

function failure(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('the error for a value of the wrong type lists the valid ones', () => {
  expect(failure(() => producer({ acks: 2 })).message).toMatch(/String must be one of: all, -1, 0, 1/);
  expect(failure(() => producer({ 'client.id': 2 })).message).toMatch(
    /Expected value to be a string, but it was a number/,
  );
});

describe('unknown names', () => {
  test.each([
    ['enable.auto.comit', 'enable.auto.commit'],
    ['lingerMs', 'linger.ms'],
    ['bootstrap_servers', 'bootstrap.servers'],
    ['statistics.intervall.ms', 'statistics.interval.ms'],
    ['partitioner.clas', 'partitioner.class'],
    ['completely.different', undefined],
  ])('%s suggests %s', (name, suggestion) => {
    const role: Role = name.includes('auto') ? 'consumer' : 'producer';
    const error = failure(() => resolveConfig(role as 'producer', { ...base, [name]: 1 }));
    expect(error).toMatchObject({ code: 'ERR_CONFIG', property: name, suggestion });
    if (suggestion) expect(error.message).toContain(suggestion);
  });

  test('the error for a property of another client names that client', () => {
    expect(failure(() => producer({ 'group.id': 'g' })).message).toBe(
      'group.id is a property of Consumer, not of Producer',
    );
    expect(failure(() => consumer({ 'queue.buffering.max.ms': 5 })).message).toContain('Producer');
  });

  test('config.unknown=warn warns about unknown properties, as Java does', () => {
    const { warnings, native } = producer({ 'config.unknown': 'warn', 'no.such': 's3cret', 'group.id': 'g' });
    expect(warnings).toHaveLength(2);
    expect(warnings.join()).not.toContain('s3cret');
    expect(native).not.toHaveProperty('no.such');
    expect(failure(() => producer({ 'config.unknown': 'ignore' })).property).toBe('config.unknown');
  });

  test('a value that is undefined counts as not set', () => {
    expect(producer({ 'linger.ms': undefined, 'no.such': undefined }).userSet).toEqual(new Set(['bootstrap.servers']));
  });

  test.each([null, 5, 'x', []])('a configuration that is no object: %p', (config) => {
    expect(() => resolveConfig('producer', config as never)).toThrow(ConfigError);
  });

  test('bootstrap.servers is required, except with librdkafka’s own mock cluster', () => {
    expect(failure(() => resolveConfig('producer', {}))).toMatchObject({ property: 'bootstrap.servers' });
    expect(resolveConfig('producer', { 'test.mock.num.brokers': 3 }).native['test.mock.num.brokers']).toBe('3');
  });
});

describe('librdkafka’s own names', () => {
  test('are passed on, after Java’s parsing', () => {
    const { native } = consumer({
      'statistics.interval.ms': ' 1000 ',
      debug: ['broker', 'cgrp'],
      'enable.partition.eof': 'TRUE',
    });
    expect(native).toMatchObject({
      'statistics.interval.ms': '1000',
      debug: 'broker,cgrp',
      'enable.partition.eof': 'true',
    });
  });

  test.each<[string, unknown]>([
    ['statistics.interval.ms', '10abc'],
    ['statistics.interval.ms', 86_400_001],
    ['statistics.interval.ms', 1.5],
    ['log_level', 8],
    ['debug', 'brokers'],
    ['broker.address.family', 'v5'],
    ['socket.keepalive.enable', 'yes'],
    ['ssl.ca.location', 5],
  ])('%s refuses %p', (property, value) => {
    expect(failure(() => consumer({ [property]: value })).property).toBe(property);
  });

  test('override values that are derived from Java’s names', () => {
    const { native } = producer({
      'batch.num.messages': 10,
      'compression.type': 'lz4',
      'compression.level': 3,
      'compression.lz4.level': 12,
    });
    expect(native).toMatchObject({ 'batch.num.messages': '10', 'compression.level': '3' });
  });

  test('that are aliases of a Java name count as that name', () => {
    const { java, native, userSet } = producer({
      'request.required.acks': '1',
      'metadata.broker.list': 'b:9092',
      'message.timeout.ms': 50_000,
    });
    expect(java).toMatchObject({ acks: '1', 'enable.idempotence': false, 'delivery.timeout.ms': 50_000 });
    expect(native).toMatchObject({ acks: '1', 'delivery.timeout.ms': '50000' });
    expect(userSet.has('acks')).toBe(true);
    expect(producer({ 'queue.buffering.max.kbytes': 100 }).java['buffer.memory']).toBe(102_400);
  });

  test('that contradict the Java name are refused', () => {
    expect(failure(() => producer({ 'queue.buffering.max.ms': 5, 'linger.ms': 6 })).message).toMatch(
      /queue.buffering.max.ms and linger.ms/,
    );
    expect(producer({ 'queue.buffering.max.ms': '5', 'linger.ms': 5 }).java['linger.ms']).toBe(5);
    const secrets = {
      'sasl.oauthbearer.client.secret': 'a1',
      'sasl.oauthbearer.client.credentials.client.secret': 'b2',
    };
    expect(inspect(failure(() => producer(secrets)))).not.toMatch(/a1|b2/);
  });

  test('are refused if the client itself sets them; obsolete ones cause a warning', () => {
    expect(failure(() => consumer({ 'enable.auto.offset.store': true })).property).toBe('enable.auto.offset.store');
    expect(failure(() => producer({ dr_cb: () => undefined })).property).toBe('dr_cb');
    expect(producer({ 'socket.blocking.max.ms': 5 }).warnings).toEqual([expect.stringContaining('obsolete')]);
    expect(producer({ 'socket.blocking.max.ms': 5 }).native).not.toHaveProperty('socket.blocking.max.ms');
  });

  test('receive.message.max.bytes must leave room for a fetch', () => {
    expect(failure(() => consumer({ 'receive.message.max.bytes': 1_000_000 })).property).toBe(
      'receive.message.max.bytes',
    );
    const limit = (config: object) => consumer(config as never).native['receive.message.max.bytes'];
    expect(limit({})).toBe('350000000');
    expect(limit({ 'fetch.max.bytes': 400_000_000 })).toBe('400000512');
    expect(limit({ 'receive.message.max.bytes': 2_000_000_000 })).toBe('2000000000');
  });
});

describe('values outside of librdkafka’s range', () => {
  test.each<[Role, Record<string, unknown>, Record<string, string>]>([
    ['producer', { 'connections.max.idle.ms': '9223372036854775807' }, { 'connections.max.idle.ms': '2147483647' }],
    ['producer', { 'connections.max.idle.ms': -1 }, { 'connections.max.idle.ms': '0' }],
    ['producer', { 'connections.max.idle.ms': 0 }, { 'connections.max.idle.ms': '1' }],
    ['producer', { 'batch.size': 0 }, { 'batch.size': '1' }],
    ['producer', { 'buffer.memory': '9223372036854775807' }, { 'queue.buffering.max.kbytes': '2147483647' }],
    ['producer', { 'linger.ms': 0 }, { 'linger.ms': '0', 'sticky.partitioning.linger.ms': '0' }],
    ['producer', { 'linger.ms': 0, 'partitioner.class': 'random' }, { 'sticky.partitioning.linger.ms': '10' }],
    ['producer', { 'send.buffer.bytes': -1 }, { 'socket.send.buffer.bytes': '0' }],
    ['producer', { 'retry.backoff.ms': 0 }, { 'retry.backoff.ms': '1' }],
    ['producer', { 'request.timeout.ms': 0 }, { 'socket.timeout.ms': '10', 'request.timeout.ms': '1' }],
    [
      'producer',
      { 'reconnect.backoff.ms': 5000 },
      { 'reconnect.backoff.ms': '5000', 'reconnect.backoff.max.ms': '5000' },
    ],
    [
      'producer',
      { 'reconnect.backoff.ms': 5000, 'reconnect.backoff.max.ms': 100 },
      { 'reconnect.backoff.ms': '100', 'reconnect.backoff.max.ms': '100' },
    ],
    ['producer', { 'transactional.id': 't' }, { 'delivery.timeout.ms': '60000' }],
    [
      'producer',
      { 'transactional.id': 't', 'transaction.timeout.ms': 1000 },
      { 'delivery.timeout.ms': '1000', 'socket.timeout.ms': '1100', 'transaction.timeout.ms': '1000' },
    ],
    ['producer', { 'max.block.ms': '9223372036854775807' }, { 'topic.metadata.propagation.max.ms': '2147483' }],
    [
      'producer',
      { 'metadata.max.age.ms': 0 },
      { 'topic.metadata.refresh.interval.ms': '1', 'metadata.max.age.ms': '3' },
    ],
    [
      'producer',
      { 'metadata.max.age.ms': 3_600_000 },
      { 'topic.metadata.refresh.interval.ms': '3600000', 'metadata.max.age.ms': '2147483' },
    ],
    ['producer', { 'compression.type': 'lz4' }, {}],
    ['producer', { 'compression.type': 'lz4', 'compression.lz4.level': 8 }, { 'compression.level': '8' }],
    ['producer', { 'compression.type': 'zstd', 'compression.zstd.level': 19 }, { 'compression.level': '12' }],
    ['producer', { 'compression.type': 'zstd', 'compression.zstd.level': -5 }, { 'compression.level': '1' }],
    ['producer', { 'compression.type': 'gzip', 'compression.gzip.level': 9 }, { 'compression.level': '9' }],
    ['producer', { 'partitioner.ignore.keys': true }, { partitioner: 'murmur2_random' }],
    ['consumer', { 'max.poll.interval.ms': 2147483647 }, { 'max.poll.interval.ms': '86400000' }],
    [
      'consumer',
      { 'max.poll.interval.ms': 10_000 },
      { 'max.poll.interval.ms': '10000', 'session.timeout.ms': '10000' },
    ],
    ['consumer', { 'max.poll.interval.ms': 1 }, { 'max.poll.interval.ms': '6000', 'session.timeout.ms': '6000' }],
    ['consumer', { 'fetch.max.bytes': 0 }, { 'fetch.max.bytes': '1000', 'message.max.bytes': '1000' }],
    ['consumer', { 'fetch.max.bytes': 2147483647 }, { 'fetch.max.bytes': '2147483135' }],
    ['consumer', { 'fetch.min.bytes': 0 }, { 'fetch.min.bytes': '1' }],
    ['consumer', { 'auto.commit.interval.ms': 0 }, { 'auto.commit.interval.ms': '1' }],
    ['consumer', { 'auto.offset.reset': 'none' }, { 'auto.offset.reset': 'error' }],
    ['consumer', { 'request.timeout.ms': 1000 }, { 'socket.timeout.ms': '1000', 'fetch.wait.max.ms': '500' }],
    ['consumer', { 'request.timeout.ms': 100 }, { 'socket.timeout.ms': '100', 'fetch.wait.max.ms': '50' }],
    [
      'consumer',
      { 'partition.assignment.strategy': ['cooperative-sticky', 'range'] },
      { 'partition.assignment.strategy': 'cooperative-sticky' },
    ],
    [
      'consumer',
      { 'group.protocol': 'CONSUMER', 'group.remote.assignor': 'uniform' },
      { 'group.protocol': 'consumer', 'group.remote.assignor': 'uniform' },
    ],
    ['admin', { 'request.timeout.ms': 400_000 }, { 'socket.timeout.ms': '300000' }],
  ])('%s %p', (role, config, wanted) => {
    const { native } = resolveConfig(role as 'consumer', {
      ...base,
      ...(role === 'consumer' ? { 'group.id': 'g' } : {}),
      ...config,
    });
    expect(native).toMatchObject(wanted);
    if (!('compression.level' in wanted)) expect(native).not.toHaveProperty('compression.level');
  });

  test('cause a warning if, and only if, the difference can be noticed', () => {
    expect(consumer({ 'max.poll.interval.ms': 2147483647, 'fetch.min.bytes': 0 }).warnings).toEqual([]);
    expect(consumer({ 'fetch.max.wait.ms': 400_000 }).warnings).toEqual([expect.stringContaining('fetch.max.wait.ms')]);
    expect(producer({ 'compression.type': 'zstd', 'compression.zstd.level': 19 }).warnings).toHaveLength(1);
    expect(producer({}).warnings).toEqual([]);
  });

  test('without a group.id, librdkafka alone gets a generated one', () => {
    const { java, native } = resolveConfig('consumer', base);
    expect(java).toMatchObject({ 'group.id': null, 'enable.auto.commit': false });
    expect(native['group.id']).toMatch(/^__no_group_/);
  });
});

describe('values that cannot be supported', () => {
  test.each<[string, unknown]>([
    ['ssl.provider', 'BC'],
    ['security.providers', 'x'],
    ['config.providers', 'env'],
    ['transaction.two.phase.commit.enable', true],
    ['sasl.login.class', 'x'],
    ['ssl.engine.factory.class', 'x'],
    ['partition.assignment.strategy', 'com.acme.Assignor'],
  ])('%s=%p throws', (property, value) => {
    const run = property.startsWith('partition.') ? consumer : producer;
    expect(failure(() => run({ [property]: value })).property).toBe(property);
  });

  test('others warn once', () => {
    const { warnings } = producer({
      'partitioner.rack.aware': true,
      'client.rack': 'r',
      'partitioner.availability.timeout.ms': 5,
      'metadata.max.idle.ms': 5000,
    });
    expect(warnings).toHaveLength(2);
  });
});

describe('auto.offset.reset', () => {
  test.each([
    ['earliest', { kind: 'earliest' }],
    ['none', { kind: 'none' }],
    ['by_duration:PT1H', { kind: 'by_duration', ms: 3_600_000 }],
    ['by_duration:P1DT2H3M4.5S', { kind: 'by_duration', ms: 93_784_500 }],
    ['by_duration:PT0.001S', { kind: 'by_duration', ms: 1 }],
  ])('%s', (text, parsed) => {
    expect(consumer({ 'auto.offset.reset': text }).autoOffsetReset).toEqual(parsed);
  });
});

describe('secrets', () => {
  const names = (Object.keys(known) as Role[]).flatMap((role) =>
    [...known[role].java.values()].filter(({ type }) => type === 'PASSWORD').map(({ name }) => [role, name] as const),
  );

  test.each(names)('%s %s shows in no error', (role, name) => {
    const config = { ...base, [name]: ['s3cret'], 'config.unknown': 'warn' };
    const error = failure(() => resolveConfig(role as 'producer', config));
    expect(error.property).toBe(name);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('s3cret');
  });

  test('are passed to librdkafka and never printed', () => {
    const resolved = producer({
      'security.protocol': 'SASL_PLAINTEXT',
      'sasl.mechanism': 'PLAIN',
      'sasl.username': 'u',
      'sasl.password': 's3cret',
      'ssl.key.password': 's3cret',
    });
    expect(resolved.native['sasl.password']).toBe('s3cret');
    expect(inspect(resolved, { depth: 10 })).not.toContain('s3cret');
    expect(JSON.stringify(resolved)).not.toContain('s3cret');
    expect(`${String(resolved.java['ssl.key.password'])}`).toBe('[hidden]');
  });
});

describe('plug-ins', () => {
  test('interceptors and reporters as objects and classes, configured', () => {
    const configured: object[] = [];
    class Interceptor {
      configure(config: object): void {
        configured.push(config);
      }
      onSend(record: unknown): unknown {
        return record;
      }
    }
    const { interceptors, metricReporters, native } = producer({
      'interceptor.classes': [Interceptor, { onAcknowledgement: () => undefined }],
      'metric.reporters': ['org.apache.kafka.common.metrics.JmxReporter', { metrics: () => undefined }],
    });
    expect(interceptors).toHaveLength(2);
    expect(configured).toEqual([expect.objectContaining(base)]);
    expect(metricReporters).toHaveLength(1);
    expect(native['statistics.interval.ms']).toBe('30000');
  });

  test.each<[string, unknown]>([
    ['interceptor.classes', 'com.acme.Interceptor'],
    ['interceptor.classes', [{}]],
    ['metric.reporters', [{ report: 1 }]],
    ['partitioner.class', 'com.acme.Partitioner'],
    ['partitioner.class', {}],
    ['value.serializer', 'com.acme.Serializer'],
    ['value.serializer', {}],
    ['key.serializer', 'list'],
  ])('%s refuses %p', (property, value) => {
    expect(failure(() => producer({ [property]: value })).property).toBe(property);
  });

  test('a partitioner as function, object, class or name', () => {
    const partition = (): number => 3;
    class Own {
      partition(): number {
        return 4;
      }
    }
    const of = (option: unknown) =>
      producer({ 'partitioner.class': option }).partitioner as {
        kind: string;
        name?: string;
        partition?: () => number;
      };
    expect(of(partition)).toMatchObject({ kind: 'function', partition });
    expect(of({ partition }).partition!()).toBe(3);
    expect(of(Own).partition!()).toBe(4);
    expect(of('fnv1a')).toEqual({ kind: 'native', name: 'fnv1a' });
    expect(of(null)).toEqual({ kind: 'java', ignoreKeys: false });
  });
});

describe('configDef', () => {
  test.each(Object.keys(known) as Role[])(
    '%s: every property that can be set, with type, default, valid values and role',
    (role) => {
      const table = configDefOf(role);
      for (const name of known[role].java.keys())
        if (!known[role].java.get(name)!.internal) expect(table[name]).toMatchObject({ name, role, source: 'java' });
      expect(table['statistics.interval.ms']).toMatchObject({
        source: 'librdkafka',
        validValues: '0 to 86400000',
        default: '0',
      });
      expect(table['bootstrap.servers']).toMatchObject({ type: 'LIST', required: true });
      expect(Object.isFrozen(table)).toBe(true);
    },
  );
});
