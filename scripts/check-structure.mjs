// Checks the shape of src/ and native/: no folder has too many files at its top, no chain of imports within one part is
// too long, and there is no import cycle. Split a folder that grows past the limit. Shorten a chain by a part that
// gets what it needs through its constructor.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { root } from './inputs.mjs';
import { packageFolders } from './packages.mjs';

const mostFiles = 12;
const longestChain = 11;

export function foldersUnder(folder) {
  const found = [folder];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) found.push(...foldersUnder(path.join(folder, entry.name)));
  }
  return found;
}

export const filesOf = (folder, wanted) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => path.join(folder, entry.name));

/** A header and its source count as one file. */
const stem = (file) => file.replace(/\.(tsx?|cc|c|h)$/, '');

function crowded(folder) {
  return foldersUnder(folder)
    .map((one) => ({ folder: one, count: new Set(filesOf(one, /\.(tsx?|cc|c|h)$/).map(stem)).size }))
    .filter(({ count }) => count > mostFiles)
    .map(({ folder: one, count }) => `${path.relative(root, one)} has ${count} files at its top. At most ${mostFiles}`);
}

/** Also those that run later: `import('./a')`, `require('./a')`. */
const anyImport = /\b(?:from |import\(|require\(|import )'(\.[^']+)'/g;

/** file → the files of the same part that it imports, types included. */
function importsWithin(part) {
  const files = foldersUnder(part).flatMap((folder) => filesOf(folder, /\.tsx?$/));
  const known = new Set(files);
  const graph = new Map();
  for (const file of files) {
    const targets = new Set();
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(anyImport)) {
      const base = path.resolve(path.dirname(file), specifier);
      const target = [`${base}.ts`, `${base}.tsx`, path.join(base, 'index.ts')].find((one) => known.has(one));
      if (target !== undefined && target !== file) targets.add(target);
    }
    graph.set(file, targets);
  }
  return graph;
}

/** The longest chain of imports from each file on; a cycle is reported instead. */
function chains(graph, problems) {
  const longest = new Map();
  const open = [];
  function visit(file) {
    if (longest.has(file)) return longest.get(file);
    if (open.includes(file)) {
      const cycle = [...open.slice(open.indexOf(file)), file].map((one) => path.relative(root, one));
      problems.push(`import cycle: ${cycle.join(' → ')}`);
      return [];
    }
    open.push(file);
    let best = [];
    for (const target of graph.get(file)) {
      const chain = visit(target);
      if (chain.length > best.length) best = chain;
    }
    open.pop();
    const chain = [file, ...best];
    longest.set(file, chain);
    return chain;
  }
  for (const file of graph.keys()) visit(file);
  return [...longest.values()];
}

/** A package for two kinds of machines has a folder for each of them. */
const sides = new Set(['server', 'web']);

/**
 * A part is a folder of src/, or of a side; a package that has files at the top of its src/ is one as a whole. ESLint
 * looks for cycles between parts.
 */
function partsOf(folder, isPackage) {
  if (isPackage && filesOf(folder, /\.tsx?$/).length > 0) return [folder];
  const folders = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  return folders.flatMap(({ name }) => {
    const part = path.join(folder, name);
    return isPackage && sides.has(name) ? partsOf(part, false) : [part];
  });
}

/** Prints all problems. Returns true if there are none. */
export function checkStructure(folderRoot = root) {
  const src = path.join(folderRoot, 'src');
  const wings = packageFolders(folderRoot).map((folder) => path.join(folder, 'src'));
  const problems = [src, path.join(folderRoot, 'native'), ...wings].filter(existsSync).flatMap(crowded);
  const ofPackages = wings.filter(existsSync).flatMap((wing) => partsOf(wing, true));
  for (const part of [...partsOf(src, false), ...ofPackages]) {
    const all = chains(importsWithin(part), problems);
    const worst = all.sort((a, b) => b.length - a.length)[0] ?? [];
    if (worst.length <= longestChain) continue;
    const names = worst.map((one) => path.relative(part, one)).join(' → ');
    const name = path.relative(folderRoot, part);
    problems.push(`${name}: a chain of ${worst.length} imports. At most ${longestChain}: ${names}`);
  }
  for (const problem of problems) console.error(`structure: ${problem}`);
  return problems.length === 0;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = checkStructure() ? 0 : 1;
}
