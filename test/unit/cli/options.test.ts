import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { clientProperties } from '../../../src/cli/options';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-options-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const before = process.env['KAFKA_BOOTSTRAP_SERVERS'];
afterEach(() => {
  if (before === undefined) delete process.env['KAFKA_BOOTSTRAP_SERVERS'];
  else process.env['KAFKA_BOOTSTRAP_SERVERS'] = before;
});

test('later wins: defaults, the file, -b, -X', () => {
  const file = path.join(folder, 'client.properties');
  writeFileSync(file, 'bootstrap.servers=file:1\nlinger.ms=2\nacks=1\n');
  const defaults = { 'linger.ms': '1', 'client.id': 'x' };
  expect(clientProperties({ file }, defaults)).toEqual({
    'bootstrap.servers': 'file:1',
    'linger.ms': '2',
    acks: '1',
    'client.id': 'x',
  });
  const options = { file, bootstrapServer: 'flag:2', property: ['acks=all', 'ssl.keystore.key=a=b'] };
  expect(clientProperties(options, defaults)).toMatchObject({
    'bootstrap.servers': 'flag:2',
    acks: 'all',
    'ssl.keystore.key': 'a=b',
  });
  expect(clientProperties({ ...options, property: ['bootstrap.servers=x:3'] })['bootstrap.servers']).toBe('x:3');
});

test('without a broker: the environment, then localhost', () => {
  process.env['KAFKA_BOOTSTRAP_SERVERS'] = 'env:9';
  expect(clientProperties({})['bootstrap.servers']).toBe('env:9');
  delete process.env['KAFKA_BOOTSTRAP_SERVERS'];
  expect(clientProperties({})['bootstrap.servers']).toBe('localhost:9092');
});

test('errors name the wrong option', () => {
  expect(() => clientProperties({ property: ['linger.ms'] })).toThrow(/-X linger.ms: expected name=value/);
  expect(() => clientProperties({ file: path.join(folder, 'none') })).toThrow(/-F .*none: ENOENT/);
});
