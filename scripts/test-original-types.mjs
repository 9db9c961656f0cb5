// The types of node-rdkafka and of Confluent's client beside those of kafka-napi/rdkafka: npm run test:original-types
//
// Fetches both packages from npm, without installing them, into a temporary folder. What is checked: the programs of
// test/types/rdkafka compile with the originals too, and the lists of names there have every name that they export.
// Needs the network; CI does not run it. KAFKA_ORIGINALS names a folder that has both packages unpacked already, each
// under its name.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';

import { root } from './inputs.mjs';

const versions = { 'node-rdkafka': '3.6.1', '@confluentinc/kafka-javascript': '1.10.1' };
const programs = {
  'node-rdkafka': ['consumer', 'producer', 'node-rdkafka'],
  '@confluentinc/kafka-javascript': ['consumer', 'producer', 'confluent-root', 'confluent-kafkajs'],
};
/** Classes of their types that no program gets: they are types in our lists. */
const noValues = new Set(['Client']);

const folder = path.join(root, 'test/types/rdkafka');
const work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-types-'));
const modules = path.join(work, 'node_modules');

function unpack(name) {
  const into = path.join(modules, name);
  mkdirSync(into, { recursive: true });
  const ready = process.env.KAFKA_ORIGINALS && path.join(process.env.KAFKA_ORIGINALS, name);
  if (ready && existsSync(ready)) {
    execFileSync('cp', ['-rL', `${ready}/.`, into]);
    return;
  }
  const args = ['pack', '--silent', '--pack-destination', work, `${name}@${versions[name]}`];
  const archive = execFileSync('npm', args, { cwd: work, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', path.join(work, archive), '-C', into, '--strip-components=1']);
}

const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  esModuleInterop: true,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  target: ts.ScriptTarget.ES2022,
  types: ['node'],
  typeRoots: [path.join(root, 'node_modules/@types')],
};

function compile(name) {
  const files = programs[name].map((program) => {
    const file = path.join(work, `${program}.ts`);
    const source = readFileSync(path.join(folder, `${program}.types.ts`), 'utf8');
    writeFileSync(file, source.replaceAll("'kafka-napi/rdkafka'", `'${name}'`));
    return file;
  });
  return ts.getPreEmitDiagnostics(ts.createProgram(files, options)).map(({ messageText, start, file }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${name}, ${path.basename(file?.fileName ?? '')}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

/** The names that our lists lack, or have too many. */
function compareNames() {
  const text = ts.transpileModule(readFileSync(path.join(folder, 'names.ts'), 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS },
  }).outputText;
  const exported = {};
  new Function('exports', text)(exported);
  return Object.entries(exported.names).flatMap(([of, { values, types }]) => {
    const [name, namespace] = of.split('#');
    const entry = path.join(work, 'entry.ts');
    writeFileSync(entry, `export * from '${name}';`);
    const program = ts.createProgram([entry], options);
    const checker = program.getTypeChecker();
    const target = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
    let symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)));
    if (namespace !== undefined)
      symbols = checker.getExportsOfModule(target(symbols.find((symbol) => symbol.name === namespace)));
    // A type that has the name of the namespace it is in: a mistake of theirs.
    const theirs = symbols.filter((symbol) => symbol.name !== namespace);
    const isValue = (symbol) => !noValues.has(symbol.name) && (target(symbol).flags & ts.SymbolFlags.Value) !== 0;
    const difference = (what, list, ours) => {
      const words = new Set(exported.wordsOf(ours));
      const all = list.map((symbol) => symbol.name);
      const missing = all.filter((one) => !words.has(one));
      const tooMany = [...words].filter((one) => !all.includes(one));
      return missing.length + tooMany.length === 0
        ? []
        : [
            `${of}: ${what}: names.ts lacks ${missing.join(', ') || 'none'}, and has ${tooMany.join(', ') || 'none'} besides`,
          ];
    };
    return [
      ...difference('values', theirs.filter(isValue), values),
      ...difference(
        'types',
        theirs.filter((symbol) => !isValue(symbol)),
        types,
      ),
    ];
  });
}

try {
  for (const name of Object.keys(versions)) unpack(name);
  const problems = [...Object.keys(programs).flatMap(compile), ...compareNames()];
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'ok: programs and names agree' : `${problems.length} problem(s)`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
