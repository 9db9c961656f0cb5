/** Packages as they would be published. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

export function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Packs the package in `folder`; returns the tarball, which lies in `into`. */
export function pack(folder: string, into: string): string {
  const before = new Set(readdirSync(into));
  npm(folder, 'pack', '--ignore-scripts', '--silent', '--pack-destination', into);
  return path.join(
    into,
    readdirSync(into).find((file) => file.endsWith('.tgz') && !before.has(file))!,
  );
}

/** The package of this platform's binary, packed. */
export function packBinary(into: string): string {
  const folder = path.join(into, 'npm');
  execFileSync(process.execPath, ['scripts/platform-packages.mjs', '--from-build', '--into', folder], { cwd: root });
  return pack(path.join(folder, readdirSync(folder)[0]!), into);
}

export const filesOf = (tarball: string): string[] =>
  execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((file) => file !== '');

/** A project in `folder` that depends on these tarballs. */
export function installInto(folder: string, ...tarballs: string[]): void {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
  npm(folder, 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs);
}
