// Creates the release archives in prebuilds/ with the packer of the "prebuild" tool, for any platform, on a Linux x64
// machine. scripts/platform-packages.mjs creates the npm packages from them.
//
//   npm run prebuilds                               this machine's platform, with this machine's compiler
//   npm run prebuilds -- --target linux-arm64-musl  that platform, with the cross compiler; may be given several times
//   npm run prebuilds -- --all                      every platform that has a toolchain file in deps/toolchains
//   npm run prebuilds -- --target win32-x64 --twice and once more, from another folder: the archives must be equal
//
// The cache (deps/cache.mjs) keeps OpenSSL, zlib, the cross compiler and finished binaries; build-<target> keeps the
// rest. --compile ignores finished binaries in the cache.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { fetchSources } from '../deps/fetch.mjs';
import { root } from './inputs.mjs';
import { expectCommitted, expectSameAgain } from './platforms/again.mjs';
import { pack, prebuildsFolder } from './platforms/archive.mjs';
import { buildTarget } from './platforms/build.mjs';
import { problemsOf } from './platforms/check.mjs';
import { targets } from './platforms/targets.mjs';

function forThisMachine() {
  fetchSources();
  const prebuild = createRequire(import.meta.url).resolve('prebuild/bin.js');
  const args = ['--backend', 'cmake-js', '--runtime', 'napi', '--target', '8', '--force', '--', '--parallel', '2'];
  return spawnSync(process.execPath, [prebuild, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function writeSums() {
  const lines = readdirSync(prebuildsFolder)
    .filter((file) => file.endsWith('.tar.gz'))
    .sort()
    .map(
      (file) =>
        `${createHash('sha256')
          .update(readFileSync(path.join(prebuildsFolder, file)))
          .digest('hex')}  ${file}\n`,
    );
  writeFileSync(path.join(prebuildsFolder, 'SHA256SUMS'), lines.join(''));
}

async function cross(wanted, { twice, compile }) {
  const unknown = wanted.filter((target) => !targets.includes(target));
  if (unknown.length > 0) throw new Error(`unknown target '${unknown[0]}'. Valid targets: ${targets.join(', ')}`);
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`this is ${process.platform}-${process.arch}. The cross compiler needs linux-x64`);
  if (twice) expectCommitted();
  const failures = [];
  for (const target of wanted) {
    console.log(`prebuilds: ${target}`);
    try {
      const binary = buildTarget(target, { compiled: compile });
      const problems = problemsOf(target, binary);
      if (problems.length > 0) throw new Error(problems.join('; '));
      const archive = await pack(target, binary);
      if (twice) expectSameAgain(target, archive);
      console.log(`prebuilds: ${path.relative(root, archive)}${twice ? ', the same when built again' : ''}`);
    } catch (error) {
      // The other platforms are built all the same.
      failures.push(target);
      console.error(`prebuilds: ${target} failed: ${error.message}`);
    }
  }
  writeSums();
  if (failures.length > 0) throw new Error(`no archive for ${failures.join(', ')}`);
  return 0;
}

try {
  const { values } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      target: { type: 'string', multiple: true, default: [] },
      twice: { type: 'boolean', default: false },
      compile: { type: 'boolean', default: false },
    },
  });
  const wanted = values.all ? targets : values.target;
  if (values.twice && wanted.length === 0) throw new Error('--twice without a platform. Add --all or --target');
  process.exitCode = wanted.length > 0 ? await cross(wanted, values) : forThisMachine();
} catch (error) {
  console.error(`prebuilds: ${error.message}`);
  process.exitCode = 1;
}
