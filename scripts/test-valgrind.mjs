// Runs under valgrind's memcheck: the C++ tests of native/core, and one short cycle of produce, transaction, consume
// and close under Node (test/native/short-cycle.mjs). Both use one debug build without a sanitizer, created first.
//
//   node scripts/test-valgrind.mjs [core] [node]      without arguments: both
//
// An invalid or uninitialized read, a wrong free, or memory without a pointer to it is a failure.
import { execFileSync, spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

import { dropForeignBuild, root } from './inputs.mjs';
import { suppressions } from './sanitizers.mjs';

const build = path.join(root, 'build-valgrind');
const FAILED = 99;

const memcheck = [
  '--quiet',
  `--error-exitcode=${FAILED}`,
  '--leak-check=full',
  // "Possible" leaks have a pointer into their middle only, as many list elements of librdkafka and V8 do.
  '--show-leak-kinds=definite',
  '--errors-for-leak-kinds=definite',
  '--num-callers=30',
  '--fair-sched=yes',
  `--suppressions=${suppressions('valgrind')}`,
];

const programs = {
  core: { arguments_: [path.join(build, 'core_tests')] },
  node: {
    // valgrind does not notice that V8 changes machine code. Without its compilers, V8 creates little of it.
    arguments_: [
      '--smc-check=all-non-file',
      process.execPath,
      '--jitless',
      path.join(root, 'test/native/short-cycle.mjs'),
    ],
    env: { KAFKA_NAPI_ADDON: path.join(build, 'kafka_napi.node') },
  },
};

function main() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !(name in programs));
  if (unknown !== undefined)
    throw new Error(`unknown program '${unknown}'. Valid programs: ${Object.keys(programs).join(', ')}`);
  if (spawnSync('valgrind', ['--version']).status !== 0)
    throw new Error('valgrind is not installed. Debian, Ubuntu: apt-get install valgrind');

  const inherit = { cwd: root, stdio: 'inherit' };
  execFileSync(process.execPath, ['deps/fetch.mjs'], inherit);
  execFileSync(process.execPath, ['scripts/build-ts.mjs'], inherit);
  dropForeignBuild(build);
  const optimised = ['C', 'CXX'].map((language) => `-DCMAKE_${language}_FLAGS_DEBUG=-g -O1`);
  execFileSync(
    'cmake',
    ['-S', root, '-B', build, '-DCMAKE_BUILD_TYPE=Debug', '-DKAFKA_NAPI_CORE_TESTS=ON', ...optimised],
    inherit,
  );
  const jobs = String(Math.min(2, os.availableParallelism()));
  execFileSync('cmake', ['--build', build, '--parallel', jobs], inherit);

  let good = true;
  for (const name of wanted.length > 0 ? wanted : Object.keys(programs)) {
    const { arguments_, env } = programs[name];
    console.log(`\nvalgrind: ${name}`);
    const { status } = spawnSync('valgrind', [...memcheck, ...arguments_], {
      ...inherit,
      env: { ...process.env, ...env },
    });
    console.log(
      `valgrind: ${name}: ${status === 0 ? 'no error' : status === FAILED ? 'ERRORS, see above' : `status ${status}`}`,
    );
    good &&= status === 0;
  }
  return good ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(`test-valgrind: ${error.message}`);
  process.exitCode = 1;
}
