// Builds the C programs with the addon's build description, linked with the same librdkafka.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const build = path.join(root, 'build');
const programs = ['bench_produce', 'bench_consume', 'bench_latency'];

function run(command, args) {
  execFileSync(command, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr] });
}

/** Builds everything that is not up to date. */
export function buildAll() {
  run(process.execPath, ['scripts/build-native.mjs', '--if-needed']);
  run(process.execPath, ['scripts/build-ts.mjs']);
  run('cmake', ['-DKAFKA_NAPI_BENCH=ON', build]);
  run('cmake', ['--build', build, '--target', ...programs]);
}

export function program(name) {
  for (const folder of [build, path.join(build, 'Release')]) {
    const file = path.join(folder, name);
    if (existsSync(file)) return file;
  }
  throw new Error(`${name} was not built. Run npm run bench without --no-build`);
}
