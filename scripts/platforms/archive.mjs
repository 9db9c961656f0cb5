// Packs a binary with the packer of the "prebuild" tool:
// prebuilds/<name>-v<version>-napi-v8-<platform><libc>-<arch>.tar.gz. prebuild writes the time and the user into the
// archive; both are cleared, so that two builds of one commit are equal.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';

import { root } from '../inputs.mjs';
import { parts } from './targets.mjs';

const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const NAPI_VERSION = 8;

export const prebuildsFolder = path.join(root, 'prebuilds');

export function archiveOf(target) {
  const { platform, arch, libc } = parts(target);
  const options = { pkg: manifest, runtime: 'napi', platform, arch, libc: libc === 'musl' ? 'musl' : '' };
  return path.join(root, require('prebuild/util').getTarPath(options, NAPI_VERSION));
}

/** Sets mode, user, group and time of a tar entry's header, and its sum. */
function clearHeader(tar) {
  const put = (offset, length, value) =>
    tar.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
  put(100, 8, 0o755);
  put(108, 8, 0);
  put(116, 8, 0);
  put(136, 12, 0);
  tar.fill(0, 265, 329);
  tar.fill(' ', 148, 156);
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

/** Packs `binary` as the archive of `target` and returns its path. */
export async function pack(target, binary) {
  const archive = archiveOf(target);
  const work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-pack-'));
  const before = process.cwd();
  try {
    mkdirSync(path.join(work, 'build', 'Release'), { recursive: true });
    copyFileSync(binary, path.join(work, 'build', 'Release', 'kafka_napi.node'));
    // The names in the archive are those that the packer is given.
    process.chdir(work);
    const packed = path.join(work, 'packed.tar.gz');
    await promisify(require('prebuild/pack'))(['build/Release/kafka_napi.node'], packed);
    const tar = await whenComplete(packed);
    clearHeader(tar);
    mkdirSync(prebuildsFolder, { recursive: true });
    writeFileSync(archive, gzipSync(tar, { level: 9 }));
    return archive;
  } finally {
    process.chdir(before);
    rmSync(work, { recursive: true, force: true });
  }
}

/** The packer calls back before its last bytes are on the disk. */
async function whenComplete(file) {
  for (;;) {
    try {
      return gunzipSync(readFileSync(file));
    } catch (error) {
      if (!['Z_BUF_ERROR', 'ENOENT'].includes(error.code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
