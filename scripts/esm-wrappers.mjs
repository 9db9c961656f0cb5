// ESM entry points that re-export the CommonJS build by name: one copy of each class, whichever
// way a program imports the package.
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { root } from './inputs.mjs';

const entries = ['index', 'testing/index'];

export function writeEsmWrappers() {
  const require = createRequire(import.meta.url);
  for (const entry of entries) {
    const commonJs = path.join(root, 'dist', `${entry}.js`);
    if (!existsSync(commonJs)) throw new Error(`${commonJs} is missing: src/${entry}.ts is an entry point of package.json`);
    const base = path.basename(entry);
    // Loading the entry point must not need the addon: the names are read on machines that only pack.
    const names = Object.keys(require(commonJs)).filter((name) => name !== 'default' && name !== '__esModule').sort();
    const lines = names.map((name) => `export const ${name} = module.${name};`);
    writeFileSync(
      path.join(root, 'dist', `${entry}.mjs`),
      `import module from './${base}.js';\n${lines.join('\n')}\n`,
    );
    writeFileSync(path.join(root, 'dist', `${entry}.d.mts`), `export * from './${base}.js';\n`);
  }
}
