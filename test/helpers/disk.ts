/** A small disk for a broker: a tmpfs over its data folder, with what is in it, which can be filled and freed. Linux, root. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** May this process mount? True for root, also in a user namespace of its own. */
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

export class SmallDisk {
  readonly #folder: string;
  readonly #ballast: string;

  /** Mounts a tmpfs of `megabytes` over `folder` and copies into it what is there. Nobody may be using the folder. */
  constructor(folder: string, megabytes: number) {
    this.#folder = folder;
    this.#ballast = path.join(folder, 'ballast');
    const aside = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-disk-'));
    try {
      cpSync(folder, aside, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
      cpSync(aside, folder, { recursive: true });
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }

  /** Takes all but `leftBytes` of the free space. */
  fill(leftBytes: number): void {
    const { bavail, bsize } = statfsSync(this.#folder);
    const size = Math.max(0, bavail * bsize - leftBytes);
    execFileSync('fallocate', ['-l', String(size), this.#ballast]);
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** Puts the data back where they were. Nobody may be using the folder. */
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

  /** Is the ballast there? */
  get isFull(): boolean {
    return existsSync(this.#ballast);
  }
}
