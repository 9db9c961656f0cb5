/**
 * binding.gyp, for tools that only know gyp: it builds nothing if a binary works. Otherwise it calls the only build.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
let work: string;

beforeEach(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-door-'));
  mkdirSync(path.join(work, 'scripts'));
  mkdirSync(path.join(work, 'build/Release'), { recursive: true });
  for (const file of ['gyp-door.mjs', 'inputs.mjs']) {
    copyFileSync(path.join(root, 'scripts', file), path.join(work, 'scripts', file));
  }
  writeFileSync(
    path.join(work, 'scripts/build-native.mjs'),
    `import { writeFileSync } from 'node:fs';\nwriteFileSync('built', '');\n`,
  );
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** Runs the door; was the build called? */
function enter(): boolean {
  execFileSync(process.execPath, ['scripts/gyp-door.mjs'], { cwd: work });
  return existsSync(path.join(work, 'built'));
}

test('a working binary is left as it is', () => {
  copyFileSync(path.join(root, 'build/Release/kafka_napi.node'), path.join(work, 'build/Release/kafka_napi.node'));
  expect(enter()).toBe(false);
});

test.each([
  ['no binary', undefined],
  ['a binary of another platform', 'not a shared library'],
])('%s: the build runs', (_what, content) => {
  if (content !== undefined) writeFileSync(path.join(work, 'build/Release/kafka_napi.node'), content);
  expect(enter()).toBe(true);
});

test('binding.gyp calls the door', () => {
  expect(readFileSync(path.join(root, 'binding.gyp'), 'utf8')).toContain('<(module_root_dir)/scripts/gyp-door.mjs');
});
