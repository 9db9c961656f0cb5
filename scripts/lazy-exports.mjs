// Rewrites the entry points that tsc wrote, and some lists inside: each name loads its module when it is first read, and
// not before. A program that only produces does not load the consumer and the admin client, and `kafka-napi topics list`
// loads 125 modules instead of 211. The requires stay literal, so that bundlers see them.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './inputs.mjs';
import { entriesOf, withDefault } from './esm-wrappers.mjs';

const mark = 'Object.defineProperty(exports, "__esModule", { value: true });';

const preamble =
  mark +
  ' function lazily(name, load) { function set(value) { Object.defineProperty(exports, name, { enumerable: true,' +
  ' configurable: true, writable: true, value: value }); return value; }' +
  ' Object.defineProperty(exports, name, { enumerable: true, configurable: true, set: set,' +
  ' get: function () { return set(load()); } }); }';

/** The text of a CommonJS module, with its re-exports made lazy. */
export function lazyExports(text) {
  const modules = new Map();
  const lazy = text
    .replace(mark, preamble)
    .replace(/^var (\w+) = (require\("[^"]+"\));$/gm, (_, name, load) => {
      modules.set(name, load);
      return '';
    })
    .replace(
      /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/gm,
      (line, name, module, member) => {
        if (!modules.has(module)) throw new Error(`lazy-exports: where does ${module} come from in: ${line}`);
        return `lazily("${name}", () => ${modules.get(module)}.${member});`;
      },
    )
    // `export * as name from`: our own modules need no copy of theirs.
    .replace(/^exports\.(\w+) = __importStar\((require\("\.[^"]+"\))\);$/gm, 'lazily("$1", () => $2);');
  if (modules.size === 0) throw new Error('lazy-exports: tsc writes re-exports in another way than was expected');
  return lazy;
}

/** Lists of clients inside of the package: a program that has one of them does not load the others. */
const inner = ['confluent/admin/index', 'confluent/clients', 'kafkajs/clients', 'raw/index'];

/** For the package in `folder`, whose dist/ is built. An entry point that was rewritten before is left as it is. */
export function makeExportsLazy(folder) {
  for (const entry of folder === root ? [...entriesOf(folder), ...inner] : entriesOf(folder)) {
    const file = path.join(folder, 'dist', `${entry}.js`);
    const text = readFileSync(file, 'utf8');
    if (text.includes('function lazily(') || !/^var \w+ = require\(/m.test(text)) continue;
    const lazy = lazyExports(text);
    // A package that is CommonJS has no such mark, by which compilers look for a `default` in it.
    writeFileSync(file, folder === root && withDefault.has(entry) ? lazy.replace(mark, '') : lazy);
  }
}
