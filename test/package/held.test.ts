/** A build without NDEBUG ends the process when a reference to a JavaScript value is released on another thread. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { root } from '../helpers/addon';

let work: string;
beforeAll(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-held-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Compiles the small addon that uses native/node/held.h and nothing else of the package. */
function compile(...flags: string[]): string {
  const binary = path.join(work, `off_thread${flags.join('')}.node`);
  const includes = ['node_modules/node-addon-api', 'node_modules/node-api-headers/include', 'native'];
  execFileSync(process.env['CXX'] ?? 'c++', [
    ...['-std=c++17', '-shared', '-fPIC', '-pthread', '-DNAPI_VERSION=8', ...flags],
    ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []),
    ...includes.map((folder) => `-I${path.join(root, folder)}`),
    ...['-o', binary, path.join(root, 'test/fixtures/native/off_thread.cc')],
  ]);
  return binary;
}

function giveUp(
  binary: string,
  onAnotherThread: boolean,
): { signal: string | null; status: number | null; stderr: string } {
  const script = `require(${JSON.stringify(binary)}).giveUp(${onAnotherThread}, {}); process.exit(7);`;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
}

test('debug build: aborts on another thread, and says why', () => {
  const binary = compile();
  expect(giveUp(binary, false).status).toBe(7);
  const { signal, stderr } = giveUp(binary, true);
  expect(stderr).toContain('kafka-napi: a reference was given up on a thread that is not its own');
  expect(signal).toBe('SIGABRT');
});

test('release build: the check is not there', () => {
  const binary = compile('-DNDEBUG');
  expect(giveUp(binary, false).status).toBe(7);
  expect(readFileSync(binary).includes('was given up on a thread')).toBe(false);
});
