// Runs the binaries built for each platform, as far as this machine can: the programs of test/platforms, and the
// command line (scripts/platforms/test-runtime.mjs).
//
//   npm run test:platforms                            every binary in build-<target>, with every runtime of runtimes.json
//   npm run test:platforms -- --target win32-x64      one platform; --runtime "Node 22" for one runtime of it
//   npm run test:platforms -- --short                 the local build with this Node only
//   npm run test:platforms -- --archives              the binaries in the archives of prebuilds/ instead of build-<target>
//   npm run test:platforms -- --archives --here       this machine's platform with this Node: any system, nothing is built
//   npm run test:platforms -- --write                 and write docs/platforms.json and docs/platforms.md from the results
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { root } from './inputs.mjs';
import { archiveOf } from './platforms/archive.mjs';
import { problemsOf } from './platforms/check.mjs';
import { checkPackage, packPlatforms } from './platforms/package.mjs';
import { writeResults } from './platforms/results.mjs';
import { runtimes, starter } from './platforms/runtimes.mjs';
import { localTarget, targets } from './platforms/targets.mjs';
import { testRuntime } from './platforms/test-runtime.mjs';

/** The binary to test: from the cross build, or unpacked from its archive into `folder`. */
function binaryOf(target, fromArchives, folder) {
  if (!fromArchives) return path.join(root, `build-${target}`, 'Release', 'kafka_napi.node');
  const archive = archiveOf(target);
  const into = path.join(folder, target);
  mkdirSync(into);
  if (existsSync(archive))
    execFileSync('tar', ['-xzf', path.basename(archive), '-C', into], { cwd: path.dirname(archive) });
  return path.join(into, 'build', 'Release', 'kafka_napi.node');
}

/** The platforms' npm packages, made from prebuilds/, which need not be there while only build-<target> is tested. */
function testPackages(wanted, work, report) {
  if (!wanted.some((target) => existsSync(archiveOf(target)))) return;
  for (const [target, archive] of Object.entries(packPlatforms(work))) {
    if (!wanted.includes(target)) continue;
    const { problems, bytes } = checkPackage(target, archive);
    report({ target, runtime: 'package', bytes, checks: { package: problems.join('; ') || 'ok' } });
  }
}

async function testTarget(target, binary, wanted, report) {
  const problems = problemsOf(target, binary);
  report({
    target,
    runtime: 'symbols and imports',
    checks: { fit: problems.length === 0 ? 'ok' : problems.join('; ') },
  });
  for (const runtime of wanted) {
    const name = `${runtime.name}${runtime.on ? ` on ${runtime.on}` : ''}`;
    try {
      const checks = await testRuntime(starter(runtime), binary);
      report({ target, runtime: name, checks });
    } catch (error) {
      report({ target, runtime: name, checks: { start: error.message } });
    }
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      archives: { type: 'boolean', default: false },
      here: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      target: { type: 'string', multiple: true, default: [] },
      runtime: { type: 'string' },
    },
  });
  const results = [];
  const totals = { passed: 0, failed: 0 };
  const report = (result) => {
    results.push(result);
    const { runtime: version, ...checks } = result.checks;
    const failed = Object.entries(checks).filter(([, value]) => value !== 'ok');
    totals.passed += Object.keys(checks).length - failed.length;
    totals.failed += failed.length;
    console.log(
      `${result.target}, ${result.runtime}${version ? ` (${version})` : ''}: ${Object.keys(checks).length - failed.length} ok`,
    );
    for (const [name, value] of failed) console.log(`  ${name}: ${value}`);
  };
  const unpacked = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-archives-'));
  const ctrlC = process.platform === 'win32' ? undefined : 'sent';
  const thisNode = { command: process.execPath, args: [], env: {}, file: (name) => name, ctrlC };
  try {
    if (values.short || values.here) {
      const target = localTarget();
      const binary = values.short
        ? path.join(root, 'build', 'Release', 'kafka_napi.node')
        : binaryOf(target, values.archives, unpacked);
      report({ target, runtime: 'this Node', checks: await testRuntime(thisNode, binary) });
    } else {
      const wanted = values.target.length > 0 ? values.target : targets;
      testPackages(wanted, unpacked, report);
      for (const target of wanted) {
        const binary = binaryOf(target, values.archives, unpacked);
        if (existsSync(binary)) {
          await testTarget(
            target,
            binary,
            runtimes.filter((each) => each.target === target && each.name === (values.runtime ?? each.name)),
            report,
          );
        } else report({ target, runtime: 'build', checks: { built: 'no: run "npm run prebuilds -- --all"' } });
      }
    }
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
  if (values.write) writeResults(results);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

process.exitCode = await main();
