// Converts deps/patches/librdkafka to commits and back, to change a patch or to go to another librdkafka
// (docs/maintaining.md).
//
//   node tools/librdkafka-patches.mjs unpack DIR    a git repository in DIR: tag "vendor" is librdkafka as published,
//                                                   then one commit a patch; branch "main" without those of kind
//                                                   speed, branch "speed" with them
//   node tools/librdkafka-patches.mjs export DIR    writes the commits back as patches
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { readPatches } from '../deps/patches/apply.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'deps/patches/librdkafka');
const vendor = path.join(root, 'deps/vendor/librdkafka');

function git(repository, ...args) {
  const identity = ['-c', 'user.name=kafka-napi', '-c', 'user.email=kafka-napi@users.noreply.invalid'];
  return execFileSync('git', [...identity, '-c', 'core.autocrlf=false', ...args], {
    cwd: repository,
    encoding: 'utf8',
  });
}

function unpack(repository) {
  if (existsSync(repository)) throw new Error(`unpack: ${repository} exists. Name a folder that does not.`);
  mkdirSync(repository, { recursive: true });
  cpSync(vendor, repository, { recursive: true });
  rmSync(path.join(repository, '.stamp'), { force: true });
  git(repository, 'init', '-q', '-b', 'main', '.');
  git(repository, 'add', '-A', '-f');
  git(repository, 'commit', '-q', '-m', 'librdkafka as published');
  git(repository, 'tag', 'vendor');
  const patches = readPatches(folder);
  const am = (chosen) => {
    for (const { name } of chosen) git(repository, 'am', '-q', '--3way', path.join(folder, name));
  };
  am(patches.filter(({ kind }) => kind !== 'speed'));
  git(repository, 'checkout', '-q', '-b', 'speed');
  am(patches.filter(({ kind }) => kind === 'speed'));
  git(repository, 'checkout', '-q', 'main');
}

function exportPatches(repository) {
  git(repository, 'rebase', '-q', 'main', 'speed');
  git(repository, 'checkout', '-q', 'main');
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
  const write = (range, first) =>
    git(repository, 'format-patch', '-q', '--zero-commit', '--no-signature', '-N', '--no-renames', '--abbrev=12', '--filename-max-length=72',
      `--start-number=${first}`, '-o', folder, range); // prettier-ignore
  write('vendor..main', 1);
  write('main..speed', 901);
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        /^From: .*(?:\n .*)*$/m,
        'From: kafka-napi <kafka-napi@users.noreply.invalid>',
      ),
    );
  }
  for (const { name, kind } of readPatches(folder)) console.log(`${kind.padEnd(6)} ${name}`);
}

const [command, repository] = process.argv.slice(2);
const commands = { unpack, export: exportPatches };
if (commands[command] === undefined || repository === undefined) {
  console.error('usage: node tools/librdkafka-patches.mjs unpack|export DIR');
  process.exitCode = 1;
} else {
  commands[command](path.resolve(repository));
}
