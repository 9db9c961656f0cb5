import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Says whether a folder was closed, and since which start of the machine it has been written. */
interface Mark {
  readonly isClean: boolean;
  readonly bootId: string;
}

let known: string | undefined;

/** Differs after each start of the machine: what was not written through by then may be lost. */
export function bootId(): string {
  known ??= readBootId();
  return known;
}

function readBootId(): string {
  try {
    if (process.platform === 'linux') return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    if (process.platform === 'darwin')
      return execFileSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim();
  } catch {
    // A machine that does not say it: the minute of its start.
  }
  return `started ${Math.round((Date.now() / 1000 - os.uptime()) / 60)}`;
}

const file = (folder: string): string => path.join(folder, 'mark.json');

function readMark(folder: string): Mark | undefined {
  try {
    return JSON.parse(readFileSync(file(folder), 'utf8')) as Mark;
  } catch {
    return undefined;
  }
}

function writeThrough(name: string, text: string): void {
  const handle = openSync(name, 'w');
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Whether everything that was written to the folder is there: not after a crash of the machine. */
export function isIntact(folder: string): boolean {
  const mark = readMark(folder);
  return mark !== undefined && (mark.isClean || mark.bootId === bootId());
}

/** Before the first write. */
export function markOpen(folder: string): void {
  writeThrough(file(folder), JSON.stringify({ isClean: false, bootId: bootId() } satisfies Mark));
}

/** After everything was written through. */
export function markClean(folder: string): void {
  writeThrough(file(folder), JSON.stringify({ isClean: true, bootId: bootId() } satisfies Mark));
}
