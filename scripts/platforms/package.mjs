// Checks the npm packages of the platforms as dependent projects get them: packed by npm, then unpacked.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { root } from '../inputs.mjs';
import { allowed, problemsOf } from './check.mjs';
import { parts } from './targets.mjs';

const files = [
  ...['LICENSE', 'README.md', 'SHA256SUMS', 'THIRD-PARTY-LICENSES.txt'],
  ...['index.js', 'kafka_napi.node', 'package.json', 'sbom.cdx.json'],
];

/** Packs every platform of prebuilds/ and returns { target: archive }. */
export function packPlatforms(work) {
  const folders = path.join(work, 'packages');
  const run = (program, ...args) => execFileSync(program, args, { cwd: work, stdio: ['ignore', 'ignore', 2] });
  run(process.execPath, path.join(root, 'scripts', 'platform-packages.mjs'), '--into', folders);
  const packed = {};
  for (const target of readdirSync(folders)) {
    const into = path.join(work, 'packed', target);
    mkdirSync(into, { recursive: true });
    run('npm', 'pack', path.join(folders, target), '--silent', '--pack-destination', into);
    packed[target] = path.join(into, readdirSync(into)[0]);
  }
  return packed;
}

/** All reasons why `archive` may not be the package of `target`, and its size. */
export function checkPackage(target, archive) {
  const folder = path.join(path.dirname(archive), 'package');
  execFileSync('tar', ['-xzf', archive, '-C', path.dirname(archive)]);
  const read = (file) => readFileSync(path.join(folder, file), 'utf8');
  const problems = [];
  const has = readdirSync(folder).sort();
  if (has.join() !== files.join()) problems.push(`it holds ${has.join(', ')}, expected ${files.join(', ')}`);
  const binary = path.join(folder, 'kafka_napi.node');
  if (!existsSync(binary)) return { problems, bytes: 0 };
  problems.push(...problemsOf(target, binary));

  const { os, cpu, libc = [undefined] } = JSON.parse(read('package.json'));
  const { platform, arch, libc: ownLibc } = parts(target);
  if (os.join() !== platform || cpu.join() !== arch || libc[0] !== ownLibc)
    problems.push(`it says that it is for ${os.join()} ${cpu.join()} ${libc.join()}`);

  const sha256 = createHash('sha256').update(readFileSync(binary)).digest('hex');
  if (read('SHA256SUMS') !== `${sha256}  kafka_napi.node\n`) problems.push('SHA256SUMS has another hash');
  const { metadata, components } = JSON.parse(read('sbom.cdx.json'));
  if (metadata.component.hashes[0].content !== sha256) problems.push('the SBOM has another hash');
  const notices = read('THIRD-PARTY-LICENSES.txt');
  for (const { name, version } of components) {
    const [, text = ''] = notices.split(`==== ${name} ${version} ====`);
    if (text.split('\n==== ')[0].trim().length < 200) problems.push(`the licence of ${name} ${version} is missing`);
  }
  const bytes = statSync(archive).size;
  if (bytes > allowed.maxPackedBytes) problems.push(`it has ${bytes} bytes, more than ${allowed.maxPackedBytes}`);
  return { problems, bytes };
}
