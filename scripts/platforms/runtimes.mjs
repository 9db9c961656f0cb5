// The runtimes that binaries are tested with (runtimes.json): installs them into the cache with the ordinary clients of
// the package registries, and starts them on this machine.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { cacheFolder, intoCache } from '../../deps/cache.mjs';
import { root } from '../inputs.mjs';
import { unpackDebian } from './debian.mjs';

export const runtimes = JSON.parse(readFileSync(path.join(root, 'scripts', 'platforms', 'runtimes.json'), 'utf8'));

const quiet = { stdio: ['ignore', 'ignore', 2] };
const only = (folder, end) =>
  path.join(
    folder,
    readdirSync(folder).find((file) => file.endsWith(end)),
  );

function cached(what, make) {
  const key = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
  const folder = path.join(cacheFolder, 'runtimes', key);
  if (!existsSync(folder)) intoCache(folder, make);
  return folder;
}

function fromNpm(spec) {
  return cached({ npm: spec }, (folder) => {
    execFileSync('npm', ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', '.'], {
      cwd: folder,
      ...quiet,
    });
    execFileSync('tar', ['-xzf', only(folder, '.tgz'), '-C', folder, '--strip-components=1'], quiet);
  });
}

function fromWheel({ package: name, platform }) {
  return cached({ wheel: name, platform }, (folder) => {
    const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--platform', platform];
    execFileSync('python3', [...pip, '-d', folder, name], { cwd: folder, ...quiet });
    execFileSync('python3', ['-m', 'zipfile', '-e', only(folder, '.whl'), folder], quiet);
  });
}

const systemFor = (debian) => cached({ debian }, (folder) => unpackDebian(debian, folder));

/** The environment of wine: one prefix, created once, that reports Windows 10. */
function wine() {
  const program = ['/usr/lib/wine/wine64', '/usr/lib/x86_64-linux-gnu/wine/wine64', '/usr/bin/wine64'].find((file) =>
    existsSync(file),
  );
  if (!program)
    throw new Error('wine64 is not installed. Debian, Ubuntu: apt-get install --no-install-recommends wine wine64');
  const prefix = path.join(cacheFolder, 'wine');
  const env = { WINEPREFIX: prefix, WINEDEBUG: '-all', WINEARCH: 'win64' };
  if (!existsSync(path.join(prefix, 'system.reg'))) {
    mkdirSync(prefix, { recursive: true });
    for (const args of [
      ['wineboot', '-i'],
      ['winecfg', '-v', 'win10'],
    ])
      execFileSync(program, args, { env: { ...process.env, ...env }, ...quiet });
  }
  return { program, env };
}

/**
 * How `runtime` is started: { command, args before the script, env, file, ctrlC } with `file` translating a path of
 * this machine to one of the runtime's, and `ctrlC` how it is interrupted: 'sent' (SIGINT), 'typed' on a terminal, or,
 * where there is no way, undefined.
 */
export function starter(runtime) {
  const folder = runtime.npm ? fromNpm(runtime.npm) : fromWheel(runtime.wheel);
  const program = path.join(folder, runtime.file);
  chmodSync(program, 0o755);
  const own = { args: runtime.arguments ?? [], env: {}, file: (name) => name, ctrlC: 'sent' };
  if (runtime.target.startsWith('win32')) {
    const { program: command, env } = wine();
    const file = (name) => `Z:${name.replaceAll('/', '\\')}`;
    return { ...own, command, args: [program, ...own.args], env, file, ctrlC: 'typed' };
  }
  const system = runtime.debian ? systemFor(runtime.debian) : undefined;
  let command = [program, ...own.args];
  if (runtime.loader) {
    const paths = (runtime.libraries ?? []).map((name) => path.join(system, name)).join(':');
    command = [path.join(system, runtime.loader), ...(paths ? ['--library-path', paths] : []), ...command];
  }
  if (runtime.emulator) {
    const [emulator, ...options] = runtime.emulator;
    if (spawnSync(emulator, ['--version'], { stdio: 'ignore' }).status !== 0)
      throw new Error(`${emulator} is not installed. Debian, Ubuntu: apt-get install qemu-user`);
    command = [emulator, ...options.flatMap((option) => (option === '-L' ? ['-L', system] : [option])), ...command];
  }
  return { ...own, command: command[0], args: command.slice(1) };
}
