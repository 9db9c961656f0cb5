// Runs jest projects against an address-sanitizer build of the addon, made first.
//
//   node scripts/test-asan.mjs [PROJECT…]      without one: unit and mock
//
// Leaks are not asked for here: Node itself forgets enough to drown ours. The leak runs and the C++ tests look for those.
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

import { root } from './inputs.mjs';

const projects = process.argv.length > 2 ? process.argv.slice(2) : ['unit', 'mock'];
execFileSync(process.execPath, ['scripts/build-native.mjs', '--if-needed', '--sanitize=address'], {
  cwd: root,
  stdio: 'inherit',
});
const runtime = execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const { status } = spawnSync(process.execPath, [jest, '--runInBand', '--selectProjects', ...projects], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    LD_PRELOAD: runtime,
    KAFKA_NAPI_ADDON: path.join('build-address', 'Release', 'kafka_napi.node'),
    // V8 handles its own segmentation faults.
    ASAN_OPTIONS: 'detect_leaks=0:handle_segv=0',
  },
});
process.exitCode = status ?? 1;
