import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { note } from '../io/stderr';
import { entries, needless, packageOf } from './packages';
import { scan } from './scan';
import { examine, rewritten, usesOf, type Found, type Use } from './uses';

const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;
/** Not written by hand. Folders whose name begins with a dot are left out as well. */
const generated = new Set(['node_modules', 'bower_components', 'dist', 'coverage']);
const MOST_BYTES = 2_000_000;

export interface FileReport extends Found {
  file: string;
}

export interface Report {
  files: FileReport[];
  /** Of these packages, what package.json has, by its file. */
  manifests: { file: string; packages: string[]; needless: { name: string; why: string }[] }[];
  /** Installed packages that import one of them by themselves. */
  dependents: { name: string; package: string }[];
  written: string[];
}

interface Manifest {
  name?: string;
  [kind: string]: unknown;
}

const dependencyKinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

function namesIn(manifest: Manifest, kinds = dependencyKinds): string[] {
  return [...new Set(kinds.flatMap((kind) => Object.keys((manifest[kind] as object | undefined) ?? {})))];
}

function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    note(`${file}: ${(error as Error).message}`);
    return {};
  }
}

/** Files and package.json files below a folder, in the order of their names. */
function walk(folder: string, sources: string[], manifests: string[]): void {
  const list = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of list) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!generated.has(entry.name) && !entry.name.startsWith('.')) walk(file, sources, manifests);
    } else if (!entry.isFile()) continue;
    else if (entry.name === 'package.json') manifests.push(file);
    else if (source.test(entry.name) && statSync(file).size <= MOST_BYTES) sources.push(file);
  }
}

/** Installed packages whose package.json names one of ours. */
function dependentsIn(modules: string): Report['dependents'] {
  if (!existsSync(modules)) return [];
  const folders = readdirSync(modules).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(path.join(modules, name)).map((one) => `${name}/${one}`)
      : name.startsWith('.')
        ? []
        : [name],
  );
  return folders.sort().flatMap((name) => {
    const file = path.join(modules, name, 'package.json');
    if (!existsSync(file)) return [];
    const wanted = namesIn(
      readManifest(file),
      dependencyKinds.filter((kind) => kind !== 'devDependencies'),
    );
    return wanted.filter((one) => entries[one] !== undefined).map((one) => ({ name, package: one }));
  });
}

/** Reads a project, and writes its files if it is told to. */
export function readProject(folder: string, write: boolean): Report {
  const sources: string[] = [];
  const manifestFiles: string[] = [];
  walk(folder, sources, manifestFiles);
  const relative = (file: string): string => path.relative(folder, file) || path.basename(file);

  const manifests = manifestFiles.flatMap((file) => {
    const names = namesIn(readManifest(file));
    const packages = names.filter((name) => entries[name] !== undefined);
    const old = names.flatMap((name) => (needless[name] === undefined ? [] : [{ name, why: needless[name] }]));
    return packages.length + old.length > 0 ? [{ file: relative(file), packages, needless: old }] : [];
  });

  const texts = sources.map((file) => {
    const text = readFileSync(file, 'utf8');
    // Most files have none of the names: these are scanned only if another one imports something.
    const isMentioned = Object.keys(entries).some((name) => text.includes(name));
    return { file, text, scanned: isMentioned ? scan(text) : undefined };
  });
  const imports = texts.flatMap(({ text, scanned }) => (scanned ? usesOf(text, scanned) : []));
  const used = new Set(imports.map((use) => use.package));
  const files: FileReport[] = [];
  const written: string[] = [];
  for (const { file, text, scanned } of used.size === 0 ? [] : texts) {
    const found = examine(text, used, scanned);
    if (found.uses.length + found.differences.length === 0) continue;
    files.push({ file: relative(file), ...found });
    if (write && rewriteFile(file, text, found.uses)) written.push(relative(file));
  }
  return { files, manifests, dependents: dependentsIn(path.join(folder, 'node_modules')), written };
}

function rewriteFile(file: string, text: string, uses: readonly Use[]): boolean {
  const result = rewritten(text, uses);
  if (result === text) return false;
  // What is no UTF-8 would be lost.
  if (!Buffer.from(text).equals(readFileSync(file))) {
    note(`${file} is not UTF-8, and is left as it is`);
    return false;
  }
  writeFileSync(file, result);
  return true;
}

/** An import that has no entry: of a path inside of a package. */
export const isInner = ({ specifier }: Use): boolean => packageOf(specifier) !== specifier;
