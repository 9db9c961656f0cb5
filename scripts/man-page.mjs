// Writes the manual page that `kafka-napi man` prints to dist/kafka-napi.1, for the `man` entry of package.json. The
// package is built on machines without the addon, so the compiled program gets an empty module in its place.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { root } from './inputs.mjs';

const require = createRequire(import.meta.url);
const dist = path.join(root, 'dist');

const refuse = (_, name) => {
  throw new Error(`man-page: a command reads ${String(name)} of the package before it is run; the addon may be absent`);
};

export function writeManPage() {
  for (const entry of ['index.js', 'testing/index.js']) {
    const file = path.join(dist, entry);
    require.cache[file] = { id: file, filename: file, loaded: true, exports: new Proxy({}, { get: refuse }) };
  }
  const { packageVersion, wholeProgram } = require(path.join(dist, 'cli/program.js'));
  const { manPage } = require(path.join(dist, 'cli/words/man-page.js'));
  writeFileSync(path.join(dist, 'kafka-napi.1'), manPage(wholeProgram(), packageVersion()));
}
