import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadUiPackage } from '../../../src/cli/ui/find-package';
import { decoders, denyList, scanBudget, uiOptions } from '../../../src/cli/ui/options';

const folder = mkdtempSync(path.join(os.tmpdir(), 'ui-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

describe('options', () => {
  test('--deny takes names between commas, more than once', () => {
    expect(denyList('messages, delete', denyList('delete'))).toEqual(['delete', 'messages']);
    expect(() => denyList('mesages')).toThrow('"mesages" cannot be denied. Known are messages,');
    expect(() => denyList('open')).toThrow('cannot be denied');
  });

  test.each([
    ['1000000r,256MiB,20s', { records: 1_000_000, bytes: 256 * 1024 * 1024, ms: 20_000 }],
    ['5s', { ms: 5000 }],
    ['1_000r,2m', { records: 1000, ms: 120_000 }],
    ['1GB', { bytes: 1e9 }],
  ])('--scan-budget %s', (text, budget) => expect(scanBudget(text)).toEqual(budget));

  test.each(['', 'x', '5', '5q', '5s,6s', '0r', '-5s', '1r,', '5toString', '5constructor'])(
    '--scan-budget "%s" is refused',
    (text) =>
      expect(() => scanBudget(text)).toThrow('is no budget. Expected records, bytes and a time: 1000000r,256MiB,20s'),
  );

  test('--decode', () => {
    expect(decoders(['orders=value:msgpack', 'orders=key:int32:le', 'a.b=key:text,value:serde:avro'])).toEqual({
      orders: { value: 'msgpack', key: 'int32:le' },
      'a.b': { key: 'text', value: 'serde:avro' },
    });
    for (const wrong of ['orders', '=value:json', 'orders=json', 'orders=value:', 'orders=header:json'])
      expect(() => decoders([wrong])).toThrow(`--decode ${wrong}: expected TOPIC=value:DECODER`);
  });

  test('a topic may be called __proto__', () => {
    expect(Object.keys(decoders(['__proto__=value:json']))).toEqual(['__proto__']);
  });

  test('files are read; the environment has users, too', () => {
    const cert = file('cert.pem', 'CERT');
    const key = file('key.pem', 'KEY');
    const users = file('users', 'a:b');
    expect(uiOptions({ tlsCert: cert, tlsKey: key, authFile: users, port: 1 }, { KAFKA_NAPI_UI_AUTH: 'c:d' })).toEqual({
      port: 1,
      tls: { cert: 'CERT', key: 'KEY' },
      auth: 'a:b',
    });
    expect(uiOptions({ metricsPartitions: false, open: true }, { KAFKA_NAPI_UI_AUTH: 'c:d' })).toEqual({
      auth: 'c:d',
      open: true,
      metricsNoPartitions: true,
    });
    expect(() => uiOptions({ tlsCert: cert }, {})).toThrow('--tls-cert and --tls-key belong together');
    expect(() => uiOptions({ authFile: path.join(folder, 'none') }, {})).toThrow('--auth-file');
  });
});

describe('the package', () => {
  test('of another version is named, with what to install', () => {
    const { version } = jest.requireActual<{ version: string }>('../../../package.json');
    expect(() => loadUiPackage('ui', '9.9.9')).toThrow(
      `kafka-napi-ui ${version} belongs to kafka-napi ${version}, this is 9.9.9: npm install kafka-napi-ui@9.9.9`,
    );
  });
});
