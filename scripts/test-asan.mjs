// Creates a build of the addon with the address and undefined-behaviour sanitizers, runs the Node tests with it, and
// looks for leaks when a process ends.
//
//   node scripts/test-asan.mjs [PROJECT… or TEST FILE…]      without one: all of `projects`
//
// The run fails for
// - an error of the address sanitizer or undefined behaviour of our own code, in any process;
// - a leak of memory that the addon itself allocated, in any process (Node never frees some of its own memory: see
//   leak-reports.mjs);
// - undefined behaviour of librdkafka in the process of the tests, unless test/native/suppressions/ubsan.supp lists it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { asanEnvironment, buildAsan, readReports, reportFolder, runtimeErrors } from './asan.mjs';
import { root } from './inputs.mjs';

const TEST_TIMEOUT_MS = 180_000;
const projects = ['unit', 'mock', 'package', 'lifecycle', 'integration'];

/** Tests that mean nothing here. */
const leftOut = {
  'test/types/': 'compiles TypeScript and never loads the addon',
  'test/package/(deps|gyp-door|held|leak-reports|pack|rules|symbols)\\.test':
    'looks at scripts, packages, and the binary that is published',
  'test/(lifecycle/leaks|integration/consumer/backlog)\\.test':
    'measures resident memory, which the sanitizer multiplies and gives back late; it looks for leaks itself',
};

/** Runs jest; resolves with the numbers of tests and with what it wrote to stderr, which is passed on as it comes. */
async function runJest(name, args, reports) {
  const output = path.join(reports, `${name}.json`);
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const ignored = Object.keys(leftOut).map((pattern) => `--testPathIgnorePatterns=${pattern}`);
  const options = ['--runInBand', `--testTimeout=${TEST_TIMEOUT_MS}`, '--json', `--outputFile=${output}`];
  const child = spawn(process.execPath, [jest, ...options, ...ignored, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...asanEnvironment(reports) },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    process.stderr.write(text);
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (!existsSync(output)) return { passed: 0, failed: 1, stderr };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(output, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, stderr };
}

async function main() {
  const given = process.argv.slice(2);
  buildAsan();
  // Some programs of the tests run the published files.
  execFileSync(process.execPath, ['scripts/build-ts.mjs'], { cwd: root, stdio: 'inherit' });
  const wanted = given.length > 0 ? given : projects;
  const runs = wanted.every((one) => projects.includes(one))
    ? wanted.map((one) => [one, ['--selectProjects', one]])
    : [['files', ['--', ...wanted]]];
  const reports = reportFolder(runs.map(([name]) => name).join('-'));

  let passed = 0;
  let failed = 0;
  const undefinedBehaviour = new Set();
  for (const [name, args] of runs) {
    const result = await runJest(name, args, reports);
    console.log(`${name}: ${result.passed} passed, ${result.failed} failed`);
    passed += result.passed;
    failed += result.failed;
    for (const line of runtimeErrors(result.stderr)) undefinedBehaviour.add(line);
  }

  const { processes, errors, leaks, undefinedBehaviour: reported } = readReports(reports);
  for (const line of reported) undefinedBehaviour.add(line);
  const found = [...undefinedBehaviour, ...errors, ...leaks];
  for (const text of found) console.log(text);
  for (const [pattern, reason] of Object.entries(leftOut)) console.log(`left out: ${pattern}: ${reason}`);
  console.log(
    `sanitizers: ${errors.length} errors, ${undefinedBehaviour.size} places of undefined behaviour, ${leaks.length} leaks ` +
      `of the addon (${processes} processes left a report)`,
  );
  console.log(`${passed} passed, ${failed + found.length} failed`);
  return passed > 0 && failed + found.length === 0 ? 0 : 1;
}

process.exitCode = await main();
