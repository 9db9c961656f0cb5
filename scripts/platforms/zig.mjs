// The cross compiler: "zig cc" from the Python package that deps/toolchains/requirements.txt pins, kept in the cache,
// and for each target the scripts around it that CMake and OpenSSL's make call as cc, c++, ar and ranlib.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { cacheFolder, intoCache } from '../../deps/cache.mjs';
import { root } from '../inputs.mjs';
import { appleLinker } from './apple-linker.mjs';
import { settings } from './targets.mjs';

const requirements = path.join(root, 'deps', 'toolchains', 'requirements.txt');
const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The folder with `zig` in it; installs it first where the cache has none. */
export function zigFolder() {
  const target = path.join(cacheFolder, 'zig', hash(readFileSync(requirements)));
  if (!existsSync(target)) {
    console.error('platforms: installing the cross compiler (once)');
    intoCache(target, (folder) => {
      const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary', ':all:', '--require-hashes'];
      execFileSync('python3', [...pip, '--target', folder, '-r', requirements], { stdio: ['ignore', 2, 2] });
    });
  }
  return path.join(target, 'ziglang');
}

// Without an optimisation flag (CMake's probes) zig turns the undefined-behaviour sanitizer on, and debug information
// unless told otherwise.
const always = '-fno-sanitize=all -g0';

function scripts(target, zig) {
  const zigTarget = settings(target).KAFKA_NAPI_ZIG_TARGET;
  // The headers of libc++ name themselves in assertions.
  const flags = `-target ${zigTarget} ${always} -ffile-prefix-map=${zig}/=zig/`;
  const program = path.join(zig, 'zig');
  return {
    cc: `exec ${program} cc ${flags} "$@"`,
    'c++': target.startsWith('darwin')
      ? appleLinker(target, zigTarget, zig, `${program} c++ ${flags}`)
      : `exec ${program} c++ ${flags} "$@"`,
    ar: `exec ${program} ar "$@"`,
    ranlib: `exec ${program} ranlib "$@"`,
    none: 'exit 0',
  };
}

/** The environment in which CMake finds the compilers of `target`. */
export function toolsFor(target) {
  const zig = zigFolder();
  const contents = scripts(target, zig);
  const folder = path.join(cacheFolder, 'tools', `${target}-${hash(JSON.stringify(contents))}`);
  if (!existsSync(folder)) {
    intoCache(folder, (work) => {
      for (const [name, text] of Object.entries(contents)) {
        writeFileSync(path.join(work, name), `#!/bin/sh\n${text}\n`);
        chmodSync(path.join(work, name), 0o755);
      }
    });
  }
  return {
    KAFKA_NAPI_TOOLS: folder,
    KAFKA_NAPI_AR: path.join(folder, 'ar'),
    KAFKA_NAPI_RANLIB: path.join(folder, 'ranlib'),
    ZIG_GLOBAL_CACHE_DIR: path.join(cacheFolder, 'zig-cache'),
    ZIG_LOCAL_CACHE_DIR: path.join(cacheFolder, 'zig-cache'),
    // A compiler cache knows neither zig nor its subcommands.
    CMAKE_C_COMPILER_LAUNCHER: '',
    CMAKE_CXX_COMPILER_LAUNCHER: '',
  };
}
