/** `doctor` with the addon and without it; what the other commands say without it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { native } from '../../../src/binding/native';
import { MockCluster } from '../../../src/testing/index';
import { addonPath } from '../../helpers/addon';
import { runCli } from '../../helpers/cli/run-cli';

const missing = { KAFKA_NAPI_ADDON: '/nonexistent' };
const firstLine = 'load: KAFKA_NAPI_ADDON=/nonexistent does not load. Unset KAFKA_NAPI_ADDON to use the usual places.';
const attempt = "KAFKA_NAPI_ADDON=/nonexistent: Cannot find module '/nonexistent'";

interface Report {
  addon: Record<string, unknown>;
  machine: { node: string };
  brokers: unknown;
  problems: string[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-doctor-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('doctor without the addon: its report names the error and what helps', async () => {
  const { status, stdout, stderr } = await runCli(['doctor'], '', missing);
  const report = stdout.toString();
  expect(stderr).toBe('');
  expect(status).toBe(1);
  expect(report).toMatch(/^kafka-napi {6}\d+\.\d+\.\d+$/m);
  expect(report).toMatch(/^open files {6}\S/m);
  expect(report).toMatch(/^patches {9}-$/m);
  expect(report).toMatch(/^found by {8}-$/m);
  expect(report).toContain(attempt);
  expect(report.endsWith(`\nPROBLEM         ${firstLine}\n`)).toBe(true);
  expect(report).not.toMatch(/^\s+at /m);
});

test('doctor --json without the addon: the same as one line', async () => {
  const { status, stdout, stderr } = await runCli(['doctor', '--json'], '', missing);
  expect(stderr).toBe('');
  expect(status).toBe(1);
  expect(stdout.toString()).toMatch(/^\{.*\}\n$/);
  const { addon, machine, brokers, problems } = JSON.parse(stdout.toString()) as Report;
  expect(addon).toMatchObject({ librdkafka: null, patches: null, foundBy: null, file: null, openssl: null });
  expect(addon['tried']).toEqual([attempt]);
  expect(addon['error']).toContain(attempt);
  expect(machine.node).toBe(process.version);
  expect(brokers).toBeNull();
  expect(problems).toEqual([firstLine]);
});

test('doctor without the addon: -b, -X and -F do not hide the report', async () => {
  const file = path.join(folder, 'client.properties');
  writeFileSync(file, 'client.id=here\n');
  const { status, stdout } = await runCli(
    ['doctor', '-J', '-b', 'localhost:1', '-X', 'linger.ms=1', '-F', file],
    '',
    missing,
  );
  expect(status).toBe(1);
  expect((JSON.parse(stdout.toString()) as Report).problems).toEqual([firstLine]);
});

test('without the addon: a command that needs it says so without a stack, the others work', async () => {
  const needing = [['topics', 'list'], ['consume', '-t', 'a'], ['produce', '-t', 'a'], ['lag'], ['properties', 'list']];
  const working = [['--version'], ['--help'], ['doctor', '--help'], ['completion', 'bash'], ['migrate', folder]];
  const run = (args: string[]): ReturnType<typeof runCli> => runCli(args, '', missing);
  const refused = await Promise.all(needing.map(run));
  needing.forEach((args, at) => {
    const { status, stdout, stderr } = refused[at]!;
    expect([args, status, stdout.toString()]).toEqual([args, 1, '']);
    expect(stderr).toMatch(/^kafka-napi: load: /);
    expect(stderr.split('\n')[0]).toBe(`kafka-napi: ${firstLine}`);
    expect(stderr).toContain(attempt);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
  const done = await Promise.all(working.map(run));
  working.forEach((args, at) => expect([args, done[at]!.status, done[at]!.stderr]).toEqual([args, 0, '']));
});

/** A folder for NODE_PATH with packages of this platform that contain `text`. */
function platformPackages(name: string, text: string): string {
  const base = path.join(folder, name);
  for (const libc of ['', '-musl']) {
    const one = path.join(base, `@kafka-napi/${process.platform}-${process.arch}${libc}`);
    mkdirSync(one, { recursive: true });
    writeFileSync(path.join(one, 'index.js'), text);
  }
  return base;
}

test('doctor names each attempt: the platform package and the local build', async () => {
  const NODE_PATH = platformPackages('broken', "throw new Error('it is broken');\n");
  // The clone has a local build.
  const hook = path.join(folder, 'hook.js');
  writeFileSync(
    hook,
    `const Module = require('node:module');
     const load = Module._load;
     const find = () => { throw new Error('no build'); };
     Module._load = (id, ...rest) => (id === 'bindings' ? find : load(id, ...rest));\n`,
  );
  const env = { KAFKA_NAPI_ADDON: undefined, NODE_PATH, NODE_OPTIONS: `--require ${hook}` };
  const { status, stdout } = await runCli(['doctor', '-J'], '', env);
  expect(status).toBe(1);
  const { addon, problems } = JSON.parse(stdout.toString()) as Report;
  expect(addon['tried']).toEqual([
    expect.stringMatching(/^@kafka-napi\/[\w-]+: it is broken$/),
    expect.stringMatching(/^local build in \/.*: no build$/),
  ]);
  expect(problems).toEqual([
    expect.stringMatching(
      /^load: @kafka-napi\/\S+ is damaged, or not made for this system\. Delete .* and run: npm install$/,
    ),
  ]);
});

test('an addon of another version: the problem says so', async () => {
  const file = path.join(folder, 'older.js');
  writeFileSync(file, 'exports.boundary = {};\n');
  const { status, stdout } = await runCli(['doctor', '-J'], '', { KAFKA_NAPI_ADDON: file });
  expect(status).toBe(1);
  const { addon, problems } = JSON.parse(stdout.toString()) as Report;
  expect(addon).toMatchObject({ librdkafka: null, foundBy: null, tried: [] });
  expect(problems).toEqual([expect.stringMatching(/^load: the native addon has another version than kafka-napi /)]);
});

test('doctor shows which way the addon was found, and which patches it has', async () => {
  await using cluster = await MockCluster.start({ brokers: 1 });
  const B = ['-b', cluster.bootstrapServers];
  const file = addonPath();
  const NODE_PATH = platformPackages('working', `module.exports = require(${JSON.stringify(file)});\n`);
  const usual = process.env['KAFKA_NAPI_ADDON'] === undefined ? 'build' : 'KAFKA_NAPI_ADDON';
  const ways: [NodeJS.ProcessEnv, unknown, RegExp][] = [
    [{}, usual, usual === 'build' ? /^found by {8}a local build \(build\/\)$/m : /^found by/m],
    [{ KAFKA_NAPI_ADDON: file }, 'KAFKA_NAPI_ADDON', /^found by {8}the variable KAFKA_NAPI_ADDON$/m],
    [
      { KAFKA_NAPI_ADDON: undefined, NODE_PATH },
      expect.stringMatching(/^@kafka-napi\/\w+-\w+(-musl)?$/),
      /^found by {8}the package @kafka-napi\/\S+$/m,
    ],
  ];
  for (const [env, foundBy, line] of ways) {
    const [json, text] = await Promise.all([
      runCli(['doctor', '-J', ...B], '', env),
      runCli(['doctor', ...B], '', env),
    ]);
    const { addon } = JSON.parse(json.stdout.toString()) as Report;
    expect(addon).toMatchObject({ foundBy, file, patches: native.patches, error: null, tried: [] });
    expect(text.stdout.toString()).toMatch(line);
    expect(text.stdout.toString()).toContain(`\npatches         ${native.patches}\n`);
  }
});
