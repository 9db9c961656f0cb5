// One npm package for each prebuilt binary: npm/<platform>/, ready for "npm publish". npm installs the
// one whose os, cpu and libc fit, so that nothing is downloaded or compiled by an install script.
//
//   node scripts/platform-packages.mjs [--into FOLDER]               from every archive in prebuilds/
//   node scripts/platform-packages.mjs --from-build [--into FOLDER]  from build/Release, for this machine
//   node scripts/platform-packages.mjs --pin                         and name them in package.json (release only)
import { execFileSync } from 'node:child_process';
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

import { root } from './inputs.mjs';

const { values: options } = parseArgs({
  options: {
    into: { type: 'string', default: path.join(root, 'npm') },
    'from-build': { type: 'boolean', default: false },
    pin: { type: 'boolean', default: false },
  },
});
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** The platforms that src/binding/load.ts knows. */
const known = ['linux-x64', 'linux-x64-musl', 'linux-arm64', 'linux-arm64-musl', 'darwin-x64', 'darwin-arm64'];

/** Licences of what is linked into the binary; OpenSSL's is our own, the Apache License 2.0. */
const licences = [
  ['librdkafka', 'deps/vendor/librdkafka/LICENSES.txt'],
  ['zstd', 'deps/vendor/zstd/LICENSE'],
  ['node-addon-api', 'node_modules/node-addon-api/LICENSE.md'],
];

function writePackage(name, binary) {
  if (!known.includes(name)) throw new Error(`${name} is not a platform that src/binding/load.ts looks for`);
  const [platform, arch, libc = 'glibc'] = name.split('-');
  const folder = path.join(path.resolve(options.into), name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(binary, path.join(folder, 'kafka_napi.node'));
  chmodSync(path.join(folder, 'kafka_napi.node'), 0o755);
  copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
  const texts = licences.map(([what, file]) => `==== ${what} ====\n\n${readFileSync(path.join(root, file), 'utf8')}\n`);
  writeFileSync(path.join(folder, 'THIRD-PARTY-LICENSES.txt'), texts.join('\n'));
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
    ...(platform === 'linux' ? { libc: [libc] } : {}),
    main: './kafka_napi.node',
    files: ['kafka_napi.node', 'THIRD-PARTY-LICENSES.txt'],
    engines: manifest.engines,
    preferUnplugged: true,
  };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(contents, null, 2)}\n`);
  console.log(`platform package: ${folder}`);
}

function localName() {
  const glibc = process.platform !== 'linux' || process.report.getReport().header.glibcVersionRuntime;
  return `${process.platform}-${process.arch}${glibc ? '' : '-musl'}`;
}

/** "kafka-napi-v0.1.0-napi-v8-linuxmusl-x64.tar.gz" → "linux-x64-musl". */
function nameOf(archive) {
  const start = `${manifest.name}-v${manifest.version}-napi-v8-`;
  const match =
    archive.startsWith(start) && /^(linux|darwin)(musl)?-(x64|arm64)\.tar\.gz$/.exec(archive.slice(start.length));
  if (!match) throw new Error(`prebuilds/${archive} is not a binary of ${manifest.name} ${manifest.version}`);
  return `${match[1]}-${match[3]}${match[2] ? '-musl' : ''}`;
}

function fromArchives() {
  const folder = path.join(root, 'prebuilds');
  const archives = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.tar.gz')) : [];
  if (archives.length === 0) throw new Error('prebuilds/ has no archive: run "npm run prebuilds" first');
  return archives.map((archive) => {
    const work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-'));
    try {
      execFileSync('tar', ['-xzf', path.join(folder, archive), '-C', work]);
      const name = nameOf(archive);
      writePackage(name, path.join(work, 'build', 'Release', 'kafka_napi.node'));
      return name;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

function pin(names) {
  // A release without one of its platforms would break users there: all or nothing.
  const absent = known.filter((name) => !names.includes(name));
  if (absent.length > 0) throw new Error(`not pinned: no binary for ${absent.join(', ')}`);
  manifest.optionalDependencies = Object.fromEntries(
    known.map((name) => [`@${manifest.name}/${name}`, manifest.version]),
  );
  writeFileSync(path.join(root, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function fromBuild() {
  writePackage(localName(), path.join(root, 'build', 'Release', 'kafka_napi.node'));
  return [localName()];
}

try {
  const names = options['from-build'] ? fromBuild() : fromArchives();
  if (options.pin) pin(names);
} catch (error) {
  console.error(`platform-packages: ${error.message}`);
  process.exitCode = 1;
}
