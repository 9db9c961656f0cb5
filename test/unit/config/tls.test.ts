import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { JksError, readJks } from '../../../src/config/jks';
import { opensslSuite } from '../../../src/config/cipher-suites';
import { resolveConfig } from '../../../src/config/resolve';

const stores = path.join(__dirname, '..', '..', 'fixtures', 'tls');
const file = (name: string): string => path.join(stores, name);
const certificate = readFileSync(file('cert.pem'), 'utf8').replace(/\r\n/g, '\n');
const base = { 'bootstrap.servers': 'b:9093', 'security.protocol': 'SSL' };
const resolve = (config: object) => resolveConfig('producer', { ...base, ...config });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('JKS', () => {
  test('trusted certificates become PEM', () => {
    const { native } = resolve({
      'ssl.truststore.location': file('trust.jks'),
      'ssl.truststore.password': 'trustpass',
    });
    expect(new X509Certificate(native['ssl.ca.pem']!).raw).toEqual(new X509Certificate(certificate).raw);
  });

  test('a private key with a password of its own is decrypted', () => {
    const { native } = resolve({
      'ssl.keystore.location': file('key.jks'),
      'ssl.keystore.password': 'storepass',
      'ssl.key.password': 'keypass1',
    });
    const key = createPrivateKey(native['ssl.key.pem']!);
    expect(new X509Certificate(native['ssl.certificate.pem']!).checkPrivateKey(key)).toBe(true);
    expect(native['ssl.key.password']).toBeUndefined();
  });

  test.each([
    [
      'the store’s password is wrong',
      { 'ssl.keystore.password': 'storepasS', 'ssl.key.password': 'keypass1' },
      /password is wrong/,
    ],
    [
      'the key’s password is wrong',
      { 'ssl.keystore.password': 'storepass', 'ssl.key.password': 'other' },
      /private key is wrong/,
    ],
    ['the store’s password is missing', { 'ssl.key.password': 'keypass1' }, /ssl.keystore.password is not/],
  ])('refused when %s', (_what, passwords, message) => {
    expect(() => resolve({ 'ssl.keystore.location': file('key.jks'), ...passwords })).toThrow(message);
  });

  test('changed or cut files are noticed', () => {
    const data = readFileSync(file('trust.jks'));
    for (let length = 0; length < data.length; length++) {
      expect(() => readJks(data.subarray(0, length), 'trustpass', null)).toThrow(JksError);
    }
    for (let length = 4; length < data.length - 20; length += 7) {
      // Without a password nothing checks the file but its own structure.
      expect(() => readJks(Buffer.concat([data.subarray(0, length), Buffer.alloc(20)]), null, null)).toThrow(JksError);
    }
    for (let at = 4; at < data.length; at += 11) {
      const changed = Buffer.from(data);
      changed[at]! ^= 1;
      expect(() => readJks(changed, 'trustpass', null)).toThrow(JksError);
    }
  });
});

describe('PKCS#12, whatever the type says', () => {
  test('a key store goes to librdkafka by name', () => {
    const { native } = resolve({ 'ssl.keystore.location': file('key.p12'), 'ssl.keystore.password': 'storepass' });
    expect(native).toMatchObject({ 'ssl.keystore.location': file('key.p12'), 'ssl.keystore.password': 'storepass' });
  });

  test('a trust store goes as a certificate, with its password', () => {
    const { nativeCertificates } = resolve({
      'ssl.truststore.location': file('trust.p12'),
      'ssl.truststore.password': 'trustpass',
      'ssl.truststore.type': 'JKS',
    });
    expect(nativeCertificates).toHaveLength(1);
    const [{ type, encoding, data, password }] = nativeCertificates as [(typeof nativeCertificates)[0]];
    expect({ type, encoding, data: Buffer.from(data), password }).toEqual({
      type: 'CERT_CA',
      encoding: 'PKCS12',
      data: readFileSync(file('trust.p12')),
      password: 'trustpass',
    });
    expect(inspect(nativeCertificates)).not.toContain('trustpass');
  });
});

describe('PEM', () => {
  test('files go by name', () => {
    const combined = path.join(folder, 'key.pem');
    writeFileSync(combined, `-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n${certificate}`);
    const { native } = resolve({
      'ssl.truststore.location': file('cert.pem'),
      'ssl.truststore.type': 'PEM',
      'ssl.keystore.location': combined,
      'ssl.key.password': 'k',
    });
    expect(native).toMatchObject({
      'ssl.ca.location': file('cert.pem'),
      'ssl.key.location': combined,
      'ssl.certificate.location': combined,
      'ssl.key.password': 'k',
    });
  });

  test('texts go as they are', () => {
    const { native } = resolve({
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.certificates': 'CA',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': 'KEY',
      'ssl.keystore.certificate.chain': 'CHAIN',
    });
    expect(native).toMatchObject({ 'ssl.ca.pem': 'CA', 'ssl.key.pem': 'KEY', 'ssl.certificate.pem': 'CHAIN' });
  });

  const inline = { 'ssl.keystore.type': 'PEM', 'ssl.keystore.key': 'KEY', 'ssl.keystore.certificate.chain': 'CHAIN' };
  test.each<[string, object, string]>([
    [
      'a key without its chain',
      { 'ssl.keystore.type': 'PEM', 'ssl.keystore.key': 'KEY' },
      'ssl.keystore.certificate.chain',
    ],
    ['a chain without its key', { 'ssl.keystore.certificate.chain': 'C' }, 'ssl.keystore.key'],
    ['text for another type', { ...inline, 'ssl.keystore.type': 'JKS' }, 'ssl.keystore.key'],
    ['text and a store', { ...inline, 'ssl.keystore.location': file('key.p12') }, 'ssl.keystore.location'],
    ['text with a store password', { ...inline, 'ssl.keystore.password': 'x' }, 'ssl.keystore.password'],
    ['a store password without a store', { 'ssl.keystore.password': 'x' }, 'ssl.keystore.location'],
    ['a trust password without a store', { 'ssl.truststore.password': 'x' }, 'ssl.truststore.location'],
    [
      'a trust password with PEM',
      { 'ssl.truststore.location': file('cert.pem'), 'ssl.truststore.password': 'x' },
      'ssl.truststore.password',
    ],
    ['a file that is not there', { 'ssl.truststore.location': '/no/such/file' }, 'ssl.truststore.location'],
    [
      'a file that is no store',
      { 'ssl.truststore.location': path.join(__dirname, 'java-answers.test.ts') },
      'ssl.truststore.location',
    ],
    [
      'certificates of another type',
      { 'ssl.truststore.type': 'PKCS12', 'ssl.truststore.certificates': 'C' },
      'ssl.truststore.certificates',
    ],
    [
      'an algorithm that is none',
      { 'ssl.endpoint.identification.algorithm': 'LDAPS' },
      'ssl.endpoint.identification.algorithm',
    ],
  ])('refused: %s', (_what, config, property) => {
    expect(() => resolve(config)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG', property }) as Error);
  });
});

test('stores are not read when security.protocol has no TLS', () => {
  expect(() =>
    resolveConfig('producer', { 'bootstrap.servers': 'b:1', 'ssl.keystore.location': '/no/such/file' }),
  ).not.toThrow();
});

describe('cipher suites', () => {
  test.each([
    ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
    ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
    ['TLS_DHE_RSA_WITH_AES_256_CBC_SHA', 'DHE-RSA-AES256-SHA'],
    ['TLS_RSA_WITH_AES_256_CBC_SHA256', 'AES256-SHA256'],
    ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'AES128-GCM-SHA256'],
    ['TLS_ECDHE_ECDSA_WITH_AES_128_CCM', 'ECDHE-ECDSA-AES128-CCM'],
    ['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ])('%s is %s', (iana, openssl) => {
    expect(opensslSuite(iana)).toBe(openssl);
  });

  test('those of TLS 1.3 cannot be restricted, and that is said', () => {
    const { native, warnings } = resolve({ 'ssl.cipher.suites': 'TLS_AES_128_GCM_SHA256' });
    expect(native['ssl.cipher.suites']).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('TLS 1.3')]);
  });
});

test('an empty algorithm switches the check of the broker’s name off, as in Java', () => {
  expect(resolve({ 'ssl.endpoint.identification.algorithm': '' }).native['ssl.endpoint.identification.algorithm']).toBe(
    'none',
  );
});
