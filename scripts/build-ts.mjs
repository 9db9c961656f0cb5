// Compiles src/ of every package to CommonJS in its dist/ with tsc, without its comments, makes the exports of its
// entry points lazy, and writes the thin ESM entry points beside them; at the end the manual page. A package whose
// package.json has a script `build` is bundled by that: of tsc it has the declarations only.
// The root comes first: the others are compiled against its declarations.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { writeEsmWrappers } from './esm-wrappers.mjs';
import { root } from './inputs.mjs';
import { makeExportsLazy } from './lazy-exports.mjs';
import { writeManPage } from './man-page.mjs';
import { packageFolders } from './packages.mjs';
import { stripComments } from './strip-comments.mjs';

const require = createRequire(import.meta.url);

function buildInfoOf(folder) {
  const name = folder === root ? 'tsconfig' : `tsconfig.${path.basename(folder)}`;
  return path.join(root, 'build', `${name}.tsbuildinfo`);
}

const manifestOf = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** Dependencies in its package.json that are not installed, for example after a pull. */
function missingFor(folder) {
  const { dependencies = {}, devDependencies = {} } = manifestOf(folder);
  const places = [folder, root].map((one) => path.join(one, 'node_modules'));
  const isThere = (name) => places.some((place) => existsSync(path.join(place, name)));
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !isThere(name));
}

/** Removes what was compiled from sources that are gone or renamed; tsc leaves it there. */
function removeStale(folder) {
  const dist = path.join(folder, 'dist');
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const [, stem, ending] = /^(.+?)\.(json|(?:d\.ts|d\.mts|js|mjs)(?:\.map)?)$/.exec(path.relative(dist, file)) ?? [];
    const source = path.join(folder, 'src', ending === 'json' ? `${stem}.json` : `${stem}.ts`);
    if (stem === undefined || !existsSync(source)) rmSync(file);
  }
}

for (const folder of [root, ...packageFolders()]) {
  // Some file systems round times down.
  const startedAt = Date.now() - 2000;
  const missing = folder === root ? [] : missingFor(folder);
  if (missing.length > 0) {
    console.error(`build: ${missing.join(', ')} of ${path.relative(root, folder)} is not installed. Run: npm install`);
    process.exit(1);
  }
  // tsc trusts its build info and would not notice that dist/ was deleted.
  if (!existsSync(path.join(folder, 'dist'))) rmSync(buildInfoOf(folder), { force: true });
  try {
    execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', path.join(folder, 'tsconfig.json')], {
      cwd: root,
      stdio: 'inherit',
    });
  } catch {
    process.exit(1);
  }
  removeStale(folder);
  const bundler = folder === root ? undefined : manifestOf(folder).scripts?.build;
  if (bundler !== undefined) {
    if (spawnSync(bundler, { cwd: folder, stdio: 'inherit', shell: true }).status !== 0) process.exit(1);
    continue;
  }
  stripComments(folder, startedAt);
  makeExportsLazy(folder);
  writeEsmWrappers(folder);
}
writeManPage();
