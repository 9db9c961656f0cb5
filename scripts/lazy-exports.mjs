// Rewrites the entry points that tsc wrote: each name loads its module when a program first reads it, and not before.
// A program that only produces does not load the consumer and the admin client, and `kafka-napi topics list` loads 125
// modules instead of 211. The requires stay literal, so that bundlers see them. Some modules inside are treated alike.
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

/** A list inside of the package that is treated as an entry point is. */
const inner = ['raw/index'];

/** Imports of clients by modules that may never create one: they are loaded where they are first used. */
const lateImports = {
  'kafkajs/kafka': ['./admin/admin', './consumer/consumer', './producer/producer'],
  'confluent/kafka': ['./admin/admin', './consumer/consumer', './producer/producer'],
  'confluent/producer/producer': ['../admin/admin'],
  'confluent/consumer/consumer': ['../admin/admin'],
};

/** The text of a CommonJS module, in which each use of these imports loads them. */
export function lateLoading(text, imports) {
  return imports.reduce((late, from) => {
    const [line, name] = new RegExp(`^const (\\w+) = require\\("${from}"\\);\n`, 'm').exec(late) ?? [];
    if (line === undefined) throw new Error(`lazy-exports: no import of ${from}`);
    return late.replace(line, '').replace(new RegExp(`\\b${name}\\.(\\w+)`, 'g'), `(require("${from}").$1)`);
  }, text);
}

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
  if (folder !== root) return;
  for (const [module, imports] of Object.entries(lateImports)) {
    const file = path.join(folder, 'dist', `${module}.js`);
    const text = readFileSync(file, 'utf8');
    if (imports.some((from) => text.includes(` = require("${from}");`)))
      writeFileSync(file, lateLoading(text, imports));
  }
}
