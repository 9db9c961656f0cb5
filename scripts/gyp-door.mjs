// Called by binding.gyp. Does nothing if a binary of this platform can be loaded; otherwise builds it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { root } from './inputs.mjs';

const binary = path.join(root, 'build', 'Release', 'kafka_napi.node');

function loads() {
  if (!existsSync(binary)) return false;
  try {
    createRequire(import.meta.url)(binary);
    return true;
  } catch {
    return false;
  }
}

if (loads()) console.log('kafka-napi: a working binary exists, nothing to build');
else
  process.exitCode =
    spawnSync(process.execPath, [path.join(root, 'scripts', 'build-native.mjs')], { cwd: root, stdio: 'inherit' })
      .status ?? 1;
