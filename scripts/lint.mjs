// Runs every check of the sources: formatting, ESLint (including the direction of imports), types of src and test,
// includes of native/, the shape of the folders, the length of prose lines, and clang-format if it is installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { checkNativeIncludes } from './check-native.mjs';
import { checkProse } from './check-prose.mjs';
import { checkStructure } from './check-structure.mjs';
import { clangFormat } from './format-native.mjs';
import { root } from './inputs.mjs';
import { packageFolders } from './packages.mjs';

const require = createRequire(import.meta.url);
const node =
  (module, ...args) =>
  () =>
    spawnSync(process.execPath, [require.resolve(module), ...args], { cwd: root, stdio: 'inherit' }).status === 0;

/** What runs in a browser has other globals, and its own settings of the compiler. */
const ofBrowsers = packageFolders()
  .flatMap((folder) => ['tsconfig.web.json', 'tsconfig.web-test.json'].map((name) => path.join(folder, name)))
  .filter(existsSync)
  .map((file) => [`tsc (${path.relative(root, file)})`, node('typescript/bin/tsc', '-p', file)]);

const checks = {
  'prettier --check': node('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  eslint: node('../node_modules/eslint/bin/eslint.js', '.'),
  'tsc (src, test)': node('typescript/bin/tsc', '-p', 'tsconfig.test.json'),
  ...Object.fromEntries(ofBrowsers),
  'native includes': checkNativeIncludes,
  structure: checkStructure,
  'prose lines': checkProse,
  'clang-format': () => clangFormat(['--dry-run', '--Werror']),
};

const failed = Object.entries(checks).filter(([name, check]) => {
  const good = check();
  console.log(`${good ? 'ok    ' : 'FAILED'} ${name}`);
  return !good;
});
process.exitCode = failed.length === 0 ? 0 : 1;
