// Runs the tests and prints one final line: "N passed, N failed".
//
//   node scripts/test.mjs [PHASE…]      without a phase: all of them
//
// Phases follow each other, because they need the machine in different ways: unit, mock and type tests, which wait more
// than they compute, share four workers. Integration tests start brokers of their own: two workers. Package tests pack
// the one clone, and lifecycle tests watch memory and exits: those run one file at a time.
// "native" is the C++ tests of native/core under the address, undefined-behaviour and thread sanitizers. "unpatched" is
// the mock tests against librdkafka without our patches (test-unpatched.mjs); "public-path" is some of them. "ui" is
// the page and its server on a real Kafka, in a browser. "unpatched" and "ui" are run by name only.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { dropForeignBuild, folderName, root } from './inputs.mjs';
import { sanitizerOptions } from './sanitizers.mjs';
import { testPublicPath, testUnpatched } from './test-unpatched.mjs';

const together = ['unit', 'mock', 'types'];
const notPhases = new Set(['helpers', 'fixtures', 'stress']);
const order = ['unit', 'mock', 'types', 'package', 'lifecycle', 'native', 'public-path', 'integration'];

function phasesOnDisk() {
  const wanted = /\.test\.ts$|\.cc$/;
  const folders = readdirSync(path.join(root, 'test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !notPhases.has(entry.name))
    .map((entry) => entry.name)
    .filter((name) =>
      readdirSync(path.join(root, 'test', name), { recursive: true }).some((file) => wanted.test(file)),
    );
  folders.push('public-path');
  const rank = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
  return folders.sort((a, b) => rank(a) - rank(b));
}

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (error) throw error;
  return status;
}

/** Characters of a failure that are printed at the end. */
const FAILURE_LENGTH = 2000;

/** Failures of all phases, printed again at the end, because a truncated log keeps its end. */
const whatFailed = [];

/** One text for each failed test of a report of jest's, and for each file that could not be run. */
function failuresOf(report) {
  const texts = [];
  for (const { name, message, status, assertionResults } of report.testResults) {
    const file = path.relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    for (const test of failed) texts.push(`${file}: ${test.fullName}\n${test.failureMessages.join('\n')}`);
    if (status === 'failed' && failed.length === 0) texts.push(`${file}\n${message}`);
  }
  return texts;
}

/** Runs the jest projects `names`; a run that ends without a report counts as one failure. */
function runJest(names, workers) {
  const require = createRequire(import.meta.url);
  const report = path.join(root, 'build', `test-${names.join('-')}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const status = run(process.execPath, [
    require.resolve('jest/bin/jest'),
    workers === 1 ? '--runInBand' : `--maxWorkers=${workers}`,
    '--json',
    `--outputFile=${report}`,
    '--selectProjects',
    ...names,
  ]);
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  whatFailed.push(...failuresOf(result));
  // A test file that cannot be loaded has no failed test.
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed > 0 || status === 0 ? failed : 1 };
}

/** The C++ tests of native/core, in two builds for three sanitizers: librdkafka is built with them, too. */
function runNative() {
  if (run(process.execPath, ['deps/fetch.mjs']) !== 0) return { passed: 0, failed: 1 };
  const total = { passed: 0, failed: 0 };
  for (const sanitizer of ['address,undefined', 'thread']) {
    const result = runSanitized(sanitizer);
    total.passed += result.passed;
    total.failed += result.failed;
  }
  return total;
}

function runSanitized(sanitizer) {
  const build = `build-native-tests-${folderName(sanitizer)}`;
  dropForeignBuild(path.join(root, build));
  const report = path.join(root, build, 'report.json');
  rmSync(report, { force: true });
  const args = ['-S', root, '-B', build];
  args.push('-DKAFKA_NAPI_ADDON=OFF', '-DKAFKA_NAPI_CORE_TESTS=ON', `-DKAFKA_NAPI_SANITIZE=${sanitizer}`);
  if (run('cmake', args) !== 0) return { passed: 0, failed: 1 };
  if (run('cmake', ['--build', build, '--parallel', '2']) !== 0) return { passed: 0, failed: 1 };
  const status = run(path.join(root, build, 'core_tests'), [`--gtest_output=json:${report}`], sanitizerOptions);
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { tests, failures } = JSON.parse(readFileSync(report, 'utf8'));
  // The sanitizer ends the process with an error of its own although every test has passed.
  const failed = status === 0 ? failures : Math.max(failures, 1);
  return { passed: tests - failures, failed };
}

async function main() {
  const inOneRun = phasesOnDisk();
  const all = [...inOneRun, 'unpatched', 'ui'];
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    console.error(`test: unknown phase '${unknown[0]}'. Valid phases: ${all.join(', ')}`);
    return 1;
  }
  const phases = wanted.length > 0 ? all.filter((name) => wanted.includes(name)) : inOneRun;
  if (run(process.execPath, ['scripts/prepare.mjs']) !== 0) return 1;

  const runs = [];
  const first = phases.filter((name) => together.includes(name));
  if (first.length > 0) runs.push(() => runJest(first, 4));
  for (const name of phases) {
    if (name === 'native') runs.push(runNative);
    else if (name === 'public-path') runs.push(testPublicPath);
    else if (name === 'unpatched') runs.push(testUnpatched);
    else if (!together.includes(name)) runs.push(() => runJest([name], name === 'integration' ? 2 : 1));
  }
  let passed = 0;
  let failed = 0;
  for (const each of runs) {
    const result = await each();
    passed += result.passed;
    failed += result.failed;
  }
  for (const text of whatFailed) console.log(`FAILED ${text.slice(0, FAILURE_LENGTH)}\n`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

process.exitCode = await main();
