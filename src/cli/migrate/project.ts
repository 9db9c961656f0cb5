import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { note } from '../io/stderr';
import { dependentsIn, modulesOf, type Dependent } from './dependents';
import { namesIn, readManifest, type Manifest } from './manifest';
import { entries, needless, packageOf } from './packages';
import { scan } from './scan';
import { examine, rewritten, transportersOf, usesOf, type Found, type Use } from './uses';

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
  /** Packages that need one of them by its name. */
  dependents: Dependent[];
  /** Of these packages: the imports that are not changed, because something needs the name. */
  stays: string[];
  /** Those that are kafka-napi already, under their own name. */
  aliased: string[];
  /** Packages are installed: `dependents` has all of them. */
  isInstalled: boolean;
  /** Where Moleculer's own transporter is chosen, which imports none of the packages. */
  transporters: { file: string; line: number; word: string }[];
  written: string[];
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

/** Reads a project, and writes its files if it is told to. */
export function readProject(folder: string, write: boolean): Report {
  const sources: string[] = [];
  const manifestFiles: string[] = [];
  walk(folder, sources, manifestFiles);
  const relative = (file: string): string => path.relative(folder, file) || path.basename(file);

  const all = manifestFiles.map((file) => ({ file, manifest: readManifest(file) }));
  const named = all.flatMap(({ manifest }) => namesIn(manifest));
  const aliased = new Set(all.flatMap(({ manifest }) => aliasesIn(manifest)));
  const manifests = all.flatMap(({ file, manifest }) => {
    const names = namesIn(manifest);
    const packages = names.filter((name) => entries[name] !== undefined && !aliased.has(name));
    const old = names.flatMap((name) => (needless[name] === undefined ? [] : [{ name, why: needless[name] }]));
    return packages.length + old.length > 0 ? [{ file: relative(file), packages, needless: old }] : [];
  });
  const folders = [folder, ...manifestFiles.map((file) => path.dirname(file))];
  const dependents = dependentsIn(folders, named);
  const instrumented = new Set(dependents.flatMap((one) => (one.how === 'instruments' ? [one.package] : [])));
  const stays = Object.keys(entries).filter((name) => aliased.has(name) || instrumented.has(name));

  const hasMoleculer = named.includes('moleculer');
  const texts = sources.map((file) => {
    const text = readFileSync(file, 'utf8');
    // Most files have none of the names: these are scanned only if another one imports something.
    const isMentioned = Object.keys(entries).some((name) => text.includes(name));
    return { file, text, scanned: isMentioned ? scan(text) : undefined };
  });
  const transporters = texts.flatMap(({ file, text }) =>
    hasMoleculer ? transportersOf(text).map((one) => ({ file: relative(file), ...one })) : [],
  );
  const imports = texts.flatMap(({ text, scanned }) => (scanned ? usesOf(text, scanned) : []));
  const used = new Set(imports.map((use) => use.package));
  const files: FileReport[] = [];
  const written: string[] = [];
  for (const { file, text, scanned } of used.size === 0 ? [] : texts) {
    const found = examine(text, used, scanned);
    if (found.uses.length + found.differences.length === 0) continue;
    files.push({ file: relative(file), ...found });
    const moving = found.uses.filter((use) => !stays.includes(use.package));
    if (write && rewriteFile(file, text, moving)) written.push(relative(file));
  }
  const isInstalled = modulesOf(folder) !== undefined;
  return { files, manifests, dependents, stays, aliased: [...aliased], isInstalled, transporters, written };
}

/** Those of our names under which a shim of kafka-napi is installed. */
function aliasesIn(manifest: Manifest): string[] {
  return Object.values(manifest).flatMap((list) =>
    typeof list === 'object' && list !== null
      ? Object.entries(list).flatMap(([name, version]) =>
          entries[name] !== undefined && String(version).startsWith('npm:kafka-napi-as-') ? [name] : [],
        )
      : [],
  );
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
