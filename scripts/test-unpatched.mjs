// Runs the mock tests against librdkafka as published, read through its public interface only. Shows two things: that
// the code works without the patches (a distribution may want its own librdkafka, and a bug can be told from a
// patch's), and that patches are still needed: a file of mock tests that the head of a patch names must fail here. One
// that passes says that the patch can go. The end of the output lists the patches of which this proves nothing.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { readPatches } from '../deps/patches/apply.mjs';
import { FAILED } from './first-failure.mjs';
import { root } from './inputs.mjs';

const require = createRequire(import.meta.url);
const env = { ...process.env, KAFKA_NAPI_PATCHES: 'none' };
const addon = path.join(root, 'build-none/Release/kafka_napi.node');

/** Other files that fail here, and why: they are not run. */
const relying = {
  'test/mock/consumer/close-commit.test.ts': 'raw_partition.c: position() after a seek to the beginning',
  'test/mock/consumer/start-position.test.ts': 'raw_partition.c: position() before the first record',
  'test/mock/config/partitions.test.ts': 'raw_partition.c: which partitions have a leader',
  'test/mock/bad-input/nul.test.ts': "public_message.c: a header's name ends at its first NUL",
  'test/mock/bad-input/calls.test.ts': 'patch 0020: the process ends, by chance',
  'test/mock/consumer/unknown-partition.test.ts': 'patch 0020: a query for leaders that times out, by chance',
  'test/mock/admin/mock-cluster.test.ts': 'patch 0009: a request that the coordinator does not know ends the process',
  'test/mock/cli/produce-consume.test.ts': 'patch 0020 or 0029: the process ends, by chance',
  'test/mock/client/api-errors.test.ts': 'patch 0020: a query for leaders that times out, by chance',
  'test/mock/consumer/resubscribe.test.ts': 'patch 0006: the process ends, by chance',
  'test/mock/consumer/sought-commit.test.ts': 'patch 0012: a stored offset below the committed one is not committed',
  'test/mock/rdkafka/positions.test.ts': 'patch 0012: a stored offset below the committed one is not committed',
  'test/mock/consumer/reassign.test.ts': 'patch 0005: the process ends, by chance',
  'test/mock/hostile/corrupted-answers.test.ts': 'patches 0021 to 0035: the process ends, by chance',
};

/**
 * What every run of the tests includes: records out and in, offsets, closing and transactions, by the public interface.
 * Only files in which a crash of the unpatched library has never ended the process.
 */
const publicPath = [
  'test/mock/bad-input/bytes.test.ts',
  'test/mock/bad-input/records.test.ts',
  'test/mock/consumer/api-close-listeners.test.ts',
  'test/mock/consumer/loops.test.ts',
  'test/mock/consumer/offsets.test.ts',
  'test/mock/consumer/stale-end.test.ts',
  'test/mock/consumer/text.test.ts',
  'test/mock/producer/produce.test.ts',
  'test/mock/producer/transactions.test.ts',
  'test/mock/producer/writable.test.ts',
];

/** Why the test that a head names does not run here, or null if it does. */
function whyNotRun(test) {
  if (test.startsWith('none: ')) return 'no test can show it';
  if (test.includes('(by chance)')) return 'fails by chance';
  if (/sanitizer|--asan/.test(test)) return 'needs a sanitizer';
  if (test.startsWith('test/integration/')) return 'needs a real broker';
  if (/^test\/mock\/\S+\.test\.ts$/.test(test)) return null;
  return test.startsWith('test/native/') ? 'a C++ test' : 'not a mock test';
}

/**
 * The files that prove patches, and the patches of which no run here proves anything, by the reason. A file that
 * several patches name shows that one of them is needed, but not which.
 */
function proofs() {
  const files = new Map();
  const unproven = new Map();
  const add = (map, key, name) => map.set(key, [...(map.get(key) ?? []), name]);
  for (const { name, text } of readPatches(path.join(root, 'deps/patches/librdkafka'))) {
    const test = /^Test: (.+)$/m.exec(text)[1];
    const why = whyNotRun(test);
    if (why === null) add(files, test, name.slice(0, 4));
    else add(unproven, why, name.slice(0, 4));
  }
  for (const [file, names] of files) if (names.length > 1) unproven.set(`one of them, by ${file}`, names);
  return { files: [...files.keys()].sort(), unproven };
}

const jest = (args) => [require.resolve('jest/bin/jest'), ...args, '--selectProjects', 'mock'];
const options = { cwd: root, env: { ...env, KAFKA_NAPI_ADDON: addon } };

/** Runs the mock tests that these arguments of jest select. A process that ends without a report is one failure. */
function run(selection) {
  const report = path.join(root, 'build-none/test-others.json');
  rmSync(report, { force: true });
  const args = jest(['--maxWorkers=4', ...selection, '--json', `--outputFile=${report}`]);
  spawnSync(process.execPath, args, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}

/**
 * Is the patch that this test proves still needed? It is if a test fails, or the process ends by a signal. A file that
 * cannot be loaded proves nothing.
 */
function isNeeded(file) {
  const reporter = path.join(root, 'scripts/first-failure.mjs');
  return new Promise((resolve) => {
    const args = jest([file, '--runInBand', '--reporters', reporter]);
    const child = spawn(process.execPath, args, { ...options, stdio: 'ignore' });
    child.on('exit', (status, signal) => resolve(status === FAILED || signal !== null));
  });
}

/** Tests that prove a patch run beside each other: most of them wait for something that does not come. */
const LANES = 4;

/** One lane: takes files off the list until it is empty. */
async function prove(files, total) {
  for (let file = files.pop(); file !== undefined; file = files.pop()) {
    const needed = await isNeeded(file);
    if (needed) total.passed++;
    else total.failed++;
    console.log(`${file}: ${needed ? 'needed' : 'NOT NEEDED: it does not fail without patches'}`);
  }
}

function build() {
  const args = ['scripts/build-native.mjs', '--if-needed'];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status === 0;
}

/** Passed and failed tests of the public path. */
export function testPublicPath() {
  return build() ? run(publicPath) : { passed: 0, failed: 1 };
}

/** Passed and failed checks: the tests that prove no patch, and for each file that proves some, that it fails. */
export async function testUnpatched() {
  if (!build()) return { passed: 0, failed: 1 };
  const { files, unproven } = proofs();
  const ignored = [...files, ...Object.keys(relying)];
  const total = run(ignored.map((file) => `--testPathIgnorePatterns=${file}$`));
  await Promise.all(Array.from({ length: LANES }, () => prove(files, total)));
  console.log('Not proven here:');
  for (const [why, names] of [...unproven].sort()) console.log(`  ${why}: ${names.join(', ')}`);
  return total;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { passed, failed } = await testUnpatched();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
