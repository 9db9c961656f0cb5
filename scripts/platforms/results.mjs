// Writes docs/platforms.md from the results of scripts/test-platforms.mjs. docs/platforms.json keeps them between runs,
// because a run may test one platform only.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from '../inputs.mjs';
import { settings, targets } from './targets.mjs';

const dataFile = path.join(root, 'docs', 'platforms.json');
const pageFile = path.join(root, 'docs', 'platforms.md');

const needs = (target) => {
  const zig = settings(target).KAFKA_NAPI_ZIG_TARGET;
  const glibc = /gnu\.([\d.]+)$/.exec(zig);
  const macos = /macos\.([\d.]+)$/.exec(zig);
  if (glibc) return `glibc ${glibc[1]} or newer (Node 20 itself: 2.28)`;
  if (macos) return `macOS ${macos[1]} or newer`;
  return target.startsWith('win32') ? 'Windows 10, Server 2016 or newer' : 'musl 1.2';
};

/** What is known of a platform without running anything. */
const facts = ['symbols and imports', 'package', 'build'];

function packageRow(results, target) {
  const own = results.find((result) => result.target === target && result.runtime === 'package');
  const checked = !own ? 'not made' : own.checks.package === 'ok' ? 'passed' : own.checks.package;
  return `| \`@kafka-napi/${target}\` | ${needs(target)} | ${own ? `${(own.bytes / 1e6).toFixed(1)} MB` : ''} | ${checked} |`;
}

function rows(results, target) {
  const own = results.filter((result) => result.target === target);
  const fit = own.find((result) => result.runtime === 'symbols and imports');
  const built = fit
    ? fit.checks.fit === 'ok'
      ? 'yes, symbols and imports checked'
      : `yes, but ${fit.checks.fit}`
    : 'no';
  const runs = own.filter((result) => !facts.includes(result.runtime));
  if (runs.length === 0) return [`| ${target} | | ${built} | not run | |`];
  return runs.map((result) => {
    const { runtime: version = result.runtime, ...checks } = result.checks;
    const failed = Object.entries(checks).filter(([, value]) => value !== 'ok');
    const count = Object.keys(checks).length;
    const outcome =
      failed.length === 0
        ? `all ${count} checks`
        : `${count - failed.length} of ${count}; not: ${failed.map(([name]) => name).join(', ')}`;
    const how = / on (.+)$/.exec(result.runtime)?.[1] ?? 'directly';
    return `| ${target} | ${version} | ${built} | ${outcome} | ${how} |`;
  });
}

/** One row for each check of the packages as dependents get them. */
function installRows(results) {
  return results
    .filter((result) => result.target === 'install')
    .flatMap(({ runtime, checks }) =>
      Object.values(checks).map((value) => `| ${runtime} | ${value === 'ok' ? 'passed' : value.split('\n')[0]} |`),
    );
}

function page(results) {
  return `# Platforms

The binaries are built on one Linux x64 machine (\`npm run prebuilds -- --all\`) and run there as far as it can:
\`npm run test:platforms -- --write\` writes this page from its results. Do not edit it by hand.

| package | asks for | packed | checked |
|---|---|---|---|
${targets.map((target) => packageRow(results, target)).join('\n')}

Checked: packed by npm and unpacked again; exported symbols, imported libraries and their versions, licences of everything
that is linked in, the SBOM, the hash, the size (at most 5 MB).

Every runtime runs the same program (\`test/platforms/smoke.cjs\`): a mock cluster of three brokers, 10,000 records with keys and
headers through each codec and read by a group, a transaction, a TLS handshake that must be accepted (also with a file whose
name is not ASCII) and one that must be refused, two workers, a worker that is terminated with open clients, and an end by
itself; on Windows also a handshake with a certificate in the system's store. \`open.cjs\` ends with \`process.exit\` and with
Ctrl-C while three clients are open. Then the command line: \`kafka-napi --version\`, \`broker\`, \`produce\` and \`consume\` of 1,000
lines, and Ctrl-C in \`consume\` and \`broker\`.

| platform | runtime | built | run | how |
|---|---|---|---|---|
${targets.flatMap((target) => rows(results, target)).join('\n')}

## Installation

\`npm run test:install -- --write\` packs everything, serves it on loopback, and installs it on a PATH without a compiler; each use
produces and consumes one record on a mock cluster. Where something is missing or damaged, the first line says what helps, and that was
followed.

| check | result |
|---|---|
${installRows(results).join('\n')}

## Notes

macOS, and Windows on arm64, have no runtime that starts on Linux x64: the release workflow runs those binaries on runners of
the platform. Under wine Ctrl-C is typed on a terminal, of which wine makes a console; a program without a handler for it
ends with status 0 there. wine lets a program write into the store \`Root\`, Windows itself asks the user first: there the
test uses a store of its own. On a runner with Windows Ctrl-C is not tested: no console belongs to the test.
`;
}

/**
 * Adds `results` to docs/platforms.json, replacing older ones of the same platform and runtime, and writes the page.
 */
export function writeResults(results) {
  const key = (result) => `${result.target}, ${result.runtime}`;
  const tested = new Set(results.map(key));
  const before = existsSync(dataFile) ? JSON.parse(readFileSync(dataFile, 'utf8')) : [];
  const built = new Set(results.filter(({ runtime }) => runtime === 'symbols and imports').map(({ target }) => target));
  const isOld = (result) => tested.has(key(result)) || (result.runtime === 'build' && built.has(result.target));
  const all = [...before.filter((result) => !isOld(result)), ...results];
  all.sort((a, b) => a.target.localeCompare(b.target));
  // Stack traces in the results contain paths of this machine.
  writeFileSync(dataFile, `${JSON.stringify(all, null, 2)}\n`.replaceAll(`${root}${path.sep}`, ''));
  writeFileSync(pageFile, page(all));
}
