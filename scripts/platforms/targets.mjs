// The platforms that binaries are built for: one toolchain file in deps/toolchains/ for each.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { root } from '../inputs.mjs';

const folder = path.join(root, 'deps', 'toolchains');

/** npm's name of each platform, as in `@kafka-napi/linux-x64-musl`. */
export const targets = readdirSync(folder)
  .filter((file) => /^[a-z0-9]+-[a-z0-9]+(-musl)?\.cmake$/.test(file))
  .map((file) => path.basename(file, '.cmake'))
  .sort();

export const toolchainFile = (target) => path.join(folder, `${target}.cmake`);

/** What the toolchain file sets, as { KAFKA_NAPI_ZIG_TARGET: "x86_64-linux-gnu.2.17", … }. */
export function settings(target) {
  const text = readFileSync(toolchainFile(target), 'utf8');
  return Object.fromEntries([...text.matchAll(/^set\((\w+) (\S+)\)$/gm)].map((match) => [match[1], match[2]]));
}

/** "linux-x64-musl" → { platform: "linux", arch: "x64", libc: "musl" }; libc is for Linux only. */
export function parts(target) {
  const [platform, arch, libc] = target.split('-');
  return { platform, arch, libc: platform === 'linux' ? (libc ?? 'glibc') : undefined };
}

/** The platform of this process. */
export function localTarget() {
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  return `${process.platform}-${process.arch}${musl ? '-musl' : ''}`;
}
