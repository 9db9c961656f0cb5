// Writes ESM entry points that re-export the CommonJS build by name, so that a program has one copy of each class even
// if it both imports and requires the package. The names come from the type declarations: they are complete, and
// nothing has to be loaded, which would need the addon.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { root } from './inputs.mjs';

/** Entry points of the package in `folder`, as its package.json exports them: `index`, `testing/index`. */
export function entriesOf(folder) {
  const { exports: exported } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return Object.values(exported)
    .filter((one) => typeof one === 'object')
    .map((one) => /^\.\/dist\/(.+)\.mjs$/.exec(one.import.default)[1]);
}

/**
 * Entry points with the API of a package that is CommonJS: there `import kafkajs from 'kafkajs'` is all of it, and
 * programs rely on that.
 */
export const withDefault = new Set(['kafkajs/index', 'rdkafka/index']);

/** The names that the source `file` exports as values (types vanish at run time). */
function valueExports(ts, program, file) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbol = source && checker.getSymbolAtLocation(source);
  if (!symbol) throw new Error(`${file} is an entry point of package.json, but missing or without exports`);
  return checker
    .getExportsOfModule(symbol)
    .filter((one) => isValue(ts, checker, one))
    .map((one) => one.name)
    .sort();
}

function isValue(ts, checker, symbol) {
  // `export type { X }` of a class is a type although its target is a value.
  if (
    symbol.declarations?.some(
      (node) => ts.isExportSpecifier(node) && (node.isTypeOnly || node.parent.parent.isTypeOnly),
    )
  )
    return false;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return (target.flags & ts.SymbolFlags.Value) !== 0;
}

/** For the package in `folder`, whose dist/ is built. */
export function writeEsmWrappers(folder) {
  const entries = entriesOf(folder);
  const source = (entry) => path.join(folder, 'src', `${entry}.ts`);
  const ts = createRequire(import.meta.url)('typescript');
  const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, folder);
  const program = ts.createProgram(entries.map(source), {
    ...options,
    incremental: false,
    tsBuildInfoFile: undefined,
  });
  for (const entry of entries) {
    const base = path.basename(entry);
    const lines = valueExports(ts, program, source(entry)).map((name) => `export const ${name} = module.${name};\n`);
    const types = [`export * from './${base}.js';\n`];
    if (folder === root && withDefault.has(entry)) {
      lines.push('export default module;\n');
      types.push(`import * as all from './${base}.js';\n`, 'export default all;\n');
    }
    writeFileSync(path.join(folder, 'dist', `${entry}.mjs`), `import module from './${base}.js';\n${lines.join('')}`);
    writeFileSync(path.join(folder, 'dist', `${entry}.d.mts`), types.join(''));
  }
}
