// Builds OpenSSL and zlib as static archives, once for each compiler and target, and prints the folder they are in.
//
//   node deps/libraries.mjs --cc "gcc" [--target linux-x64]
//
// CMake calls it (libraries.cmake); exit status 2 says that a tool for the build is missing. The result is kept in the cache (cache.mjs) under a hash of the sources, the compiler
// and the options. Perl and make are needed, as OpenSSL itself demands.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { cacheFolder, intoCache } from './cache.mjs';
import { hasCargo, libraries, unpackCrates } from './crates.mjs';

const self = fileURLToPath(import.meta.url);

/** Part of the cache's key: raise it when the steps below change what comes out. */
const recipe = 1;

/** npm's name of the platform → OpenSSL's name of the target. */
const opensslTargets = {
  'linux-x64': 'linux-x86_64',
  'linux-arm64': 'linux-aarch64',
  'win32-x64': 'mingw64',
  'win32-arm64': 'mingwarm64',
  'darwin-x64': 'darwin64-x86_64',
  'darwin-arm64': 'darwin64-arm64',
};

// What a Kafka client cannot need is left out: less to compile, less to attack. Kept on purpose: the algorithms of old
// PKCS#12 files (RC2, 3DES; no-module links the legacy provider into libcrypto), scrypt (encrypted keys), ML-KEM and ML-DSA.
// no-autoload-config, no-dso, no-module, no-engine: nothing is loaded from a folder or a configuration file of the machine.
const features = [
  ...['shared', 'module', 'dso', 'engine', 'autoload-config', 'tests', 'apps', 'docs', 'async', 'comp', 'ui-console'],
  ...['quic', 'dtls', 'ssl3', 'srtp', 'srp', 'ct', 'cms', 'cmp', 'ts', 'ocsp', 'capieng', 'uplink', 'padlockeng'],
  ...['idea', 'seed', 'camellia', 'aria', 'bf', 'cast', 'mdc2', 'rmd160', 'whirlpool', 'sm2', 'sm3', 'sm4', 'siphash'],
  ...['gost', 'dsa', 'ec2m', 'argon2', 'blake2', 'rc4', 'md4', 'multiblock', 'slh-dsa', 'lms'],
];

const zlibFiles = 'adler32 compress crc32 deflate infback inffast inflate inftrees trees uncompr zutil'.split(' ');

function configuration(target) {
  const [platform, arch] = target.split('-');
  const openssl = opensslTargets[`${platform}-${arch}`];
  if (!openssl) {
    throw new Error(
      `deps: no OpenSSL target for ${target}. Known: ${Object.keys(opensslTargets).join(', ')}. ` +
        'Set KAFKA_NAPI_SYSTEM_LIBRARIES=1 to link the static OpenSSL and zlib of the system.',
    );
  }
  // Windows: /etc/ssl would be \etc\ssl of the current drive, which any user may create.
  const openssldir = platform === 'win32' ? 'C:/Program Files/Common Files/SSL' : '/etc/ssl';
  const pic = platform === 'win32' ? [] : ['-fPIC'];
  return {
    openssl: [
      openssl,
      '--prefix=/usr/local',
      '--libdir=lib',
      `--openssldir=${openssldir}`,
      ...features.map((feature) => `no-${feature}`),
      ...pic,
      '-ffunction-sections',
      '-fdata-sections',
    ],
    zlib: [
      '-O3',
      '-ffunction-sections',
      '-fdata-sections',
      '-fvisibility=hidden',
      ...(platform === 'win32' ? [] : ['-DHAVE_UNISTD_H']),
      ...pic,
    ],
  };
}

/**
 * Compilers under names without a folder, first in PATH: OpenSSL writes the command line into the library, and no path of
 * the machine that built it may be in there.
 */
function writeTools(folder, commands) {
  mkdirSync(folder);
  for (const [name, command] of Object.entries(commands)) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(file, 0o755);
  }
}

/** A cross compiler is a script with its options: see scripts/platforms/zig.mjs. */
const wrapper = (cc) => (cc.startsWith(`${process.env.KAFKA_NAPI_TOOLS}/`) ? readFileSync(cc, 'utf8') : '');

function compilerVersion(cc) {
  return execFileSync('/bin/sh', ['-c', `${cc} --version`], { encoding: 'utf8' }).split('\n')[0];
}

function copyHeaders(from, into) {
  mkdirSync(into, { recursive: true });
  for (const file of readdirSync(from))
    if (file.endsWith('.h')) copyFileSync(path.join(from, file), path.join(into, file));
}

function build(target, cc, prefix) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-libraries-'));
  const log = path.join(work, 'log.txt');
  const output = openSync(log, 'w');
  const env = {
    ...process.env,
    PATH: `${path.join(work, 'tools')}${path.delimiter}${process.env.PATH}`,
    // The date of the build is in the library otherwise.
    SOURCE_DATE_EPOCH: '0',
    CC: 'target-cc',
    AR: 'target-ar',
    RANLIB: 'target-ranlib',
    RC: 'target-rc',
  };
  const run = (command, args, cwd) => execFileSync(command, args, { cwd, env, stdio: ['ignore', output, output] });
  try {
    unpackCrates(Object.keys(libraries), work);
    writeTools(path.join(work, 'tools'), {
      'target-cc': `${process.env.CMAKE_C_COMPILER_LAUNCHER ?? ''} ${cc}`,
      'target-ar': process.env.KAFKA_NAPI_AR || 'ar',
      'target-ranlib': process.env.KAFKA_NAPI_RANLIB || 'ranlib',
      // Configure for Windows asks for a resource compiler. No resource is compiled.
      'target-rc': 'false',
    });
    const options = configuration(target);
    const openssl = path.join(work, 'openssl');
    const jobs = String(Math.min(2, os.availableParallelism()));
    run('perl', ['Configure', ...options.openssl], openssl);
    run('make', ['-j', jobs, 'build_libs'], openssl);
    const zlib = path.join(work, 'zlib');
    for (const file of zlibFiles) run('target-cc', [...options.zlib, '-c', `${file}.c`, '-o', `${file}.o`], zlib);
    run('target-ar', ['rcs', 'libz.a', ...zlibFiles.map((file) => `${file}.o`)], zlib);

    mkdirSync(path.join(prefix, 'lib'), { recursive: true });
    for (const file of ['libssl.a', 'libcrypto.a'])
      copyFileSync(path.join(openssl, file), path.join(prefix, 'lib', file));
    copyFileSync(path.join(zlib, 'libz.a'), path.join(prefix, 'lib', 'libz.a'));
    copyHeaders(path.join(openssl, 'include', 'openssl'), path.join(prefix, 'include', 'openssl'));
    for (const file of ['zlib.h', 'zconf.h']) copyFileSync(path.join(zlib, file), path.join(prefix, 'include', file));
    for (const [name, { license }] of Object.entries(libraries))
      copyFileSync(path.join(work, name, license), path.join(prefix, `LICENSE-${name}`));
  } catch (error) {
    const last = readFileSync(log, 'utf8').split('\n').slice(-30).join('\n');
    throw new Error(`deps: OpenSSL and zlib could not be built for ${target}: ${error.message}\n${last}`, {
      cause: error,
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Can they be built here? Otherwise the system's are linked. */
function missingTools() {
  const missing = hasCargo() ? [] : ['cargo'];
  for (const tool of ['perl', 'make']) {
    try {
      execFileSync(tool, ['-v'], { stdio: 'ignore' });
    } catch {
      missing.push(tool);
    }
  }
  return missing;
}

/** The folder with include/ and lib/ for this compiler and target; builds it when the cache has none. */
export function librariesFor(target, cc) {
  const facts = [target, compilerVersion(cc), wrapper(cc), configuration(target), libraries, zlibFiles, recipe];
  const key = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
  const prefix = path.join(cacheFolder, 'libraries', `${target}-${key}`);
  if (existsSync(prefix)) return prefix;
  const missing = missingTools();
  if (missing.length > 0) {
    throw Object.assign(
      new Error(`deps: OpenSSL and zlib are not built from source, for want of: ${missing.join(', ')}`),
      {
        exitCode: 2,
      },
    );
  }
  const versions = Object.entries(libraries).map(([name, { version }]) => `${name} ${version}`);
  console.error(`deps: building ${versions.join(' and ')} for ${target} (once; kept in ${path.dirname(prefix)})`);
  intoCache(prefix, (folder) => build(target, cc, folder));
  return prefix;
}

function main() {
  const { values } = parseArgs({ options: { cc: { type: 'string' }, target: { type: 'string' } } });
  const target = values.target ?? `${process.platform}-${process.arch}`;
  process.stdout.write(librariesFor(target, values.cc ?? 'cc'));
}

if (process.argv[1] && path.resolve(process.argv[1]) === self) {
  try {
    main();
  } catch (error) {
    console.error(error.message);
    process.exit(error.exitCode ?? 1);
  }
}
