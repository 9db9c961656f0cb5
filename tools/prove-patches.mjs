// Shows for each of these patches of librdkafka that the test which its head names fails without this one patch, and
// passes with all of them. docs/maintaining.md tells when to run it.
//
//   node tools/prove-patches.mjs REPOSITORY [NNNN…]      without a number: all patches
//
// REPOSITORY is a folder of its own that "tools/librdkafka-patches.mjs unpack" made; its work tree is what is compiled.
// The branch without-NNNN there lacks one patch. It is made by git revert, unless it exists. Where a later patch has
// changed the same lines, revert by hand and name the branch so.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { readPatches } from '../deps/patches/apply.mjs';
import { asanEnvironment, readReports, reportFolder } from '../scripts/asan.mjs';
import { folderName, root } from '../scripts/inputs.mjs';
import { sanitizerOptions } from '../scripts/sanitizers.mjs';

/** Tests that run beside each other, while the next patch is compiled. */
const LANES = 3;
/** A test that hangs without its patch has failed. */
const HANGS_AFTER_MS = 600_000;

const [repository, ...numbers] = process.argv.slice(2);

function git(...args) {
  const identity = ['-c', 'user.name=kafka-napi', '-c', 'user.email=kafka-napi@users.noreply.invalid'];
  const { status, stdout } = spawnSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** Checks the branch out that lacks this patch; false if it has to be made by hand. */
function takeOut(number) {
  const branch = `without-${number}`;
  if (git('checkout', '-q', branch) !== null) return true;
  const range = number < '0901' ? 'vendor..main' : 'main..speed';
  const commit = git('rev-list', '--reverse', range).split('\n')[Number(number) - (number < '0901' ? 1 : 901)];
  git('checkout', '-q', '-b', branch, 'speed');
  if (git('revert', '--no-edit', commit) !== null) return true;
  git('revert', '--abort');
  git('checkout', '-q', 'speed');
  git('branch', '-D', branch);
  return false;
}

function run(command, args, settings) {
  const child = spawn(command, args, { cwd: root, ...settings });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part) => (text += part));
  return new Promise((resolve) => child.on('exit', (status, signal) => resolve({ status, signal, text })));
}

/** Compiles what is checked out, with little optimization. Resolves with a copy of the binary, or null. */
async function build(name, { sanitizers, native }) {
  const folder = path.join(root, ['build-prove', native && 'native', folderName(sanitizers)].filter(Boolean).join('-'));
  const settings = [
    `-DKAFKA_NAPI_LIBRDKAFKA=${path.resolve(repository)}`,
    `-DKAFKA_NAPI_SANITIZE=${sanitizers}`,
    ...(native ? ['-DKAFKA_NAPI_ADDON=OFF', '-DKAFKA_NAPI_CORE_TESTS=ON'] : []),
    ...['C', 'CXX'].map((language) => `-DCMAKE_${language}_FLAGS_RELEASE=-O0 -DNDEBUG`),
  ];
  const target = native ? 'core_tests' : 'kafka_napi';
  const makes = ['--build', folder, '--parallel', '2', '--target', target];
  for (const args of [['-S', root, '-B', folder, ...settings], makes])
    if ((await run('cmake', args, { stdio: ['ignore', 'ignore', 'inherit'] })).status !== 0) return null;
  const file = native ? target : `${target}.node`;
  // Reports of leaks go by the name of the file.
  const copy = path.join(folder, 'proofs', name, file);
  mkdirSync(path.dirname(copy), { recursive: true });
  copyFileSync(path.join(folder, file), copy);
  return copy;
}

/** How a head's test is run. */
function testOf(head) {
  const file = /^\S+/.exec(head)[0];
  const native = file.endsWith('.cc');
  const sanitizers = native ? 'address,undefined' : head.includes('address sanitizer') ? 'address' : '';
  return { file, native, sanitizers };
}

/** Resolves with null if the test has passed, else with what has failed. */
async function failureOf({ file, native, sanitizers }, binary, name) {
  const start = (command, args, env) =>
    run(command, args, { env: { ...process.env, ...env }, timeout: HANGS_AFTER_MS });
  if (native) return outcome(await start(binary, [`--gtest_filter=${gtestNames(file)}`], sanitizerOptions));
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const reporter = path.join(root, 'scripts/first-failure.mjs');
  const args = [jest, file, '--runInBand', '--selectProjects', file.split('/')[1], '--reporters', reporter];
  if (!sanitizers) return outcome(await start(process.execPath, args, { KAFKA_NAPI_ADDON: binary }));
  const reports = reportFolder(name);
  const result = await start(process.execPath, [...args, '--testTimeout=180000'], asanEnvironment(reports, binary));
  const { errors, leaks } = readReports(reports);
  return outcome(result) ?? [...errors, ...leaks][0] ?? null;
}

function gtestNames(file) {
  const tests = readFileSync(path.join(root, file), 'utf8').matchAll(/^TEST(?:_F)?\((\w+), (\w+)\)/gm);
  return [...tests].map(([, suite, test]) => `${suite}.${test}`).join(':');
}

function outcome({ status, signal, text }) {
  if (status === 0) return null;
  const why = /(?:^failed: |Sanitizer: |runtime error: |FAILED {2}\] )(.+)$/m.exec(text)?.[1];
  return [why, signal ?? `exit status ${status}`].filter(Boolean).join(', ');
}

const patches = readPatches(path.join(root, 'deps/patches/librdkafka'))
  .map(({ name, text }) => ({ number: name.slice(0, 4), head: /^Test: (.+)$/m.exec(text)[1] }))
  .filter(({ number, head }) => (numbers.length === 0 || numbers.includes(number)) && !head.startsWith('none'));

const running = new Set();
let failed = 0;

function say(ok, text) {
  if (!ok) failed++;
  console.log(`${ok ? '' : 'NOT PROVEN '}${text}`);
}

/** What fails first in so many runs, or null. */
async function firstFailure(times, ...test) {
  let failure = null;
  for (let at = 0; at < times && failure === null; at++) failure = await failureOf(...test);
  return failure;
}

/** Compiles what is checked out, and starts its test when a lane is free. `needed`: the test must fail. */
async function start(name, head, needed) {
  const test = testOf(head);
  const binary = await build(name, test);
  if (binary === null) return say(false, `${name} does not build: correct the branch`);
  while (running.size >= LANES) await Promise.race(running);
  const times = needed && head.includes('by chance') ? 5 : 1;
  const proof = firstFailure(times, test, binary, name).then((failure) => {
    running.delete(proof);
    say(needed === (failure !== null), `${name} ${head}: ${failure ?? 'passes'}`);
  });
  running.add(proof);
}

git('checkout', '-q', 'speed');
const heads = new Map(patches.map(({ head }) => [JSON.stringify(testOf(head)), head]));
for (const head of heads.values()) await start(`all-${path.basename(testOf(head).file)}`, head, false);
for (const { number, head } of patches) {
  if (takeOut(number)) await start(number, head, true);
  else say(false, `${number}: revert it by hand, on the branch without-${number}`);
}
await Promise.all(running);
git('checkout', '-q', 'speed');
process.exitCode = failed === 0 ? 0 : 1;
