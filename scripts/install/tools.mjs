// The package managers and the tools of dependents that the install test uses: tools.json, from npm's registry into the
// cache.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { cacheFolder, intoCache } from '../../deps/cache.mjs';
import { root } from '../inputs.mjs';

const list = path.join(root, 'scripts', 'install', 'tools.json');

/** The folder with their node_modules; installs them first where the cache has none. */
export function toolsFolder() {
  const key = createHash('sha256').update(readFileSync(list)).digest('hex').slice(0, 16);
  const folder = path.join(cacheFolder, 'install-tools', key);
  if (!existsSync(folder)) {
    console.error('install: getting the package managers and bundlers (once)');
    intoCache(folder, (work) => {
      copyFileSync(list, path.join(work, 'package.json'));
      execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
        cwd: work,
        stdio: ['ignore', 'ignore', 2],
      });
    });
  }
  return folder;
}
