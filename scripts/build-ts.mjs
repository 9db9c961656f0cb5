// Compiles src/ to CommonJS in dist/ with tsc, then writes the thin ESM entry points beside it.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { writeEsmWrappers } from './esm-wrappers.mjs';
import { root } from './inputs.mjs';

const require = createRequire(import.meta.url);
const buildInfo = path.join(root, 'build', 'tsconfig.tsbuildinfo');
// tsc trusts its build info and would not notice that dist/ was deleted.
if (!existsSync(path.join(root, 'dist'))) rmSync(buildInfo, { force: true });
try {
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', path.join(root, 'tsconfig.json')], {
    cwd: root,
    stdio: 'inherit',
  });
} catch {
  process.exit(1);
}
writeEsmWrappers();
