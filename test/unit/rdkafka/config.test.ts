import { spawnSync } from 'node:child_process';
import path from 'node:path';

import * as rdkafka from '../../../src/rdkafka/index';
import { readConfig } from '../../../src/rdkafka/config/read-config';

const root = path.join(__dirname, '..', '..', '..');

test('the tables of properties are the output of their tool', () => {
  const run = spawnSync(process.execPath, [path.join(root, 'tools', 'generate-rdkafka-config.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
});

test('librdkafka gets names and values as they are', () => {
  const { conf } = readConfig(
    {
      'request.timeout.ms': 7,
      'metadata.max.age.ms': '900000',
      'enable.auto.commit': false,
      acks: 2,
      'max.in.flight': 9,
    },
    { 'message.timeout.ms': 0, 'auto.offset.reset': 'smallest' },
  );
  expect(conf).toEqual({
    'request.timeout.ms': '7',
    'metadata.max.age.ms': '900000',
    'enable.auto.commit': 'false',
    acks: '2',
    'max.in.flight': '9',
    'message.timeout.ms': '0',
    'auto.offset.reset': 'smallest',
  });
});

test('properties of the other kind of client are accepted, unknown ones are not', () => {
  expect(() => new rdkafka.Producer({ 'group.id': 'g' } as never)).not.toThrow();
  expect(() => new rdkafka.KafkaConsumer({ 'linger.ms': 5 } as never)).not.toThrow();
  expect(() => new rdkafka.Producer({ 'linger.millis': 5 } as never)).toThrow(
    'No such configuration property: "linger.millis"',
  );
});

test('callbacks and what the entry decides itself never reach librdkafka', () => {
  const { conf, own } = readConfig(
    {
      event_cb: false,
      dr_cb: true,
      dr_msg_cb: true,
      rebalance_cb: () => undefined,
      offset_commit_cb: true,
      'enable.auto.offset.store': 'false',
      'delivery.report.only.error': true,
      'builtin.features': 'gzip',
      enabled_events: 1,
      'client.id': undefined,
      'group.id': null,
    },
    {},
  );
  expect(conf).toEqual({});
  expect(own).toMatchObject({ eventCb: false, drCb: true, drMsgCb: true, autoStore: false, onlyErrors: true });
});

test('the legacy properties of a topic configuration do not change the consumer', () => {
  const { conf } = readConfig(
    { 'auto.commit.interval.ms': 500 },
    { 'enable.auto.commit': false, 'auto.commit.interval.ms': 99 },
  );
  expect(conf).toEqual({ 'auto.commit.interval.ms': '500' });
});

test.each([
  ['session.timeout.ms', 'abc', 'Invalid value for configuration property "session.timeout.ms"'],
  ['session.timeout.ms', '', 'Integer configuration property "session.timeout.ms" cannot be set to empty value'],
  ['session.timeout.ms', 0, 'outside allowed range 1..3600000'],
  ['linger.ms', 'x', 'Invalid value for configuration property "queue.buffering.max.ms"'],
  ['compression.codec', 'lzma', 'Invalid value "lzma" for configuration property "compression.codec"'],
  ['enable.auto.commit', 'perhaps', 'Expected bool value for "enable.auto.commit": true or false'],
  ['debug', 'broker,nothing', 'Invalid value "nothing" for configuration property "debug"'],
  ['socket_cb', 'text', 'must be set through dedicated'],
  ['client.id', 'a\0b', 'Invalid value for configuration property "client.id"'],
])('%s: %p is refused', (name, value, message) => {
  expect(() => readConfig({ [name]: value }, {})).toThrow(message);
});

test.each([
  ['acks', 'all'],
  ['acks', -1],
  ['debug', 'broker,-topic'],
  ['session.timeout.ms', '0x100'],
  ['security.protocol', 'SASL_SSL'],
  ['linger.ms', 0.5],
])('%s: %p is accepted', (name, value) => {
  expect(readConfig({ [name]: value }, {}).conf).toEqual({ [name]: String(value) });
});

test('the features are those of the addon', () => {
  expect(rdkafka.features).toContain('ssl');
  expect(rdkafka.librdkafkaVersion).toMatch(/^2\.\d+\.\d+$/);
});

test('what has no effect is said by a process warning, once', () => {
  const warnings: string[] = [];
  const emit = jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(String(text)));
  for (let i = 0; i < 2; i++) {
    const { conf } = readConfig(
      { partitioner_cb: () => 0, 'plugin.library.paths': 'a', 'internal.termination.signal': 2 },
      {},
    );
    expect(conf).toEqual({});
  }
  emit.mockRestore();
  expect(warnings).toEqual([
    expect.stringContaining('plugin.library.paths has no effect'),
    expect.stringContaining('internal.termination.signal has no effect'),
    expect.stringContaining('partitioner_cb has no effect'),
  ]);
});
