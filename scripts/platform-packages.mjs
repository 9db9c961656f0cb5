// Creates one npm package per prebuilt binary: npm/<platform>/, ready for "npm publish". npm installs the one whose os,
// cpu and libc match, so no install script downloads or compiles anything. Each contains the licences of the linked
// libraries, the same list as a CycloneDX document, and its hash. A binary that check.mjs refuses gets no package.
//
//   node scripts/platform-packages.mjs [--into FOLDER]               from every archive in prebuilds/
//   node scripts/platform-packages.mjs --from-build [--into FOLDER]  from build/Release, for this machine
//   node scripts/platform-packages.mjs --pin                         and name them in package.json (release only)
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

import { fetchSources } from '../deps/fetch.mjs';
import { root } from './inputs.mjs';
import { archiveOf } from './platforms/archive.mjs';
import { allowed, problemsOf } from './platforms/check.mjs';
import { notices, sbom } from './platforms/notices.mjs';
import { localTarget, parts, targets } from './platforms/targets.mjs';

const { values: options } = parseArgs({
  options: {
    into: { type: 'string', default: path.join(root, 'npm') },
    'from-build': { type: 'boolean', default: false },
    pin: { type: 'boolean', default: false },
  },
});
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/**
 * The package's entry. It checks the size of the library first: loading one that was truncated while it was copied ends
 * the process (SIGBUS). If the file is not in the same folder, a bundler has moved it.
 */
const entry = (size) => `const { statSync } = require('node:fs');
const path = require('node:path');

const file = path.join(__dirname, 'kafka_napi.node');
const size = statSync(file, { throwIfNoEntry: false })?.size;
if (size !== undefined && size !== ${size}) throw new Error(\`\${file} has \${size} bytes, expected ${size}\`);
module.exports = require('./kafka_napi.node');
`;

function writePackage(name, binary, cross) {
  if (!targets.includes(name)) throw new Error(`${name} is not a platform that src/binding/load.ts looks for`);
  const bytes = readFileSync(binary);
  const problems = cross ? problemsOf(name, binary) : [];
  const packed = gzipSync(bytes, { level: 9 }).length;
  if (packed > allowed.maxPackedBytes)
    problems.push(`it has ${packed} bytes packed, more than ${allowed.maxPackedBytes}`);
  if (problems.length > 0) throw new Error(`the binary for ${name} may not be released: ${problems.join('; ')}`);
  const { platform, arch, libc } = parts(name);
  const folder = path.join(path.resolve(options.into), name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'kafka_napi.node'), bytes);
  chmodSync(path.join(folder, 'kafka_napi.node'), 0o755);
  writeFileSync(path.join(folder, 'index.js'), entry(bytes.length));
  copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
  writeFileSync(path.join(folder, 'THIRD-PARTY-LICENSES.txt'), notices(name, cross));
  writeFileSync(path.join(folder, 'sbom.cdx.json'), sbom(name, cross, manifest, bytes));
  writeFileSync(
    path.join(folder, 'SHA256SUMS'),
    `${createHash('sha256').update(bytes).digest('hex')}  kafka_napi.node\n`,
  );
  writeFileSync(
    path.join(folder, 'README.md'),
    `The binary of [${manifest.name}](https://www.npmjs.com/package/${manifest.name}) for ${name}.\n`,
  );
  const contents = {
    name: `@${manifest.name}/${name}`,
    version: manifest.version,
    description: `The binary of ${manifest.name} for ${name}`,
    license: manifest.license,
    os: [platform],
    cpu: [arch],
    ...(libc ? { libc: [libc] } : {}),
    main: './index.js',
    files: ['index.js', 'kafka_napi.node', 'THIRD-PARTY-LICENSES.txt', 'sbom.cdx.json', 'SHA256SUMS'],
    engines: manifest.engines,
    preferUnplugged: true,
  };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(contents, null, 2)}\n`);
  console.log(`platform package: ${folder}, ${packed} bytes packed`);
}

/** "kafka-napi-v0.1.0-napi-v8-linuxmusl-x64.tar.gz" → "linux-x64-musl". */
function nameOf(archive) {
  const name = targets.find((target) => path.basename(archiveOf(target)) === archive);
  if (!name) throw new Error(`prebuilds/${archive} is not a binary of ${manifest.name} ${manifest.version}`);
  return name;
}

function fromArchives() {
  const folder = path.join(root, 'prebuilds');
  const archives = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.tar.gz')) : [];
  if (archives.length === 0) throw new Error('prebuilds/ has no archive. Run "npm run prebuilds" first');
  return archives.map((archive) => {
    const work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-'));
    try {
      execFileSync('tar', ['-xzf', path.join(folder, archive), '-C', work]);
      const name = nameOf(archive);
      writePackage(name, path.join(work, 'build', 'Release', 'kafka_napi.node'), true);
      return name;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

function pin(names) {
  // A release without one of its platforms would break users there: all or nothing.
  const absent = targets.filter((name) => !names.includes(name));
  if (absent.length > 0) throw new Error(`no binary for ${absent.join(', ')}. A release needs all platforms`);
  manifest.optionalDependencies = Object.fromEntries(
    targets.map((name) => [`@${manifest.name}/${name}`, manifest.version]),
  );
  writeFileSync(path.join(root, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function fromBuild() {
  writePackage(localTarget(), path.join(root, 'build', 'Release', 'kafka_napi.node'), false);
  return [localTarget()];
}

try {
  // The licences are in them.
  fetchSources();
  const names = options['from-build'] ? fromBuild() : fromArchives();
  if (options.pin) pin(names);
} catch (error) {
  console.error(`platform-packages: ${error.message}`);
  process.exitCode = 1;
}
