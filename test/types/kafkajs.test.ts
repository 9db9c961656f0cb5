/** Types of `kafka-napi/kafkajs` beside those of kafkajs: tsc reads kafkajs.types.ts with both. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '../..');
const work = path.join(root, 'build', 'kafkajs-types');

beforeAll(() => mkdirSync(work, { recursive: true }));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  esModuleInterop: true,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  target: ts.ScriptTarget.ES2022,
  types: ['node'],
};

const originalTypes = path.join(root, 'node_modules/kafkajs/types/index.d.ts');
const ourTypes = path.join(root, 'src/kafkajs/index.ts');

test('every name that kafkajs declares is there, and what is a value is one', () => {
  const program = ts.createProgram([originalTypes, ourTypes], options);
  const checker = program.getTypeChecker();
  const namesOf = (file: string): Map<string, boolean> => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
    return new Map(
      checker.getExportsOfModule(module).map((symbol) => {
        const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
        return [symbol.name, (target.flags & ts.SymbolFlags.Value) !== 0];
      }),
    );
  };
  const ours = namesOf(ourTypes);
  const theirs = [...namesOf(originalTypes)];
  expect(theirs.length).toBeGreaterThan(150);
  expect(theirs.filter(([name, isValue]) => ours.get(name) !== isValue)).toEqual([]);
});

test('the program of kafkajs.types.ts compiles with kafkajs itself', () => {
  const source = readFileSync(path.join(__dirname, 'kafkajs.types.ts'), 'utf8');
  const file = path.join(work, 'program.ts');
  writeFileSync(file, source.replace("'kafka-napi/kafkajs'", "'kafkajs'"));
  const program = ts.createProgram([file], options);
  const problems = ts.getPreEmitDiagnostics(program).map(({ messageText, start, file: where }) => {
    const line = where && start !== undefined ? where.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(problems).toEqual([]);
});
