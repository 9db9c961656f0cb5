// One hash of everything that the addon is built from: pinned sources by their integrity, our files by content.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function filesUnder(folder, wanted) {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
}

function installedVersion(name) {
  const file = path.join(root, 'node_modules', name, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : 'none';
}

/** Hash of every input of the native build, and of `facts` (configuration, platform). */
export function hashInputs(facts) {
  const deps = readdirSync(path.join(root, 'deps')).filter((file) => /\.(cmake|in|map|txt|json|h)$/.test(file));
  const files = [
    'CMakeLists.txt',
    'deps/libraries.mjs',
    'deps/crates.mjs',
    ...deps.map((file) => path.join('deps', file)),
    ...filesUnder('deps/toolchains', /\.(cmake|txt)$/),
    ...filesUnder('deps/patches', /\.(patch|mjs)$/),
    ...filesUnder('native', /\.(cc|c|h)$/),
  ].sort();
  const hash = createHash('sha256');
  for (const fact of [...facts, installedVersion('node-addon-api'), installedVersion('node-api-headers')])
    hash.update(`${fact}\0`);
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

/** The part of a build folder's name for these sanitizers ("address,undefined"). */
export const folderName = (sanitizers) => sanitizers.replaceAll(',', '-');

/** Removes a build folder of another place: after a clone was moved or copied, CMake would refuse it. */
export function dropForeignBuild(folder) {
  const cache = path.join(folder, 'CMakeCache.txt');
  if (existsSync(cache) && !readFileSync(cache, 'utf8').includes(`CMAKE_HOME_DIRECTORY:INTERNAL=${root}\n`)) {
    rmSync(folder, { recursive: true, force: true });
  }
}
