/** The page as vite builds it: tests of the browser need it, and build it where it is older than its sources. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const folder = path.resolve(__dirname, '../..');
const built = path.join(folder, 'dist/web/index.html');
const lock = path.join(folder, 'dist/web.lock');
const sources = ['src/web', 'src/shared', 'vite.config.mjs'];

const timeOf = (file: string): number => statSync(file).mtimeMs;

function newest(name: string): number {
  const file = path.join(folder, name);
  if (!statSync(file).isDirectory()) return timeOf(file);
  return Math.max(
    ...readdirSync(file, { recursive: true, encoding: 'utf8' }).map((one) => timeOf(path.join(file, one))),
  );
}

const isFresh = (): boolean => existsSync(built) && timeOf(built) > Math.max(...sources.map(newest));

/** Test files run beside each other: one builds, the others wait. */
export async function buildPage(): Promise<void> {
  mkdirSync(path.dirname(lock), { recursive: true });
  for (;;) {
    if (!existsSync(lock) && isFresh()) return;
    try {
      mkdirSync(lock);
    } catch {
      await sleep(200);
      continue;
    }
    try {
      const vite = path.resolve(folder, '../../node_modules/vite/bin/vite.js');
      await promisify(execFile)(process.execPath, [vite, 'build', '-c', path.join(folder, 'vite.config.mjs')]);
    } finally {
      rmSync(lock, { recursive: true });
    }
    return;
  }
}
