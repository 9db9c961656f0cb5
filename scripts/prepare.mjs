// npm's prepare step in a clone: pinned sources, addon, TypeScript. Each part is skipped when it is
// up to date, so that a second "npm install" takes a moment. Dependents never run this.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { root } from './inputs.mjs';

for (const [script, ...args] of [['build-native.mjs', '--if-needed'], ['build-ts.mjs']]) {
  try {
    execFileSync(process.execPath, [path.join(root, 'scripts', script), ...args], { cwd: root, stdio: 'inherit' });
  } catch {
    process.exit(1);
  }
}
