// Where things are kept that are the same for every clone on this machine: OpenSSL and zlib once they are built, the
// cross compiler. Each entry has a hash of all that it is made of in its name, so that an old one is never taken.
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const cacheFolder = path.resolve(
  process.env.KAFKA_NAPI_CACHE ||
    path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'kafka-napi'),
);

/**
 * Runs `make(folder)` on an empty folder beside `target` and renames it to `target` at the end, so that an interrupted run
 * leaves nothing half done. When another process was faster, its result stays.
 */
export function intoCache(target, make) {
  const parent = path.dirname(target);
  mkdirSync(parent, { recursive: true });
  const work = mkdtempSync(path.join(parent, '.new-'));
  try {
    make(work);
    renameSync(work, target);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
