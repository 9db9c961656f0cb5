import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { entries, instrumented } from './packages';
import { namesIn, readManifest } from './manifest';
import { scan } from './scan';
import { usesOf } from './uses';

/** A package that needs one of ours under its own name. */
export interface Dependent {
  name: string;
  package: string;
  /** It imports the package itself, or it wraps what a program imports by this name: traces, metrics. */
  how: 'imports' | 'instruments';
}

const runtimeKinds = ['dependencies', 'optionalDependencies', 'peerDependencies'];
const code = /\.[cm]?js$/;
/** Of a package whose sources are read. */
const MOST_FILES = 2000;
const MOST_BYTES = 500_000;

const isFolder = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;

/** The folders of the packages in a node_modules, of those inside of them, and of pnpm's store. */
function* packageFolders(modules: string): Generator<{ name: string; folder: string }> {
  if (!isFolder(modules)) return;
  for (const entry of readdirSync(modules).sort()) {
    if (entry === '.pnpm') {
      for (const one of readdirSync(path.join(modules, entry)).sort())
        yield* packageFolders(path.join(modules, entry, one, 'node_modules'));
      continue;
    }
    if (entry.startsWith('.')) continue;
    const names = entry.startsWith('@')
      ? readdirSync(path.join(modules, entry)).map((one) => `${entry}/${one}`)
      : [entry];
    for (const name of names.sort()) {
      const folder = path.join(modules, name);
      if (!existsSync(path.join(folder, 'package.json'))) continue;
      yield { name, folder };
      yield* packageFolders(path.join(folder, 'node_modules'));
    }
  }
}

/** The node_modules of a project: its own, or that of the workspace it is part of. */
export function modulesOf(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const modules = path.join(at, 'node_modules');
    if (isFolder(modules) && (at === folder || isWorkspace(at))) return modules;
    if (path.dirname(at) === at) return undefined;
  }
}

function isWorkspace(folder: string): boolean {
  if (existsSync(path.join(folder, 'pnpm-workspace.yaml'))) return true;
  const file = path.join(folder, 'package.json');
  return existsSync(file) && readManifest(file).workspaces !== undefined;
}

function* sourcesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!/^(?:node_modules|tests?|examples?)$/.test(entry.name)) yield* sourcesIn(file);
    } else if (entry.isFile() && code.test(entry.name) && statSync(file).size <= MOST_BYTES) yield file;
  }
}

/** What a package does with one that it names for its development only: it may load it when a program asks for it. */
function useIn(folder: string, wanted: string): Dependent['how'] | undefined {
  let isNamed = false;
  let files = 0;
  for (const file of sourcesIn(folder)) {
    if (++files > MOST_FILES) break;
    const text = readFileSync(file, 'utf8');
    if (!text.includes(wanted)) continue;
    const scanned = scan(text);
    if (usesOf(text, scanned).some((use) => use.package === wanted)) return 'imports';
    isNamed ||= scanned.literals.some(({ value }) => value === wanted);
  }
  return isNamed ? 'instruments' : undefined;
}

function dependentsOf(name: string, folder: string): Dependent[] {
  const file = path.join(folder, 'package.json');
  const text = readFileSync(file, 'utf8');
  const known = knownBy(name);
  if (known.length > 0) return known;
  if (!Object.keys(entries).some((one) => text.includes(`"${one}"`))) return [];
  const manifest = readManifest(file);
  const runtime = namesIn(manifest, runtimeKinds);
  const development = namesIn(manifest, ['devDependencies']);
  return Object.keys(entries).flatMap((wanted): Dependent[] => {
    if (runtime.includes(wanted)) return [{ name, package: wanted, how: 'imports' }];
    const how = development.includes(wanted) ? useIn(folder, wanted) : undefined;
    return how === undefined ? [] : [{ name, package: wanted, how }];
  });
}

const isOurs = (name: string): boolean => entries[name] !== undefined || /^kafka-napi(?:$|-)/.test(name);

function knownBy(name: string): Dependent[] {
  return (instrumented[name] ?? []).map((wanted) => ({ name, package: wanted, how: 'instruments' }));
}

/**
 * Packages that need one of ours by its name: those that are installed, by what they say and do, and those that the
 * project names and that are known.
 */
export function dependentsIn(folders: readonly string[], named: readonly string[]): Dependent[] {
  const found = new Map<string, Dependent>();
  const add = (one: Dependent): void => void found.set(`${one.name} ${one.package}`, one);
  for (const modules of new Set(folders.flatMap((folder) => modulesOf(folder) ?? [])))
    for (const { name, folder } of packageFolders(modules)) if (!isOurs(name)) dependentsOf(name, folder).forEach(add);
  for (const name of named) knownBy(name).forEach(add);
  const text = (one: Dependent): string => `${one.name} ${one.package}`;
  return [...found.values()].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}
