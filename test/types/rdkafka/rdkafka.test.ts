/**
 * Types of `kafka-napi/rdkafka`: the names. The programs beside this file show what can be written with them;
 * test/types/types.test.ts compiles these here, and `npm run test:original-types` with the originals.
 */
import path from 'node:path';
import ts from 'typescript';

import { names, wordsOf } from './names';

const file = path.resolve(__dirname, '../../../src/rdkafka/index.ts');
const program = ts.createProgram([file], {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  target: ts.ScriptTarget.ES2022,
  types: ['node'],
});
const checker = program.getTypeChecker();

const target = (symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** What the entry exports, or a namespace in it. */
function exportsOf(namespace: string | undefined): Map<string, ts.Symbol> {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  const all = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
  if (namespace === undefined) return all;
  return new Map(checker.getExportsOfModule(target(all.get(namespace)!)).map((symbol) => [symbol.name, symbol]));
}

const isType = (symbol: ts.Symbol): boolean => (target(symbol).flags & ts.SymbolFlags.Type) !== 0;
const isValue = (symbol: ts.Symbol): boolean => (target(symbol).flags & ts.SymbolFlags.Value) !== 0;

test.each(Object.entries(names))('%s: every name that is declared there is here', (of, { values, types }) => {
  const ours = exportsOf(of.split('#')[1]);
  const has = (name: string, is: (symbol: ts.Symbol) => boolean): boolean => {
    const symbol = ours.get(name);
    return symbol !== undefined && is(symbol);
  };
  expect(wordsOf(`${values} ${types}`).length).toBeGreaterThan(45);
  expect(wordsOf(values).filter((name) => !has(name, isValue))).toEqual([]);
  expect(wordsOf(types).filter((name) => !has(name, isType))).toEqual([]);
});

test('classes and enumerations are types as well', () => {
  const enumerations = ['AclOperationTypes', 'ConsumerGroupStates', 'ConsumerGroupTypes', 'IsolationLevel'];
  const classes = ['AdminClient', 'HighLevelProducer', 'KafkaConsumer', 'OffsetSpec', 'Producer'];
  const root = exportsOf(undefined);
  expect([...enumerations, ...classes].filter((name) => !isType(root.get(name)!))).toEqual([]);
  const dialect = exportsOf('KafkaJS');
  const more = ['CompressionTypes', 'Kafka', 'KafkaJSError', 'PartitionAssigners', 'PartitionAssignors', 'logLevel'];
  expect([...enumerations, ...more].filter((name) => !isType(dialect.get(name)!))).toEqual([]);
});
