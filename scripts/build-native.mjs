// Builds the addon: build/Release/kafka_napi.node, through cmake-js and CMakeLists.txt.
//
//   node scripts/build-native.mjs [--if-needed] [--debug] [--sanitize=address|undefined|thread|address,undefined] [--out=FOLDER]
//
// KAFKA_NAPI_PATCHES=all|correctness|none chooses the patches of librdkafka (deps/README.md). Any choice but "all" has
// its own build folder, for example build-none.
//
// KAFKA_NAPI_SYSTEM_LIBRARIES=1|0: OpenSSL and zlib of the system (1) or from the pinned sources (0), see
// deps/libraries.cmake.
//
// --if-needed, used by npm's prepare step, does nothing if no input has changed since the last build (inputs.mjs).
// Without it, the build tool decides what to recompile.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { fetchSources, patchMode } from '../deps/fetch.mjs';
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
const patches = patchMode();
const systemLibraries = process.env.KAFKA_NAPI_SYSTEM_LIBRARIES ?? '';
const kind = [
  patches === 'all' ? '' : patches,
  options.debug ? 'debug' : '',
  folderName(options.sanitize),
].filter(Boolean);
const out = path.resolve(root, options.out ?? ['build', ...kind].join('-'));
const config = options.debug ? 'Debug' : 'Release';
const binary = path.join(out, config, 'kafka_napi.node');
const stampFile = path.join(out, config, 'inputs.stamp');
const librariesFile = path.join(out, 'libraries.stamp');

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
  return [
    `--CDKAFKA_NAPI_SANITIZE=${options.sanitize}`,
    `--CDKAFKA_NAPI_PATCHES=${patches}`,
  ];
}

function main() {
  const inputs = hashInputs([config, options.sanitize, patches, systemLibraries, process.platform, process.arch]);
  if (options['if-needed'] && existsSync(binary) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === inputs) {
    console.log('native: up to date');
    return;
  }
  fetchSources();
  requireTools();
  rmSync(stampFile, { force: true });
  dropForeignBuild(out);
  const configured = existsSync(path.join(out, 'CMakeCache.txt')) && existsSync(librariesFile);
  // CMake does not notice that a variable of the environment has changed.
  if (!configured || readFileSync(librariesFile, 'utf8') !== systemLibraries) cmakeJs('configure', configureArgs());
  writeFileSync(librariesFile, systemLibraries);
  // At most two compilers at once: more of them only need more memory on a small machine.
  cmakeJs('build', ['--parallel', String(Math.min(2, os.availableParallelism()))]);
  writeFileSync(stampFile, inputs);
}

try {
  main();
} catch (error) {
  console.error(`native: ${error.message}`);
  process.exit(1);
}
