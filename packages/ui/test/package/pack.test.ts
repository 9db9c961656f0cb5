/** The published package beside kafka-napi's, as a user has it: what is in it, and that one command shows messages. */
import { spawn, spawnSync, type ChildProcess, type SpawnSyncReturns } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MockCluster } from '../../../../src/testing/index';
import { filesOf, installInto, pack, packBinary } from '../../../../test/helpers/packed';
import { parseEvents } from '../helpers/running-ui';

const root = path.resolve(__dirname, '../../../..');
let work: string;
let app: string;
let packed: string[];
const children: ChildProcess[] = [];

const command = (): string => path.join(app, 'node_modules/.bin/kafka-napi');
const installed = (...names: string[]): string => path.join(app, 'node_modules/kafka-napi-ui', ...names);
const manifest = (): Record<string, unknown> =>
  JSON.parse(readFileSync(installed('package.json'), 'utf8')) as Record<string, unknown>;

beforeAll(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-ui-pack-'));
  const ui = pack(path.join(root, 'packages/ui'), work);
  packed = filesOf(ui);
  app = path.join(work, 'app');
  installInto(app, pack(root, work), packBinary(work), ui);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(work, { recursive: true, force: true });
});

const run = (...args: string[]): SpawnSyncReturns<string> => spawnSync(command(), args, { cwd: app, encoding: 'utf8' });

test('holds what it is built to, and nothing else', () => {
  for (const file of [
    ...['package.json', 'LICENSE', 'README.md', 'grafana/kafka.json', 'dist/THIRD-PARTY.md', 'dist/bin.js'],
    ...['dist/server/index.js', 'dist/server/index.d.ts', 'dist/server/worker.js', 'dist/server/kql/index.js'],
    'dist/web/index.html',
  ])
    expect(packed).toContain(`package/${file}`);
  expect(
    packed.filter((file) => !/^package\/(dist\/|grafana\/|package\.json$|LICENSE$|README\.md$)/.test(file)),
  ).toEqual([]);
  expect(packed.filter((file) => /\.(tsx?|map)$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
});

test('needs nothing but kafka-napi, of its own version, and names what is inside', () => {
  const { dependencies, optionalDependencies, peerDependencies, version, scripts } = manifest();
  expect([dependencies, optionalDependencies]).toEqual([undefined, undefined]);
  expect(peerDependencies).toEqual({ 'kafka-napi': `^${version as string}` });
  expect(Object.keys(scripts as object)).toEqual(['build']);
  expect(existsSync(installed('node_modules'))).toBe(false);
  const notices = readFileSync(installed('dist/THIRD-PARTY.md'), 'utf8');
  for (const name of ['hono', '@hono/node-server', 'lossless-json', 're2js', 'preact'])
    expect(notices).toMatch(new RegExp(`^## ${name} - \\d`, 'm'));
});

test('asks for no module that is not its own, Node’s or kafka-napi’s', () => {
  const server = installed('dist/server');
  const scripts = readdirSync(server, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.js'));
  const asked = scripts.flatMap((file) =>
    [...readFileSync(path.join(server, file), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!),
  );
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !/^(node:|\.)/.test(name))).toEqual([]);
});

test('is small', () => {
  const sizeOf = (folder: string): number =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath ?? entry.path, entry.name)).size, 0);
  expect(sizeOf(installed('dist'))).toBeLessThan(2_000_000);
});

test.each([
  ['kafka-napi ui', () => [command(), 'ui']],
  ['kafka-napi-ui', () => [path.join(app, 'node_modules/.bin/kafka-napi-ui')]],
])('%s shows messages, and ends at Ctrl-C with 130', async (_, words) => {
  const mock = await MockCluster.start({ topics: { numbers: 3 } });
  const [file, ...first] = words() as [string, ...string[]];
  const child = spawn(file, [...first, '--no-open', '--port', '0', '-b', mock.bootstrapServers], { cwd: app });
  children.push(child);
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
  );
  const [, url, token] = /^(http:\/\/127\.0\.0\.1:\d+\/)#t=([\w-]{43})\n$/.exec(line)!;
  const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
  const signedIn = await fetch(`${url}api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ token }) });
  const { secret } = (await signedIn.json()) as { secret: string };
  const session = { ...headers, 'X-Kafka-UI': secret, Cookie: signedIn.headers.get('set-cookie')!.split(';')[0]! };
  const post = async (where: string, body: object): Promise<string> =>
    (await fetch(`${url}api/v1${where}`, { method: 'POST', headers: session, body: JSON.stringify(body) })).text();
  await post('/topics/numbers/records', { partition: 1, key: null, value: { as: 'utf8', data: 'x' }, headers: [] });
  const events = parseEvents(await post('/scan', { topic: 'numbers', mode: 'newest' }));
  expect(events.find(({ name }) => name === 'rows')!.data).toMatchObject({
    rows: [{ p: 1, o: '0', v: { text: 'x' } }],
  });
  const page = await (await fetch(url!)).text();
  const script = /src="(\/assets\/[\w.-]+\.js)"/.exec(page)![1]!;
  const loaded = await fetch(new URL(script, url), { headers: { 'Accept-Encoding': 'br' } });
  expect([loaded.status, loaded.headers.get('content-encoding')]).toEqual([200, 'br']);
  child.kill('SIGINT');
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(130);
  await mock.close();
});

test('its types are found', () => {
  writeFileSync(
    path.join(app, 'use.ts'),
    `import * as kafka from 'kafka-napi';
     import { start, type UiOptions } from 'kafka-napi-ui';
     const options: UiOptions = { port: 0, readOnly: true };
     export const ui = start({ kafka, kafkaPath: '', properties: {}, options, stdout: process.stdout, stderr: process.stderr });`,
  );
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const types = path.join(root, 'node_modules/@types');
  const options = [
    '--strict',
    '--noEmit',
    '--module',
    'node16',
    '--target',
    'es2022',
    '--typeRoots',
    types,
    '--types',
    'node',
  ];
  expect(spawnSync(process.execPath, [tsc, ...options, 'use.ts'], { cwd: app, encoding: 'utf8' }).stdout).toBe('');
});

test('another version, and none: one sentence each, status 1', () => {
  const { version } = manifest();
  const file = installed('package.json');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace(`"version": "${version as string}"`, '"version": "0.0.9"'));
  const other = run('ui');
  expect([other.status, other.stdout, other.stderr]).toEqual([
    1,
    '',
    `kafka-napi: kafka-napi-ui 0.0.9 belongs to kafka-napi 0.0.9, this is ${version as string}: npm install kafka-napi-ui@${version as string}\n`,
  ]);
  writeFileSync(file, before);
  renameSync(installed(), `${installed()}-away`);
  const none = run('ui');
  expect([none.status, none.stdout, none.stderr]).toEqual([
    1,
    '',
    'kafka-napi: kafka-napi ui needs the package kafka-napi-ui, which is not installed: npm install kafka-napi-ui (or leave out --omit=optional)\n',
  ]);
  renameSync(`${installed()}-away`, installed());
  const wrong = run('ui', '--host', '0.0.0.0');
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('It needs --auth-file')]);
});
