// A machine that has just been set up: an empty home, an empty project, and a PATH with node and a shell, but no
// compiler.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const commands = ['sh', 'env', 'uname', 'sed', 'dirname', 'basename', 'cat', 'ls', 'readlink', 'rm', 'mkdir'];
const LIMIT_MS = 300_000;

function find(command) {
  return execFileSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).trim();
}

/** The folder that is the whole PATH. */
function makePath(work) {
  const folder = path.join(work, 'bin');
  mkdirSync(folder);
  symlinkSync(process.execPath, path.join(folder, 'node'));
  for (const command of commands) symlinkSync(find(command), path.join(folder, command));
  return folder;
}

/** `project(name)` makes an empty project that installs from the registry at `address`. */
export function makeMachine(work, address) {
  const bin = makePath(work);
  return function project(name, files = {}) {
    const home = mkdtempSync(path.join(work, `${name.replace(/\W+/g, '-')}-`));
    const folder = path.join(home, 'app');
    mkdirSync(folder);
    const contents = {
      'package.json': JSON.stringify({ name: 'app', version: '1.0.0', private: true }),
      '.npmrc': `registry=${address}/\naudit=false\nfund=false\nupdate-notifier=false\n`,
      ...files,
    };
    const write = (file, text) => writeFileSync(path.join(folder, file), text);
    for (const [file, text] of Object.entries(contents)) write(file, text);
    const env = { PATH: bin, HOME: home, TMPDIR: home, CI: 'true' };
    /** Runs `node ...args` in the project; { status, stdout, stderr }. */
    const node = (...args) => run(process.execPath, args);
    const run = (command, args) => {
      const result = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8', timeout: LIMIT_MS });
      if (result.error) throw result.error;
      return result;
    };
    return { folder, write, node, run };
  };
}

/** The standard output of a run that must succeed. */
export function must({ status, stdout, stderr }, what) {
  if (status !== 0) throw new Error(`${what} ended with ${status}: ${`${stdout}\n${stderr}`.trim().slice(-1500)}`);
  return stdout.trim();
}
