// What goes wrong on the machines of dependents: each case must end in one sentence, the first line, and what it says
// must help.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { localTarget } from '../platforms/targets.mjs';
import { expected, source } from './first-message.mjs';
import { must } from './machine.mjs';

function expectLine(project, line) {
  project.write(
    'fails.cjs',
    `try { require('kafka-napi'); console.log('it loads'); } catch (error) { console.log(error.code + ' ' + error.message); }`,
  );
  const [first] = must(project.node('fails.cjs'), 'the program').split('\n');
  const wanted = `ERR_ADDON_NOT_LOADED load: ${line}`;
  if (first !== wanted) throw new Error(`the first line is "${first}", expected "${wanted}"`);
}

/** Does as the sentence says, and runs the program. */
function follow(project, npm, args) {
  must(project.node(npm, ...args), `npm ${args.join(' ')}`);
  project.write('a.cjs', source.commonjs);
  return must(project.node('a.cjs'), 'the program');
}

/** [name, run(project)]; each returns what the program prints after the advice was followed. */
export function failures(npm, version) {
  const name = `@kafka-napi/${localTarget()}`;
  const notInstalled = `${name} is not installed. Run: npm install ${name}@${version}`;
  const install = ['install', `${name}@${version}`];
  const other = process.platform === 'darwin' ? ['--os=linux', '--cpu=x64'] : ['--os=darwin', '--cpu=arm64'];
  return [
    [
      '--omit=optional',
      (project) => {
        must(project.node(npm, 'install', '--omit=optional', 'kafka-napi'), 'npm');
        expectLine(project, notInstalled);
        return follow(project, npm, install);
      },
    ],
    [
      'node_modules of another platform',
      (project) => {
        must(project.node(npm, 'install', ...other, 'kafka-napi'), 'npm');
        expectLine(project, notInstalled);
        return follow(project, npm, install);
      },
    ],
    [
      'a lock file that knows another platform only',
      (project) => {
        must(project.node(npm, 'install', ...other, 'kafka-napi'), 'npm');
        rmSync(path.join(project.folder, 'node_modules'), { recursive: true });
        // What npm writes when it makes a lock file out of the node_modules of one platform.
        const file = path.join(project.folder, 'package-lock.json');
        const lock = JSON.parse(readFileSync(file, 'utf8'));
        delete lock.packages[`node_modules/${name}`];
        writeFileSync(file, JSON.stringify(lock));
        must(project.node(npm, 'install', '--no-package-lock=false'), 'npm');
        if (existsSync(path.join(project.folder, 'node_modules', name))) return expected;
        expectLine(project, notInstalled);
        return follow(project, npm, install);
      },
    ],
    [
      'a binary that was cut off',
      (project) => {
        must(project.node(npm, 'install', 'kafka-napi'), 'npm');
        const folder = path.join(project.folder, 'node_modules', name);
        const binary = path.join(folder, 'kafka_napi.node');
        writeFileSync(binary, readFileSync(binary).subarray(0, 100_000));
        expectLine(
          project,
          `${name} is damaged, or not made for this system. Delete node_modules/${name} and run: npm install`,
        );
        rmSync(folder, { recursive: true });
        return follow(project, npm, ['install']);
      },
    ],
  ];
}
