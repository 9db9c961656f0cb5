// Runs the Node tests against a build of the addon with the address and undefined-behaviour sanitizers, made first, and looks for
// leaks at the end of every process.
//
//   node scripts/test-asan.mjs [PROJECT… or TEST FILE…]      without one: all of `projects`
//
// What counts: every error of the address sanitizer and of our own undefined behaviour, in any process; every leak of memory that
// the addon itself allocated, in any process (Node never gives back some of its own: see leak-reports.mjs); and undefined behaviour of
// librdkafka in the process of the tests that test/native/suppressions/ubsan.supp does not list.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { folderName, root } from './inputs.mjs';
import { leakFrames, ownLeaks } from './leak-reports.mjs';
import { sanitizerOptions } from './sanitizers.mjs';

const SANITIZERS = 'address,undefined';
const TEST_TIMEOUT_MS = 180_000;
const RUNTIME_ERROR = /^.*: runtime error: .*$/gm;
const projects = ['unit', 'mock', 'package', 'lifecycle', 'integration'];

/** Tests that mean nothing here. */
const leftOut = {
  'test/types/': 'compiles TypeScript and never loads the addon',
  'test/package/(deps|gyp-door|held|leak-reports|pack|rules|symbols)\\.test':
    'looks at scripts, packages, and the binary that is published',
  'test/(lifecycle/leaks|integration/consumer/backlog)\\.test':
    'measures resident memory, which the sanitizer multiplies and gives back late; it looks for leaks itself',
};

const build = path.join(root, `build-${folderName(SANITIZERS)}`);

function environment(reports) {
  const log = path.join(reports, 'report');
  const runtime = execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
  return {
    ...process.env,
    ...sanitizerOptions,
    // V8 handles segmentation faults of its own code. An error aborts; a leak is reported at the end and changes no status.
    ASAN_OPTIONS:
      `${sanitizerOptions.ASAN_OPTIONS}:detect_leaks=1:exitcode=0:abort_on_error=1:handle_segv=0` +
      `:log_path=${log}:stack_trace_format="${leakFrames}"`,
    // librdkafka goes on, so that one run shows all; our own code is compiled to stop whatever stands here.
    // The path is there a second time because this run time, which starts later, sets the path of both.
    UBSAN_OPTIONS: `${sanitizerOptions.UBSAN_OPTIONS}:halt_on_error=0:log_path=${log}`,
    LD_PRELOAD: runtime,
    KAFKA_NAPI_ADDON: path.relative(root, path.join(build, 'Release', 'kafka_napi.node')),
  };
}

/** Runs jest; resolves with the numbers of tests and with what it wrote to stderr, which is passed on as it comes. */
async function runJest(name, args, reports) {
  const output = path.join(reports, `${name}.json`);
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const ignored = Object.keys(leftOut).map((pattern) => `--testPathIgnorePatterns=${pattern}`);
  const options = ['--runInBand', `--testTimeout=${TEST_TIMEOUT_MS}`, '--json', `--outputFile=${output}`];
  const child = spawn(process.execPath, [jest, ...options, ...ignored, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: environment(reports),
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
  execFileSync(process.execPath, ['scripts/build-native.mjs', '--if-needed', `--sanitize=${SANITIZERS}`], {
    cwd: root,
    stdio: 'inherit',
  });
  // Some programs of the tests run what is published.
  execFileSync(process.execPath, ['scripts/build-ts.mjs'], { cwd: root, stdio: 'inherit' });
  const wanted = given.length > 0 ? given : projects;
  const runs = wanted.every((one) => projects.includes(one))
    ? wanted.map((one) => [one, ['--selectProjects', one]])
    : [['files', ['--', ...wanted]]];
  const reports = path.join(build, 'reports', runs.map(([name]) => name).join('-'));
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });

  let passed = 0;
  let failed = 0;
  const undefinedBehaviour = new Set();
  for (const [name, args] of runs) {
    const result = await runJest(name, args, reports);
    console.log(`${name}: ${result.passed} passed, ${result.failed} failed`);
    passed += result.passed;
    failed += result.failed;
    for (const line of result.stderr.match(RUNTIME_ERROR) ?? []) undefinedBehaviour.add(line);
  }

  const texts = readdirSync(reports)
    .filter((file) => file.startsWith('report.'))
    .map((file) => readFileSync(path.join(reports, file), 'utf8'));
  for (const text of texts) for (const line of text.match(RUNTIME_ERROR) ?? []) undefinedBehaviour.add(line);
  // Anything but leaks and undefined behaviour: an error, or a leak check that could not be made.
  const errors = texts.filter(
    (text) =>
      !/LeakSanitizer: detected memory leaks|: runtime error: /.test(text) || /ERROR: AddressSanitizer/.test(text),
  );
  const leaks = texts.flatMap(ownLeaks);
  const found = [...undefinedBehaviour, ...errors, ...leaks];
  for (const text of found) console.log(text);
  for (const [pattern, reason] of Object.entries(leftOut)) console.log(`left out: ${pattern}: ${reason}`);
  console.log(
    `sanitizers: ${errors.length} errors, ${undefinedBehaviour.size} places of undefined behaviour, ${leaks.length} leaks ` +
      `of the addon (${texts.length} processes left a report)`,
  );
  console.log(`${passed} passed, ${failed + found.length} failed`);
  return passed > 0 && failed + found.length === 0 ? 0 : 1;
}

process.exitCode = await main();
