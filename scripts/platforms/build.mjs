// Builds the addon for one platform with the cross compiler: build-<target>/Release/kafka_napi.node. A binary that was
// built from the same inputs before, in any clone, is taken from the cache.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { cacheFolder, intoCache } from '../../deps/cache.mjs';
import { fetchSources } from '../../deps/fetch.mjs';
import { dropForeignBuild, hashInputs, root } from '../inputs.mjs';
import { toolchainFile } from './targets.mjs';
import { toolsFor } from './zig.mjs';

const KEPT = 4;
const self = new URL(import.meta.url);
const store = path.join(cacheFolder, 'binaries');

/** The binary's place in the cache, for these `inputs` and the steps of this file. */
function keptBinary(target, inputs) {
  const key = createHash('sha256').update(inputs).update(readFileSync(self)).digest('hex').slice(0, 16);
  return path.join(store, target, key, 'kafka_napi.node');
}

function keep(binary, kept) {
  const folder = path.dirname(kept);
  if (existsSync(folder)) return;
  intoCache(folder, (work) => copyFileSync(binary, path.join(work, path.basename(kept))));
  const all = path.dirname(folder);
  const age = (name) => -statSync(path.join(all, name)).mtimeMs;
  const old = readdirSync(all).filter((name) => !name.startsWith('.'));
  for (const name of old.sort((a, b) => age(a) - age(b)).slice(KEPT))
    rmSync(path.join(all, name), { recursive: true, force: true });
}

function compile(target, folder, tools) {
  fetchSources();
  dropForeignBuild(folder);
  const env = { ...process.env, ...tools };
  const run = (...args) => execFileSync('cmake', args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  run(
    ...['-S', root, '-B', folder, '-DCMAKE_BUILD_TYPE=Release', `-DCMAKE_TOOLCHAIN_FILE=${toolchainFile(target)}`],
    `-DCMAKE_LIBRARY_OUTPUT_DIRECTORY=${path.join(folder, 'Release')}`,
  );
  run('--build', folder, '--parallel', String(Math.min(2, os.availableParallelism())));
}

/** Builds what has changed and returns the binary's path. With `compiled`, the cache is not used. */
export function buildTarget(target, { compiled = false } = {}) {
  const folder = path.join(root, `build-${target}`);
  const binary = path.join(folder, 'Release', 'kafka_napi.node');
  const stampFile = path.join(folder, 'Release', 'inputs.stamp');
  const tools = toolsFor(target);
  const inputs = hashInputs(['Release', target, path.basename(tools.KAFKA_NAPI_TOOLS)]);
  const kept = keptBinary(target, inputs);
  const isCurrent = existsSync(binary) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === inputs;
  // A folder with a binary from the cache contains nothing else.
  const wasCompiled = existsSync(path.join(folder, 'CMakeCache.txt'));
  if (!isCurrent || (compiled && !wasCompiled)) {
    rmSync(stampFile, { force: true });
    if (existsSync(kept) && !compiled) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(path.dirname(binary), { recursive: true });
      copyFileSync(kept, binary);
    } else compile(target, folder, tools);
    writeFileSync(stampFile, inputs);
  }
  keep(binary, kept);
  return binary;
}
