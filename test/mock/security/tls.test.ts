import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { AdminClient, AuthenticationError, DeliveryError, KafkaError, Producer } from '../../../src/index';
import { callEverything } from '../../helpers/every-call';
import { TestCa, type IssuedCertificate } from '../../helpers/kafka/security';

/*
 * TLS as a client meets it, by servers that are no Kafka but have its side of the handshake. Calls get their default
 * times, of a minute and more: an AuthenticationError in the place of a TimeoutError is one that did not wait for them.
 */

let folder: string;
let ca: TestCa;
const closers: (() => void)[] = [];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
  ca = await TestCa.create(path.join(folder, 'ca'));
});
afterAll(() => {
  for (const close of closers) close();
  rmSync(folder, { recursive: true });
});

interface Server {
  port: number;
  /** What was agreed upon in each handshake. */
  agreed: { protocol: string | null; cipher: string }[];
  server: tls.Server;
}

async function serve(certificate: IssuedCertificate, options: tls.TlsOptions = {}): Promise<Server> {
  const agreed: Server['agreed'] = [];
  const sockets = new Set<net.Socket>();
  const server = tls.createServer({
    key: readFileSync(certificate.key),
    cert: readFileSync(certificate.cert),
    ...options,
  });
  server.on('secureConnection', (socket) => {
    agreed.push({ protocol: socket.getProtocol(), cipher: socket.getCipher().standardName });
    socket.on('error', () => undefined);
  });
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, agreed, server };
}

const configOf = (port: number, more: object = {}): Record<string, unknown> => ({
  'bootstrap.servers': `localhost:${port}`,
  'security.protocol': 'SSL',
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': ca.caFile,
  ...more,
});

/** What `ready` rejects with. */
async function refusalOf(config: Record<string, unknown>): Promise<unknown> {
  const admin = new AdminClient(config as never);
  admin.on('error', () => undefined);
  try {
    await admin.ready();
    return 'ready';
  } catch (error) {
    return error;
  } finally {
    await admin.close({ timeoutMs: 0 });
  }
}

/** Resolves when a handshake has been completed on both sides, with what was agreed upon. */
async function handshake(server: Server, config: Record<string, unknown>): Promise<Server['agreed'][0]> {
  const admin = new AdminClient(config as never);
  const failed = new Promise<never>((_, reject) => admin.on('error', reject));
  const done = once(server.server, 'secureConnection').then(() => server.agreed.at(-1)!);
  try {
    return await Promise.race([done, failed]);
  } finally {
    await admin.close({ timeoutMs: 0 });
  }
}

const refused = (code: string, reason: RegExp): Error =>
  expect.objectContaining({
    name: 'AuthenticationError',
    code,
    isRetriable: false,
    isFatal: false,
    message: expect.stringMatching(reason) as string,
    cause: expect.objectContaining({ code }) as unknown,
  }) as Error;

describe('a certificate that is refused', () => {
  test('ends every call at once, with the reason', async () => {
    const { port } = await serve(await (await TestCa.create(path.join(folder, 'other'))).issue('other-ca'));
    const failures = await callEverything(configOf(port));
    expect(Object.keys(failures).length).toBeGreaterThan(20);
    for (const [call, failure] of Object.entries(failures)) {
      const isRecord = call === 'producer.send' || call === 'producer.produce';
      expect({ call, failure }).toEqual({
        call,
        failure: expect.objectContaining({
          name: isRecord ? 'DeliveryError' : 'AuthenticationError',
          code: 'ERR__SSL',
          isRetriable: false,
          isFatal: false,
          message: expect.stringMatching(
            /localhost:\d+: .*certificate is refused: unable to get local issuer/,
          ) as string,
        }) as unknown,
      });
      if (isRecord)
        expect(failure).toMatchObject({ persisted: 'no', cause: expect.any(AuthenticationError) as unknown });
      else expect((failure as Error).cause).toBeInstanceOf(KafkaError);
    }
  });

  test.each<[string, Parameters<TestCa['issue']>[1], RegExp]>([
    ['expired', { days: -1 }, /certificate has expired/],
    ['of another host', { san: 'DNS:elsewhere.example' }, /hostname mismatch/],
    [
      'with the name in its CN only, which SAN overrides',
      { san: 'DNS:x', subject: '/CN=localhost' },
      /hostname mismatch/,
    ],
    ['with an empty CN', { san: 'DNS:x', subject: '/O=o/CN= ' }, /hostname mismatch/],
    ['with no subject', { san: 'DNS:x', subject: '/' }, /hostname mismatch/],
    ['for every name', { san: 'DNS:*' }, /hostname mismatch/],
    ['for names below this one', { san: 'DNS:*.localhost' }, /hostname mismatch/],
    ['for a longer name', { san: 'DNS:localhost.example,DNS:xlocalhost' }, /hostname mismatch/],
    ['for an address only', { san: 'IP:127.0.0.1' }, /hostname mismatch/],
    [
      'with the name as an e-mail address and a URI',
      { san: 'email:a@localhost,URI:https://localhost' },
      /hostname mismatch/,
    ],
  ])('%s', async (what, options, reason) => {
    const { port } = await serve(await ca.issue(what.replace(/\W/g, '-'), options));
    await expect(refusalOf(configOf(port))).resolves.toEqual(refused('ERR__SSL', reason));
  });

  test('by an address that is not in it', async () => {
    const { port } = await serve(await ca.issue('names', { san: 'DNS:localhost,DNS:127.0.0.1' }));
    const config = configOf(port, { 'bootstrap.servers': `127.0.0.1:${port}` });
    await expect(refusalOf(config)).resolves.toEqual(refused('ERR__SSL', /IP address mismatch/));
  });

  test('one that is right is taken, by name and by address', async () => {
    const server = await serve(await ca.issue('right', { subject: '/CN= ' }));
    const byAddress = { 'bootstrap.servers': `127.0.0.1:${server.port}` };
    await expect(handshake(server, configOf(server.port))).resolves.toMatchObject({ protocol: 'TLSv1.3' });
    await expect(handshake(server, configOf(server.port, byAddress))).resolves.toMatchObject({ protocol: 'TLSv1.3' });
  });
});

describe('TLS versions and suites', () => {
  const tls12 = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
  const tls13 = 'TLS_AES_128_GCM_SHA256';

  test.each<[object, tls.TlsOptions, { protocol: string; cipher?: string }]>([
    [{ 'ssl.cipher.suites': tls13 }, {}, { protocol: 'TLSv1.3', cipher: tls13 }],
    [{ 'ssl.cipher.suites': tls12 }, {}, { protocol: 'TLSv1.2', cipher: tls12 }],
    [{ 'ssl.cipher.suites': [tls12, tls13] }, { maxVersion: 'TLSv1.2' }, { protocol: 'TLSv1.2', cipher: tls12 }],
    [{ 'ssl.cipher.suites': [tls12, tls13] }, {}, { protocol: 'TLSv1.3', cipher: tls13 }],
    [{ 'ssl.enabled.protocols': 'TLSv1.2' }, {}, { protocol: 'TLSv1.2' }],
    [{ 'ssl.enabled.protocols': 'TLSv1.3' }, {}, { protocol: 'TLSv1.3' }],
    [{ 'ssl.enabled.protocols': 'TLSv1.2,TLSv1.3' }, { maxVersion: 'TLSv1.2' }, { protocol: 'TLSv1.2' }],
  ])('%j with %j: %j', async (config, options, agreed) => {
    const server = await serve(await ca.issue('versions'), options);
    await expect(handshake(server, configOf(server.port, config))).resolves.toMatchObject(agreed);
  });

  test.each<[object, tls.TlsOptions]>([
    [{ 'ssl.cipher.suites': tls13 }, { maxVersion: 'TLSv1.2' }],
    [{ 'ssl.cipher.suites': tls12 }, { minVersion: 'TLSv1.3' }],
    [{ 'ssl.enabled.protocols': 'TLSv1.2' }, { minVersion: 'TLSv1.3' }],
    [{ 'ssl.enabled.protocols': 'TLSv1.3' }, { maxVersion: 'TLSv1.2' }],
    // A downgrade below what is spoken at all.
    [{}, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    [
      { 'ssl.cipher.suites': 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' },
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' },
    ],
  ])('%j with %j is refused at once', async (config, options) => {
    const server = await serve(await ca.issue('refused-versions'), options);
    await expect(refusalOf(configOf(server.port, config))).resolves.toEqual(
      refused('ERR__SSL', /alert|handshake|protocol/),
    );
    expect(server.agreed).toEqual([]);
  });
});

describe('a client certificate', () => {
  const wanted = (): tls.TlsOptions => ({ requestCert: true, rejectUnauthorized: true, ca: readFileSync(ca.caFile) });
  const keyOf = (issued: IssuedCertificate) => ({
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': issued.keyAndCert,
  });

  // One of another authority is a matter of the real Kafka: Node's server closes without an alert.
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('that is missing is refused at once, by %s', async (version) => {
    const server = await serve(await ca.issue('asks'), { ...wanted(), minVersion: version, maxVersion: version });
    await expect(refusalOf(configOf(server.port))).resolves.toEqual(refused('ERR__SSL', /alert/));
  });

  test('that is right is taken', async () => {
    const server = await serve(await ca.issue('takes'), wanted());
    await expect(handshake(server, configOf(server.port, keyOf(await ca.issue('me'))))).resolves.toBeDefined();
  });
});

test('a listener that closes in the middle of each handshake, as one without TLS does', async () => {
  const server = net.createServer((socket) => socket.once('data', () => socket.destroy()).on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  await expect(refusalOf(configOf(port))).resolves.toEqual(refused('ERR__SSL', /PLAINTEXT broker listener/));
});

describe('after a refusal', () => {
  test('of one of two bootstrap servers the other one is used', async () => {
    const bad = await serve(await (await TestCa.create(path.join(folder, 'third'))).issue('third'));
    const good = await serve(await ca.issue('good'));
    const config = configOf(bad.port, { 'bootstrap.servers': `localhost:${bad.port},localhost:${good.port}` });
    const producer = new Producer(config as never);
    producer.on('error', () => undefined);
    const send = producer.send({ topic: 't', value: 'v' }).catch((error: unknown) => error);
    await once(good.server, 'secureConnection');
    expect(producer.state).not.toBe('down');
    await producer.close({ timeoutMs: 0 });
    expect(await send).not.toBeInstanceOf(AuthenticationError);
    expect(await send).toBeInstanceOf(DeliveryError);
  });
});
