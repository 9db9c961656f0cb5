// Runs clang-format on native/, test/native, test/fixtures/native and bench/c. It is not an npm package. If it is not
// installed, formatting says so and lint passes without it. CI installs it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { root } from './inputs.mjs';

const folders = ['native/core', 'native/node', 'test/native', 'test/fixtures/native', 'bench/c'];

/** Runs clang-format with `args` on all our C++. Returns true if it succeeded or is not installed. */
export function clangFormat(args) {
  const files = folders
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true }).map((file) => path.join(folder, file)),
    )
    .filter((file) => /\.(cc|h|c)$/.test(file));
  if (files.length === 0) return true;
  const { status, error } = spawnSync('clang-format', [...args, ...files], { cwd: root, stdio: 'inherit' });
  if (error?.code === 'ENOENT') {
    console.log('clang-format is not installed: C++ formatting not checked (apt-get install clang-format)');
    return true;
  }
  return status === 0;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = clangFormat(['-i']) ? 0 : 1;
}
