// Tests the packages as dependent projects get them: packed, served by a registry on loopback, and installed into empty
// projects without a compiler (scripts/install/).
//
//   npm run test:install                    every package manager, every use, every failure, attw and publint
//   npm run test:install -- --only NAME     the checks whose name contains NAME
//   npm run test:install -- --short         npm only, and what fails: nothing is fetched from another registry
//   npm run test:install -- --write         and write docs/platforms.json and docs/platforms.md from the results
//
// The binary is that of prebuilds/ for this platform. If there is none, or with --short, it is the local build.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { root } from './inputs.mjs';
import { failures } from './install/failures.mjs';
import { expected, source } from './install/first-message.mjs';
import { makeMachine } from './install/machine.mjs';
import { managers, npmCli } from './install/managers.mjs';
import { startRegistry } from './install/registry.mjs';
import { toolsFolder } from './install/tools.mjs';
import { uses } from './install/uses.mjs';
import { archiveOf } from './platforms/archive.mjs';
import { allowed } from './platforms/check.mjs';
import { writeResults } from './platforms/results.mjs';
import { localTarget } from './platforms/targets.mjs';

const FIRST_MESSAGE_SECONDS = 15;

function platformPackages(into, fromBuild) {
  const args = [path.join(root, 'scripts', 'platform-packages.mjs'), '--into', into];
  execFileSync(process.execPath, fromBuild ? [...args, '--from-build'] : args, { stdio: ['ignore', 2, 2] });
  return readdirSync(into).map((name) => path.join(into, name));
}

function expectSizes({ sizes, main }) {
  for (const { name, bytes } of sizes) {
    const limit = name === main.name ? allowed.maxMainPackedBytes : allowed.maxPackedBytes;
    if (bytes > limit) throw new Error(`${name} has ${bytes} bytes packed, more than ${limit}`);
  }
  return expected;
}

function manifestProblems(tools, archive) {
  const run = (program, ...args) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(tools, 'node_modules', program), ...args],
      {
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`${program} ended with ${status}: ${`${stdout}${stderr}`.slice(-1500)}`);
    return expected;
  };
  return [
    ['publint', () => run('publint/src/cli.js', archive, '--strict')],
    ['attw', () => run('@arethetypeswrong/cli/dist/index.js', archive, '--no-emoji')],
  ];
}

/** [group, name, run], in the order in which they run. */
function checks(registry, project, tools) {
  const npm = npmCli();
  const all = [['packages', 'sizes', () => expectSizes(registry)]];
  const every = tools
    ? managers(tools, registry.address)
    : managers('', registry.address).filter(({ name }) => name.startsWith('npm'));
  for (const { name, files, prepare, install, run } of every) {
    all.push([
      'package managers',
      name,
      () => {
        const app = project(name, files);
        app.write('first.cjs', source.commonjs);
        prepare?.(app);
        const start = Date.now();
        install(app);
        const value = run(app, 'first.cjs');
        const seconds = (Date.now() - start) / 1000;
        console.log(`  from an empty folder to the first message: ${seconds.toFixed(1)} s`);
        if (tools && seconds > FIRST_MESSAGE_SECONDS) throw new Error(`the first message took ${seconds} s`);
        return value;
      },
    ]);
  }
  if (tools) {
    let app;
    for (const [name, use] of uses(tools)) {
      all.push([
        'uses',
        name,
        () => {
          if (!app) managers(tools, registry.address)[0].install((app = project('uses')));
          return use(app);
        },
      ]);
    }
    for (const [name, run] of manifestProblems(tools, registry.mainArchive)) all.push(['packages', name, run]);
  }
  for (const [name, run] of failures(npm, registry.main.version))
    all.push(['failures', name, () => run(project(name))]);
  return all;
}

async function main() {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
    },
  });
  const work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-install-'));
  const results = [];
  let registry;
  try {
    const fromBuild = values.short || !existsSync(archiveOf(localTarget()));
    registry = await startRegistry(work, platformPackages(path.join(work, 'npm'), fromBuild));
    const project = makeMachine(work, registry.address);
    const tools = values.short ? undefined : toolsFolder();
    for (const [group, name, run] of checks(registry, project, tools)) {
      if (!name.includes(values.only)) continue;
      let outcome = 'ok';
      try {
        const value = await run();
        if (value !== expected) outcome = `it printed "${value}", expected "${expected}"`;
      } catch (error) {
        outcome = error.message;
      }
      console.log(`install, ${group}, ${name}: ${outcome}`);
      results.push({ target: 'install', runtime: `${group}, ${name}`, checks: { [name]: outcome } });
    }
    if (registry.missing.length > 0) console.log(`asked for and not there: ${registry.missing.join(', ')}`);
  } finally {
    await registry?.close();
    rmSync(work, { recursive: true, force: true });
  }
  if (values.write) writeResults(results);
  const failed = results.filter(({ checks: each }) => Object.values(each)[0] !== 'ok').length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  return failed === 0 && results.length > 0 ? 0 : 1;
}

process.exitCode = await main();
