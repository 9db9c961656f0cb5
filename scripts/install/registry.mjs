// A registry of the install test's own on loopback: the packed main package, the platform packages, and the few
// packages that the main package depends on. It answers what package managers ask for: a document for each name, and
// the archives.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import { root } from '../inputs.mjs';
import { parts, targets } from '../platforms/targets.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** npm pack: the path of the archive in `into`. */
function pack(folder, into) {
  const before = new Set(readdirSync(into));
  execFileSync('npm', ['pack', folder, '--ignore-scripts', '--silent', '--pack-destination', into], {
    cwd: into,
    stdio: ['ignore', 'ignore', 2],
  });
  return path.join(
    into,
    readdirSync(into).find((file) => !before.has(file)),
  );
}

function manifestIn(archive) {
  const text = execFileSync('tar', ['-xzOf', archive, 'package/package.json'], { encoding: 'utf8' });
  return JSON.parse(text);
}

/** The main package as it is released: its platform packages are pinned. */
function packMain(work) {
  const unpacked = path.join(work, 'main');
  mkdirSync(unpacked);
  execFileSync('tar', ['-xzf', pack(root, work), '-C', unpacked]);
  const file = path.join(unpacked, 'package', 'package.json');
  const manifest = readJson(file);
  manifest.optionalDependencies = Object.fromEntries(
    targets.map((target) => [`@${manifest.name}/${target}`, manifest.version]),
  );
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  const into = path.join(work, 'pinned');
  mkdirSync(into);
  return pack(path.join(unpacked, 'package'), into);
}

/** Everything that `name` needs, from node_modules, by the names that its manifest gives. */
function dependencies(folder, found = new Map()) {
  const require = createRequire(path.join(folder, 'package.json'));
  for (const name of Object.keys(readJson(path.join(folder, 'package.json')).dependencies ?? {})) {
    const at = require.resolve
      .paths(name)
      .map((each) => path.join(each, name))
      .find((each) => existsSync(path.join(each, 'package.json')));
    if (!found.has(name)) dependencies(at, found.set(name, at));
  }
  return found;
}

/** The hashes that package managers check an archive against. */
function distOf(archive) {
  const bytes = readFileSync(archive);
  const hash = (name, encoding) => createHash(name).update(bytes).digest(encoding);
  return { integrity: `sha512-${hash('sha512', 'base64')}`, shasum: hash('sha1', 'hex') };
}

/**
 * A package like those of platforms that are not at hand: yarn 1 gets all of them, the others read the document only.
 */
function standIn(target, main, work) {
  const { platform, arch, libc } = parts(target);
  const { name, version, engines } = main;
  const folder = path.join(work, `stand-in-${target}`);
  mkdirSync(folder);
  const limits = { os: [platform], cpu: [arch], ...(libc ? { libc: [libc] } : {}), engines };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: `@${name}/${target}`, version, ...limits }));
  return folder;
}

/**
 * Serves the packages until close(). `platformFolders` are the folders of the platform packages that are at hand.
 * `missing` lists what was asked for and is not there.
 */
export async function startRegistry(work, platformFolders) {
  const entries = new Map();
  const add = (archive) => {
    const manifest = manifestIn(archive);
    entries.set(manifest.name, { manifest, archive });
    return manifest;
  };
  const main = add(packMain(work));
  const into = path.join(work, 'archives');
  mkdirSync(into);
  for (const folder of [...dependencies(root).values(), ...platformFolders]) add(pack(folder, into));
  for (const target of targets)
    if (!entries.has(`@${main.name}/${target}`)) add(pack(standIn(target, main, work), into));

  const all = [...entries.values()];
  const server = new Worker(new URL('serve.mjs', import.meta.url), {
    workerData: all.map((entry) => ({ ...entry, dist: distOf(entry.archive) })),
  });
  const missing = [];
  const address = await new Promise((resolve, reject) => {
    server.on('error', reject);
    server.on('message', (message) => (message.address ? resolve(message.address) : missing.push(message.missing)));
  });
  return {
    address,
    main,
    mainArchive: entries.get(main.name).archive,
    missing,
    sizes: all.map(({ manifest, archive }) => ({ name: manifest.name, bytes: statSync(archive).size })),
    close: () => server.terminate(),
  };
}
