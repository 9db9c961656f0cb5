// Checks whether a binary may be released: what it requires of a machine is compared with the list in allowed.json.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { cacheFolder } from '../../deps/cache.mjs';
import { root } from '../inputs.mjs';
import { readBinary } from './binary/read.mjs';
import { parts } from './targets.mjs';

export const allowed = JSON.parse(readFileSync(path.join(root, 'scripts', 'platforms', 'allowed.json'), 'utf8'));

const isNodeApi = (name) => /^(napi|node_api)_/.test(name);
// Weak references of every library that a C or C++ compiler links on Linux. If they are absent, none is called.
const toolWeak =
  /^(_ITM_|__gmon_start__$|__cxa_finalize$|__cxa_thread_atexit_impl$|__cxa_pure_virtual$|getentropy$|__pthread_)/;

function isListed(library, list) {
  return list.some((entry) =>
    entry.endsWith('*')
      ? library.toLowerCase().startsWith(entry.slice(0, -1).toLowerCase())
      : library.toLowerCase() === entry.toLowerCase(),
  );
}

function isNewer(version, limit) {
  const [a, b] = [version, limit].map((text) => text.split('.').map(Number));
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function* elfProblems(binary, target, rules) {
  if (!binary.noDelete) yield 'it may be unloaded: the flag NODELETE is missing';
  if (!binary.bindNow) yield 'symbols are bound late: the flag NOW is missing';
  for (const version of binary.versions) {
    const glibc = /^GLIBC_([\d.]+)$/.exec(version);
    if (!glibc || !rules.glibc) yield `it asks for ${version}`;
    else if (isNewer(glibc[1], rules.glibc)) yield `it asks for glibc ${glibc[1]}, newer than ${rules.glibc}`;
  }
  for (const { name, weak } of binary.imported)
    if (weak && !isNodeApi(name) && !toolWeak.test(name)) yield `it asks weakly for ${name}`;
}

function* machOProblems(binary, target, rules) {
  if (!binary.bundle) yield 'it is not a bundle';
  if (!binary.signed) yield 'it has no code signature, not even an ad-hoc one';
  if (binary.minimum !== rules.minimum) yield `it asks for macOS ${binary.minimum}, expected ${rules.minimum}`;
  for (const { name, fromProcess } of binary.imported)
    if (fromProcess && !isNodeApi(name)) yield `it takes ${name} from the process, which only Node-API may be`;
}

function* peProblems(binary) {
  for (const { name } of binary.imported)
    if (isNodeApi(name.split('!')[1])) yield `it imports ${name}: Node-API is resolved from the process instead`;
}

const formats = { elf: elfProblems, macho: machOProblems, pe: peProblems };
const expectedFormat = { linux: 'elf', darwin: 'macho', win32: 'pe' };

function* machinePaths(bytes) {
  const text = bytes.toString('latin1');
  for (const folder of new Set([root, cacheFolder, `${os.homedir()}/`, '/home/', '/Users/', 'C:\\Users\\']))
    if (text.includes(folder)) yield `it names a folder of the machine that built it: ${folder}`;
}

/** Every reason why `file` must not be released as the binary of `target`. */
export function problemsOf(target, file) {
  const rules = allowed[target];
  if (!rules) return [`${target} is not in scripts/platforms/allowed.json`];
  const bytes = readFileSync(file);
  const binary = readBinary(bytes);
  const { platform, arch } = parts(target);
  if (binary.format !== expectedFormat[platform]) return [`it is a file of format ${binary.format}`];
  const problems = [];
  if (binary.arch !== arch) problems.push(`it is for ${binary.arch}`);
  const extra = binary.exported.filter((name) => !allowed.exported.includes(name));
  const missing = allowed.exported.filter((name) => !binary.exported.includes(name));
  if (extra.length > 0) problems.push(`it exports ${extra.slice(0, 5).join(', ')} (${extra.length} in all)`);
  if (missing.length > 0) problems.push(`it does not export ${missing.join(', ')}`);
  for (const library of binary.libraries)
    if (!isListed(library, rules.libraries)) problems.push(`it asks for the library ${library}`);
  if (binary.runPath?.length > 0) problems.push(`it has a run path: ${binary.runPath.join(', ')}`);
  problems.push(...formats[binary.format](binary, target, rules), ...machinePaths(bytes));
  return problems;
}
