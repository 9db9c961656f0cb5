/** A server for others: TLS, users, another name; and how a busy port and a stop look. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import * as kafka from '../../../../../src/index';
import { TestCa } from '../../../../../test/helpers/kafka/security';
import { MockCluster } from '../../../../../src/testing/index';
import { start, type RunningUi, type UiOptions } from '../../../src/server/index';

const folder = mkdtempSync(path.join(os.tmpdir(), 'ui-tls-'));
const open: RunningUi[] = [];
let mock: MockCluster;

beforeAll(async () => {
  mock = await MockCluster.start();
});
afterAll(async () => {
  await Promise.all(open.map((ui) => ui.close()));
  await mock.close();
  rmSync(folder, { recursive: true });
});

async function run(options: UiOptions, signal?: AbortSignal): Promise<{ ui: RunningUi; out: string; notes: string }> {
  let [out, notes] = ['', ''];
  const ui = await start({
    kafka,
    kafkaPath: path.resolve(__dirname, '../../../../../src/index.ts'),
    properties: { 'bootstrap.servers': mock.bootstrapServers },
    options: { open: false, ...options },
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (notes += text) },
    ...(signal === undefined ? {} : { signal }),
  });
  open.push(ui);
  return { ui, out, notes };
}

function get(url: string, method: string, headers: Record<string, string>, body?: string) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    const request = https.request(url, { method, headers, rejectUnauthorized: false, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

test('TLS and users: a password signs in, the cookie is for TLS only', async () => {
  const ca = await TestCa.create(folder);
  const { cert, key } = await ca.issue('server');
  const { ui, out } = await run({
    port: 0,
    host: '0.0.0.0',
    allowedHosts: ['kafka.example'],
    auth: 'alice:secret',
    tls: { cert: readFileSync(cert), key: readFileSync(key) },
  });
  // No token: whoever has a password needs none.
  expect(out).toBe(`https://localhost:${ui.port}/\n`);
  const at = `https://127.0.0.1:${ui.port}`;
  const password = { Authorization: `Basic ${Buffer.from('alice:secret').toString('base64')}` };
  const page = await get(`${at}/topics`, 'GET', {});
  expect([page.status, page.headers['www-authenticate']]).toEqual([401, 'Basic realm="kafka-napi", charset="UTF-8"']);
  expect((await get(`${at}/healthz`, 'GET', {})).text).toBe('ok');
  const json = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
  const signedIn = await get(`${at}/api/v1/session`, 'POST', { ...password, ...json, Host: 'kafka.example' }, '{}');
  expect(signedIn.status).toBe(200);
  const [cookie] = signedIn.headers['set-cookie'] as string[];
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
  const { secret } = JSON.parse(signedIn.text) as { secret: string };
  const session = { ...json, Cookie: cookie!.split(';')[0]!, 'X-Kafka-UI': secret };
  expect((await get(`${at}/api/v1/session`, 'GET', { ...session, ...password })).status).toBe(200);
  // The session alone is not enough.
  expect((await get(`${at}/api/v1/session`, 'GET', session)).status).toBe(401);
  const origin = { ...session, ...password, 'Sec-Fetch-Site': '', Origin: 'https://kafka.example' };
  const { 'Sec-Fetch-Site': _, ...old } = origin;
  expect((await get(`${at}/api/v1/session`, 'GET', old)).status).toBe(200);
  expect((await get(`${at}/api/v1/session`, 'GET', { ...old, Origin: 'http://kafka.example' })).status).toBe(403);
  expect((await get(`${at}/metrics`, 'GET', password)).status).toBe(200);
  expect((await get(`${at}/metrics`, 'GET', {})).status).toBe(401);
});

test('a busy port: the next one, and a note', async () => {
  const first = await run({ port: 0 });
  const second = await run({ port: first.ui.port });
  expect(second.ui.port).toBeGreaterThan(first.ui.port);
  expect(second.notes).toBe(`kafka-napi ui: port ${first.ui.port} is busy, so it is ${second.ui.port}\n`);
  expect(second.out).toContain(`:${second.ui.port}/#t=`);
});

test('a signal stops it; the port is free again', async () => {
  const stop = new AbortController();
  const { ui } = await run({ port: 0 }, stop.signal);
  stop.abort();
  await ui.closed;
  await expect(fetch(ui.url)).rejects.toThrow('fetch failed');
  await ui.close();
});

test.each<[UiOptions, string]>([
  [{ port: 0, host: '0.0.0.0' }, '--host 0.0.0.0: others can reach this address'],
  [{ port: 0, auth: 'alice' }, '--auth-file: line 1: expected user:password'],
  [{ port: 0, metricsTopics: '(' }, '--metrics-topics'],
  [{ port: 0, tls: { cert: 'x', key: 'y' } }, '--tls-cert and --tls-key: '],
])('%j: nothing is left running', async (options, message) => {
  await expect(run(options)).rejects.toThrow(message);
});

test('wrong properties are the library’s words', async () => {
  const bad = start({
    kafka,
    kafkaPath: '',
    properties: { 'bootstrap.servers': mock.bootstrapServers, 'security.protocol': 'SSLL' },
    options: { port: 0, open: false },
    stdout: { write: () => true },
    stderr: { write: () => true },
  });
  await expect(bad).rejects.toMatchObject({ code: 'ERR_CONFIG', property: 'security.protocol' });
});
