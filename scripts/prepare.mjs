// npm's prepare step in a clone: pinned sources, addon, TypeScript. Each part is skipped if it is up to date, so a
// second "npm install" takes a moment. It never runs in dependent projects.
//
// npm also prepares linked packages, and packages/* link the root. That run does nothing, because the root's own run
// follows and its output is visible.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { root } from './inputs.mjs';

/** npm sets this variable for each package that it installs, but not for the one in which it was called. */
const isLinked = process.env.npm_lifecycle_event === 'prepare' && 'npm_package_dev' in process.env;

for (const [script, ...args] of isLinked ? [] : [['build-native.mjs', '--if-needed'], ['build-ts.mjs']]) {
  try {
    execFileSync(process.execPath, [path.join(root, 'scripts', script), ...args], { cwd: root, stdio: 'inherit' });
  } catch {
    process.exit(1);
  }
}
