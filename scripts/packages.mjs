// The packages of the workspace besides the root: each folder of packages/ is a wing with dependencies. Scripts that
// build and check the root do the same for each of them.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { root } from './inputs.mjs';

/** The folders of packages/, absolute. */
export function packageFolders(folderRoot = root) {
  const packages = path.join(folderRoot, 'packages');
  if (!existsSync(packages)) return [];
  return readdirSync(packages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(packages, entry.name, 'package.json')))
    .map((entry) => path.join(packages, entry.name))
    .sort();
}
