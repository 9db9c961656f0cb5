import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { JksError, readJks } from '../../../src/config/security/jks';
import { opensslSuite } from '../../../src/config/security/cipher-suites';
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

  test('a changed or truncated file is refused', () => {
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
  test('files are passed to librdkafka by name', () => {
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

  const key = readFileSync(file('key.pem'), 'utf8');
  const chain = readFileSync(file('key-chain.pem'), 'utf8');
  const texts = (form: (text: string) => string) => ({
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.certificates': form(certificate),
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.key': form(key),
    'ssl.keystore.certificate.chain': form(chain),
  });

  test.each<[string, (text: string) => string]>([
    ['as they are', (text) => text],
    ['on one line', (text) => text.replace(/\n/g, ' ')],
    ['without any blank', (text) => text.replace(/\n/g, '')],
    ['with CRLF', (text) => text.replace(/\n/g, '\r\n')],
    ['among other text', (text) => `Subject: CN=x\n${text}\nbye`],
  ])('texts %s', (_what, form) => {
    expect(resolve(texts(form)).native).toMatchObject({
      'ssl.ca.pem': certificate,
      'ssl.key.pem': key,
      'ssl.certificate.pem': chain,
    });
  });

  test('a file with everything on one line is passed as text', () => {
    const flat = path.join(folder, 'flat.pem');
    writeFileSync(flat, `${key}${chain}`.replace(/\n/g, ' '));
    const { native } = resolve({ 'ssl.truststore.location': flat, 'ssl.keystore.location': flat });
    expect(native).toMatchObject({ 'ssl.ca.pem': chain, 'ssl.key.pem': key, 'ssl.certificate.pem': chain });
  });

  test('an encrypted traditional key keeps its headers', () => {
    const traditional =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB\n\nQUJD\n-----END RSA PRIVATE KEY-----\n';
    const { native } = resolve({ ...texts((text) => text), 'ssl.keystore.key': traditional.replace(/\n/g, '\r\n') });
    expect(native['ssl.key.pem']).toBe(traditional);
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

  const suites = (config: object) => resolve(config).native['ssl.cipher.suites'];
  test('of both TLS versions are passed in one list; of one version, only these', () => {
    const [tls13, tls12] = ['TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'];
    expect(suites({ 'ssl.cipher.suites': tls13 })).toBe(tls13);
    expect(suites({ 'ssl.cipher.suites': [tls13, tls12] })).toBe(`${tls13}:ECDHE-RSA-AES128-GCM-SHA256`);
    expect(suites({ 'ssl.cipher.suites': [tls13, tls12], 'ssl.enabled.protocols': 'TLSv1.3' })).toBe(tls13);
    expect(suites({})).toBeUndefined();
  });

  test('ssl.enabled.protocols alone means all suites of its versions', () => {
    expect(suites({ 'ssl.enabled.protocols': ['TLSv1.2'] })).toBe('DEFAULT');
    expect(suites({ 'ssl.enabled.protocols': 'TLSv1.3,TLSv1.1' })).toMatch(/^TLS_AES_256_GCM_SHA384:TLS_CHACHA20/);
    expect(suites({ 'ssl.enabled.protocols': 'TLSv1.3,TLSv1.2' })).toBeUndefined();
  });

  test.each([
    ['ssl.enabled.protocols', { 'ssl.enabled.protocols': 'TLSv1.4' }],
    ['ssl.enabled.protocols', { 'ssl.enabled.protocols': 'TLSv1.1' }],
    ['ssl.cipher.suites', { 'ssl.enabled.protocols': 'TLSv1.2', 'ssl.cipher.suites': 'TLS_AES_128_GCM_SHA256' }],
  ])('%s is refused where nothing would be left', (property, config) => {
    expect(() => resolve(config)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG', property }) as Error);
  });
});

test('an empty algorithm disables the check of the broker’s host name, as in Java', () => {
  expect(resolve({ 'ssl.endpoint.identification.algorithm': '' }).native['ssl.endpoint.identification.algorithm']).toBe(
    'none',
  );
});
