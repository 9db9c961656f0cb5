// ESM entry points that re-export the CommonJS build by name: one copy of each class, whichever
// way a program imports the package. The names come from the declarations, so that nothing needs
// to be loaded (which would need the addon) and no name is missed that a static scan cannot see.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { root } from './inputs.mjs';

const entries = ['index', 'testing/index'];

/** The names that `src/<entry>.ts` exports as values (types vanish at run time). */
function valueExports(ts, program, entry) {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path.join(root, 'src', `${entry}.ts`));
  const symbol = file && checker.getSymbolAtLocation(file);
  if (!symbol) throw new Error(`src/${entry}.ts is an entry point of package.json, but missing or without exports`);
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

export function writeEsmWrappers() {
  const ts = createRequire(import.meta.url)('typescript');
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const program = ts.createProgram(
    entries.map((entry) => path.join(root, 'src', `${entry}.ts`)),
    { ...options, incremental: false, tsBuildInfoFile: undefined },
  );
  for (const entry of entries) {
    const base = path.basename(entry);
    const lines = valueExports(ts, program, entry).map((name) => `export const ${name} = module.${name};\n`);
    writeFileSync(path.join(root, 'dist', `${entry}.mjs`), `import module from './${base}.js';\n${lines.join('')}`);
    writeFileSync(path.join(root, 'dist', `${entry}.d.mts`), `export * from './${base}.js';\n`);
  }
}
