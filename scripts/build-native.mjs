// Builds the addon: build/Release/kafka_napi.node, through cmake-js and CMakeLists.txt.
//
//   node scripts/build-native.mjs [--if-needed] [--debug] [--sanitize=address|undefined|thread|address,undefined] [--out=FOLDER]
//
// --if-needed does nothing when the binary is newer than what it is made of (see inputs.mjs): that
// is what npm's prepare step uses. Without it the build tool itself decides what to recompile.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { fetchSources } from '../deps/fetch.mjs';
import { dropForeignBuild, folderName, hashInputs, root } from './inputs.mjs';

const { values: options } = parseArgs({
  options: {
    'if-needed': { type: 'boolean', default: false },
    debug: { type: 'boolean', default: false },
    sanitize: { type: 'string', default: '' },
    out: { type: 'string' },
  },
});

// A folder of its own for each: CMake keeps one configuration for a folder.
const kind = [options.debug ? 'debug' : '', folderName(options.sanitize)].filter(Boolean);
const out = path.resolve(root, options.out ?? ['build', ...kind].join('-'));
const config = options.debug ? 'Debug' : 'Release';
const binary = path.join(out, config, 'kafka_napi.node');
const stampFile = path.join(out, config, 'inputs.stamp');

function cmakeJs(command, args) {
  const require = createRequire(import.meta.url);
  let cli;
  try {
    cli = require.resolve('cmake-js/bin/cmake-js');
  } catch {
    throw new Error(`cmake-js is not installed: run "npm install" in ${root}`);
  }
  const configArgs = options.debug ? ['--debug'] : [];
  execFileSync(process.execPath, [cli, command, '--directory', root, '--out', out, ...configArgs, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
}

function requireTools() {
  try {
    execFileSync('cmake', ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Error(
      'CMake 3.18 or newer is needed to build the addon and was not found. Debian, Ubuntu: apt-get install cmake g++; ' +
        'Alpine: apk add cmake g++ make; Fedora: dnf install cmake gcc-c++; macOS: brew install cmake',
    );
  }
}

function configureArgs() {
  return [`--CDKAFKA_NAPI_SANITIZE=${options.sanitize}`];
}

function main() {
  const inputs = hashInputs([config, options.sanitize, process.platform, process.arch]);
  if (options['if-needed'] && existsSync(binary) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === inputs) {
    console.log('native: up to date');
    return;
  }
  fetchSources();
  requireTools();
  rmSync(stampFile, { force: true });
  dropForeignBuild(out);
  if (!existsSync(path.join(out, 'CMakeCache.txt'))) cmakeJs('configure', configureArgs());
  // Two compilers at a time at most: on a small machine more of them only take memory.
  cmakeJs('build', ['--parallel', String(Math.min(2, os.availableParallelism()))]);
  writeFileSync(stampFile, inputs);
}

try {
  main();
} catch (error) {
  console.error(`native: ${error.message}`);
  process.exit(1);
}
