import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './blocks';

/** A new folder in which programs import the package by its name. */
export function linkedFolder(name: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `kafka-napi-docs-${name}-`));
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(root, path.join(folder, 'node_modules/kafka-napi'));
  return folder;
}
