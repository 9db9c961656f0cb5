/** `doctor`, and what the other commands say, on a machine where the addon cannot be loaded. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

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
  expect(addon).toMatchObject({ librdkafka: null, file: null, openssl: null });
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
