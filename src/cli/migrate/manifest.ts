import { readFileSync } from 'node:fs';
import { note } from '../io/stderr';

/** A package.json. */
export interface Manifest {
  name?: string;
  [kind: string]: unknown;
}

const dependencyKinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

export function namesIn(manifest: Manifest, kinds = dependencyKinds): string[] {
  return [...new Set(kinds.flatMap((kind) => Object.keys((manifest[kind] as object | undefined) ?? {})))];
}

export function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    note(`${file}: ${(error as Error).message}`);
    return {};
  }
}
