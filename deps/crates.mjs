// Fetches the sources that libraries.json pins. They travel inside Rust crates, so the ordinary cargo client does the
// transport, with whatever registry or mirror it is configured for. What arrives is checked against the sha256 in
// libraries.json before a byte of it is unpacked.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
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
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Name → version, crate and hash of what is built from source besides librdkafka and zstd. */
export const libraries = JSON.parse(readFileSync(path.join(here, 'libraries.json'), 'utf8'));

export function hasCargo() {
  try {
    execFileSync('cargo', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The file that cargo downloaded: a mirror has a folder of its own in cargo's cache. */
function downloaded(name, { crate, crateVersion }) {
  const cache = path.join(process.env.CARGO_HOME || path.join(os.homedir(), '.cargo'), 'registry', 'cache');
  const file = `${crate}-${crateVersion}.crate`;
  const found = existsSync(cache)
    ? readdirSync(cache)
        .map((registry) => path.join(cache, registry, file))
        .find((candidate) => existsSync(candidate))
    : undefined;
  if (!found) throw new Error(`deps: cargo fetched ${name}, but ${file} is not below ${cache}`);
  return found;
}

function fetch() {
  const project = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-crates-'));
  try {
    // A copy, because cargo wants a source file beside the manifest, and must not see a workspace around it.
    for (const file of ['Cargo.toml', 'Cargo.lock'])
      copyFileSync(path.join(here, 'crates', file), path.join(project, file));
    mkdirSync(path.join(project, 'src'));
    writeFileSync(path.join(project, 'src', 'lib.rs'), '');
    execFileSync('cargo', ['fetch', '--locked', '--quiet'], { cwd: project, stdio: ['ignore', 2, 2] });
  } catch (error) {
    throw new Error(
      `deps: "cargo fetch" failed (${error.message}). The sources of OpenSSL and zlib come from the crates registry: ` +
        "check the network, or cargo's source and proxy settings.",
      { cause: error },
    );
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** Unpacks the pinned sources of `names` into `into`/<name>. */
export function unpackCrates(names, into) {
  fetch();
  for (const name of names) {
    const source = libraries[name];
    const crate = downloaded(name, source);
    const actual = createHash('sha256').update(readFileSync(crate)).digest('hex');
    if (actual !== source.sha256) {
      throw new Error(
        `deps: the crate of ${name} has sha256 ${actual}, but libraries.json pins ${source.sha256}: not unpacked`,
      );
    }
    const folder = path.join(into, name);
    mkdirSync(folder, { recursive: true });
    const inside = `${source.crate}-${source.crateVersion}/${source.folder}`;
    execFileSync('tar', ['-xzf', crate, '-C', folder, `--strip-components=${inside.split('/').length}`, inside], {
      stdio: ['ignore', 2, 2],
    });
  }
}
