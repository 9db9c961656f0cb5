/** The addon exports what src/binding declares: no name is missing on either side, and the shared numbers are equal. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { checkBoundary } from '../../src/binding/boundary';
import { native } from '../../src/binding/native';

const file = path.resolve(__dirname, '../../src/binding/native.ts');
const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

/** Names of the members of an interface in native.ts. */
function declared(name: string): string[] {
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name)
      return statement.members.map((member) => member.name!.getText(source)).sort();
  }
  throw new Error(`native.ts declares no interface ${name}`);
}

const exported = (constructor: { prototype: object }): string[] =>
  Object.getOwnPropertyNames(constructor.prototype)
    .filter((name) => name !== 'constructor')
    .sort();

test('the addon itself', () => {
  // `path` is what the package `bindings` adds.
  const names = Object.keys(native).filter((name) => name !== 'path');
  expect(names.sort()).toEqual(declared('NativeBinding'));
});

test('the addon says which patches it was compiled with', () => {
  expect(['all', 'correctness', 'none']).toContain(native.patches);
});

test('methods of a client', () => {
  expect(exported(native.Client)).toEqual(declared('NativeHandle'));
});

test('methods of a mock cluster', () => {
  expect(exported(native.MockCluster as never)).toEqual(declared('NativeMockCluster'));
});

test('operations of call()', () => {
  const { producerCalls, consumerCalls } = native.operations();
  expect([...new Set([...producerCalls, ...consumerCalls])].sort()).toEqual(declared('Calls'));
});

test('operations of request()', () => {
  // Administration is declared where it is used, and a probe has neither arguments nor an answer.
  const taken = new Set(native.operations().requests);
  expect(declared('Requests').filter((name) => !taken.has(name))).toEqual([]);
});

test('an addon of another version is refused in one sentence', () => {
  expect(() => checkBoundary(native.boundary)).not.toThrow();
  const older = { ...native.boundary, 'Status.MORE': 2 };
  expect(() => checkBoundary(older)).toThrow(
    /another version than kafka-napi \(Status\.MORE is 2 in the addon, 3 in kafka-napi\)/,
  );
  expect(() => checkBoundary(undefined)).toThrow(/is undefined in the addon/);
});

test('both sides have the same numbers', () => {
  // Also in the other direction: TypeScript compares every one that the addon has.
  for (const name of Object.keys(native.boundary)) {
    expect(() => checkBoundary({ ...native.boundary, [name]: -7 })).toThrow(`${name} is -7 in the addon`);
  }
});
