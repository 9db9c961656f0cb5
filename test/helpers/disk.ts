/**
 * A small disk for a broker: a tmpfs mounted over its data folder, with the same contents, which can be filled and
 * freed. Linux, root.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Whether this process may mount. True for root, also in a user namespace. */
export function canMount(): boolean {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes of all files in a folder, in whole pages, as a tmpfs stores them. */
function sizeOf(folder: string): number {
  let size = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) size += Math.ceil(statSync(path.join(entry.parentPath, entry.name)).size / 4096) * 4096;
  }
  return size;
}

export class SmallDisk {
  readonly #folder: string;
  readonly #ballast: string;

  /**
   * Mounts a tmpfs over `folder` and copies the folder's contents into it; `megabytes` remain free. The folder must not
   * be in use.
   */
  constructor(folder: string, megabytes: number) {
    this.#folder = folder;
    this.#ballast = path.join(folder, 'ballast');
    const aside = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-disk-'));
    try {
      cpSync(folder, aside, { recursive: true });
      const size = sizeOf(folder) + megabytes * 1024 * 1024;
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
      cpSync(aside, folder, { recursive: true });
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }

  /**
   * Uses all but `leftBytes` of the free space. The broker keeps writing meanwhile, so it may already have used some of
   * the space.
   */
  fill(leftBytes: number): void {
    for (;;) {
      const { bavail, bsize } = statfsSync(this.#folder);
      const size = bavail * bsize - leftBytes;
      if (size <= 0) return;
      try {
        execFileSync('fallocate', ['-l', String(size), this.#ballast], { stdio: 'pipe' });
        return;
      } catch (error) {
        if (!String((error as { stderr?: Buffer }).stderr).includes('No space left')) throw error;
      }
    }
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** Copies the data back. The folder must not be in use. */
  unmount(): void {
    this.free();
    const aside = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-disk-'));
    try {
      cpSync(this.#folder, aside, { recursive: true });
      execFileSync('umount', [this.#folder]);
      rmSync(this.#folder, { recursive: true });
      cpSync(aside, this.#folder, { recursive: true });
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }

  /** Whether the disk is filled. */
  get isFull(): boolean {
    return existsSync(this.#ballast);
  }
}
