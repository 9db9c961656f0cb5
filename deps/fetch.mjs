// Fetches the pinned third-party sources of sources.json into deps/vendor/.
//
// The sources travel inside npm packages, so the ordinary npm client does the transport: a proxy, a mirror or a private
// registry that npm is configured for works here too. What arrives is checked against the sha512 in sources.json before
// a byte of it is unpacked. A folder whose stamp names the pinned integrity is left alone: once fetched, a clone builds
// without a network. The published package carries no deps/vendor/: a build from it fetches the sources here, too.
//
// librdkafka is then copied and patched (deps/patches/librdkafka): vendor/librdkafka stays as published, and
// vendor/librdkafka-all or vendor/librdkafka-correctness is what is compiled, by KAFKA_NAPI_PATCHES:
//   all (the default)   every patch
//   correctness         all but those of kind speed
//   none                no patch: vendor/librdkafka itself is compiled
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { applyPatch, readPatches } from './patches/apply.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const vendor = path.join(here, 'vendor');
const sources = JSON.parse(readFileSync(path.join(here, 'sources.json'), 'utf8'));

function stampText(source) {
  return JSON.stringify({ integrity: source.integrity, folder: source.folder, keep: source.keep });
}

function isPresent(name, source) {
  const stamp = path.join(vendor, name, '.stamp');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampText(source);
}

function download(name, source, into) {
  const spec = `${source.package}@${source.packageVersion}`;
  console.log(`deps: fetching ${name} ${source.version} (in ${spec})`);
  // One command line for a shell, because npm is a .cmd file on Windows; every part is a constant
  // of sources.json. npm's own view of the project must not matter, hence the cwd.
  try {
    execFileSync('npm', ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', '.'], {
      cwd: into,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  } catch (error) {
    throw new Error(
      `deps: "npm pack ${spec}" failed (${error.message}). The sources of ${name} come from the npm registry: check ` +
        'the network, or npm\'s "registry" and proxy settings.',
      { cause: error },
    );
  }
  const tarballs = readdirSync(into).filter((file) => file.endsWith('.tgz'));
  if (tarballs.length !== 1) throw new Error(`deps: "npm pack ${spec}" left ${tarballs.length} archives, expected one`);
  return path.join(into, tarballs[0]);
}

function verify(name, source, tarball) {
  const actual = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (actual !== source.integrity) {
    throw new Error(
      `deps: the archive of ${name} has integrity ${actual}, but sources.json pins ${source.integrity}: not unpacked`,
    );
  }
}

function unpack(name, source, tarball, work) {
  const strip = 1 + source.folder.split('/').length;
  const out = path.join(work, 'out');
  mkdirSync(out);
  const members = source.keep.map((entry) => `package/${source.folder}/${entry}`);
  execFileSync('tar', ['-xzf', path.basename(tarball), '-C', 'out', `--strip-components=${strip}`, ...members], {
    cwd: work,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  writeFileSync(path.join(out, '.stamp'), stampText(source));
  const target = path.join(vendor, name);
  rmSync(target, { recursive: true, force: true });
  // The rename comes last: a fetch that is interrupted leaves no half folder behind.
  renameSync(out, target);
}

/** Copies librdkafka and applies the patches that `mode` asks for, unless that copy is there already. */
function patchLibrdkafka(mode) {
  if (mode === 'none') return;
  const all = readPatches(path.join(here, 'patches', 'librdkafka'));
  const patches = mode === 'all' ? all : all.filter(({ kind }) => kind !== 'speed');
  const hash = createHash('sha256').update(stampText(sources.librdkafka));
  for (const { text } of patches) hash.update('\0').update(text);
  const stamp = hash.digest('hex');
  const target = path.join(vendor, `librdkafka-${mode}`);
  const stampFile = path.join(target, '.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const work = mkdtempSync(path.join(vendor, '.patch-'));
  try {
    cpSync(path.join(vendor, 'librdkafka'), work, { recursive: true, preserveTimestamps: true });
    for (const patch of patches) applyPatch(patch, work);
    writeFileSync(path.join(work, '.stamp'), stamp);
    rmSync(target, { recursive: true, force: true });
    renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Which patches a build compiles: KAFKA_NAPI_PATCHES, or all. */
export function patchMode() {
  const mode = process.env.KAFKA_NAPI_PATCHES ?? 'all';
  if (!['all', 'correctness', 'none'].includes(mode)) {
    throw new Error(`deps: KAFKA_NAPI_PATCHES is '${mode}'. Valid values: all, correctness, none`);
  }
  return mode;
}

export function fetchSources() {
  for (const [name, source] of Object.entries(sources)) {
    if (isPresent(name, source)) continue;
    mkdirSync(vendor, { recursive: true });
    const work = mkdtempSync(path.join(vendor, '.fetch-'));
    try {
      const tarball = download(name, source, work);
      verify(name, source, tarball);
      unpack(name, source, tarball, work);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  patchLibrdkafka(patchMode());
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    fetchSources();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
