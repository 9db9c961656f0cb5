import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { markClean } from '../../stores/disk/clean-mark';
import { StoreFolder } from '../../stores/disk/store-folder';
import { DirectoryLock } from './directory-lock';

/** Until then, Kafka keeps deletions in a changelog: `delete.retention.ms`. */
const DELETIONS_MS = 86_400_000;
const taskFolder = /^(\d+_\d+|global)$/;

/** When something was last written. */
function lastUse(folder: string): number {
  const times = ['data.mdb', 'mark.json'].map((name) => {
    return statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  });
  return Math.max(...times);
}

/**
 * The folder of an application: `lock`, `process.json`, and a folder for each task with stores on disk. Java's
 * StateDirectory.
 */
export class StateDirectory {
  readonly #folder: string;
  readonly #cleanupDelayMs: number;
  readonly #deletionsMs: number;
  readonly #lock: DirectoryLock;
  readonly #timer: NodeJS.Timeout;
  readonly #open = new Set<StoreFolder>();
  /** Folders that are being closed. */
  readonly #closing = new Map<string, Promise<void>>();
  /** Tells processes apart, in the ids of transactions; the same after a restart. */
  readonly processId: string;

  /**
   * `deletionsMs`: `delete.retention.ms` of the changelogs.
   * @throws StreamsError ERR_STATE_DIRECTORY if another process has it.
   */
  constructor(folder: string, cleanupDelayMs: number, deletionsMs = DELETIONS_MS) {
    this.#folder = folder;
    this.#cleanupDelayMs = cleanupDelayMs;
    this.#deletionsMs = deletionsMs;
    this.#lock = new DirectoryLock(folder);
    this.processId = this.#readProcessId();
    this.#timer = setInterval(() => this.clean(), Math.min(cleanupDelayMs, 2 ** 31 - 1)).unref();
  }

  #readProcessId(): string {
    const file = path.join(this.#folder, 'process.json');
    try {
      const { processId } = JSON.parse(readFileSync(file, 'utf8')) as { processId?: unknown };
      if (typeof processId === 'string') return processId;
    } catch {
      // The first start here.
    }
    const processId = randomUUID();
    writeFileSync(file, JSON.stringify({ processId }));
    return processId;
  }

  /**
   * The stores of a task. They begin empty if their changelogs may have forgotten deletions since they were used.
   * @throws StreamsError ERR_LMDB_MISSING.
   */
  open(task: string, stores: number): StoreFolder {
    const folder = path.join(this.#folder, task);
    this.#closing.delete(folder);
    if (lastUse(folder) < Date.now() - this.#deletionsMs) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const opened = new StoreFolder(folder, stores);
    this.#open.add(opened);
    return opened;
  }

  /** Writing everything through takes its time: that goes on beside, until {@link close}. */
  release(folder: StoreFolder): void {
    if (!this.#open.delete(folder)) return;
    folder.close();
    const closing = this.#writeThrough(folder.path).then(
      () => {
        // Opened again meanwhile: it is in use.
        if (this.#closing.get(folder.path) === closing) markClean(folder.path);
      },
      () => undefined,
    );
    this.#closing.set(folder.path, closing);
  }

  async #writeThrough(folder: string): Promise<void> {
    const handle = await open(path.join(folder, 'data.mdb'), 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Deletes the folders of tasks that have not been here for `state.cleanup.delay.ms`. */
  clean(): void {
    const now = new Date();
    for (const { path: folder } of this.#open) utimesSync(path.join(folder, 'mark.json'), now, now);
    const used = new Set(Array.from(this.#open, (folder) => folder.path));
    for (const name of readdirSync(this.#folder)) {
      const folder = path.join(this.#folder, name);
      if (!taskFolder.test(name) || used.has(folder)) continue;
      if (lastUse(folder) < now.getTime() - this.#cleanupDelayMs) rmSync(folder, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const folder of this.#open) this.release(folder);
    await Promise.all(this.#closing.values());
    this.#lock.release();
  }
}

/** Deletes everything. @throws StreamsError ERR_STATE_DIRECTORY if another process uses it. */
export function deleteStateDirectory(folder: string): void {
  const lock = new DirectoryLock(folder);
  rmSync(folder, { recursive: true, force: true });
  lock.release();
}
