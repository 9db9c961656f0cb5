/** The rules of `npm run lint` that protect the architecture detect violations. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** Does `npm run lint`'s ESLint configuration refuse `source` as the file `file`, by which rules? */
function lint(file: string, source: string): string[] {
  const script = `
    import { ESLint } from 'eslint';
    const eslint = new ESLint({ cwd: ${JSON.stringify(root)} });
    const [result] = await eslint.lintText(${JSON.stringify(source)}, { filePath: ${JSON.stringify(file)} });
    console.log(JSON.stringify(result.messages.filter((one) => one.severity === 2).map((one) => one.ruleId)));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
  return JSON.parse(output) as string[];
}

test.each([
  ['src/errors/x.ts', '../config/resolve'],
  ['src/user-code/x.ts', '../client/native-client'],
  ['src/config/x.ts', '../binding/native'],
  ['src/binding/x.ts', '../client/native-client'],
  ['src/client/x.ts', '../producer/producer'],
  ['src/producer/x.ts', '../consumer/consumer'],
  ['src/cli/x.ts', '../client/native-client'],
  ['src/prometheus/x.ts', '../producer/producer'],
  ['src/kafkajs/x.ts', '../consumer/consumer'],
  ['src/rdkafka/x.ts', '../client/native-client'],
  ['src/confluent/x.ts', '../raw/index'],
  ['src/lag/x.ts', '../consumer/consumer'],
  ['src/streams/x.ts', '../producer/producer'],
  ['src/streams/x.ts', '../serde/resolve'],
  ['src/consumer/x.ts', '../streams/index'],
])('%s may not import %s', (file, imported) => {
  expect(lint(file, `export * from '${imported}';\n`)).toContain('import-x/no-restricted-paths');
});

test.each([
  ['src/client/x.ts', '../binding/native'],
  ['src/producer/x.ts', '../client/native-client'],
  ['src/cli/x.ts', '../index'],
  ['src/prometheus/x.ts', '../index'],
  ['src/kafkajs/x.ts', '../index'],
  ['src/rdkafka/x.ts', '../index'],
  ['src/confluent/x.ts', '../rdkafka/base/codes'],
  ['src/lag/x.ts', '../index'],
  ['src/cli/x.ts', '../lag/index'],
  ['src/streams/x.ts', '../index'],
  ['src/streams/x.ts', '../errors/kafka-error'],
])('%s may import %s', (file, imported) => {
  expect(lint(file, `export * from '${imported}';\n`)).toEqual([]);
});

/** The rules that refuse each import of a package, in one run of ESLint. */
function lintImports(file: string, imported: readonly string[]): string[][] {
  const sources = imported.map((one) => `export * from '${one}';\n`);
  const script = `
    import { ESLint } from 'eslint';
    const eslint = new ESLint({ cwd: ${JSON.stringify(root)} });
    const all = [];
    for (const source of ${JSON.stringify(sources)}) {
      const [result] = await eslint.lintText(source, { filePath: ${JSON.stringify(file)} });
      all.push(result.messages.filter((one) => one.severity === 2).map((one) => one.ruleId));
    }
    console.log(JSON.stringify(all));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
  return JSON.parse(output) as string[][];
}

describe.each([
  ['packages/connect/src/x.ts', '../../..'],
  ['packages/connect/src/client/x.ts', '../../../..'],
])('%s of a package', (file, up) => {
  const isOutside = [`${up}/src/index`, `${up}/src/consumer/consumer`, `${up}/test/helpers/random`];
  const notPublic = ['kafka-napi/dist/consumer/consumer', 'kafka-napi/src/index'];
  // A dependency of the root, one of no package, and the package's own name.
  const notItsOwn = ['bindings', 'commander', 'fs', 'kafka-napi-connect', 'kafka-napi-ui'];

  test('may import the public entry points, its own files and its dependencies', () => {
    const allowed = ['kafka-napi', 'kafka-napi/testing', 'kafka-napi/prometheus', 'lossless-json', 'node:fs', './y'];
    expect(lintImports(file, allowed)).toEqual(allowed.map(() => []));
  });

  test('may import nothing else', () => {
    const refused = [...isOutside, ...notPublic, ...notItsOwn];
    expect(lintImports(file, refused)).toEqual(
      refused.map((one) => [isOutside.includes(one) ? 'import-x/no-relative-packages' : 'no-restricted-imports']),
    );
  });
});

test('bytes are not recognised with instanceof', () => {
  const source = `export const isBytes = (value: unknown): boolean => value instanceof Uint8Array;\n`;
  expect(lint('src/client/x.ts', source)).toEqual(['no-restricted-syntax']);
});

test.each([
  ['src/client/x.ts', 'export const f = (emitter: { emit(name: string): void }) => emitter.emit(`close`);'],
  ['src/consumer/x.ts', 'export const f = (listener: () => void, self: object) => listener.call(self);'],
  ['src/producer/x.ts', 'export const f = (callback?: (error: null) => void) => callback?.(null);'],
  ['src/producer/x.ts', 'export const f = (interceptor: { onSend(): void }) => interceptor.onSend();'],
  ['src/producer/x.ts', 'export const f = (serde: { serialize(data: unknown): void }) => serde.serialize(1);'],
  ['src/client/x.ts', 'export const f = (reporter: { metrics(all: object): void }) => reporter.metrics({});'],
  ['src/client/x.ts', 'export const f = (source: { provider(): string }) => source.provider();'],
  ['src/consumer/x.ts', 'export const f = (parts: { ends: { until(): boolean } }) => parts.ends.until();'],
  ['src/consumer/x.ts', 'export class F { #handler = () => 1; f = () => this.#handler(); }'],
  ['src/producer/x.ts', 'export class F { #partition = () => 1; f = () => this.#partition(); }'],
  ['src/config/x.ts', 'export const f = (option: unknown) => new (option as new () => unknown)();'],
])('%s may not call a function of the user: %s', (file, source) => {
  expect(new Set(lint(file, `${source}\n`))).toEqual(new Set(['no-restricted-syntax']));
});

test('the door may call functions of the user', () => {
  expect(lint('src/user-code/x.ts', 'export const f = (listener: () => void) => listener();\n')).toEqual([]);
});

describe('the web UI', () => {
  const [server, web, shared] = ['server/x.ts', 'web/x.tsx', 'shared/x.ts'].map((name) => `packages/ui/src/${name}`);

  /** The rules that refuse each source as the file. */
  function refusals(cases: readonly (readonly [file: string, source: string])[]): string[][] {
    const script = `
      import { ESLint } from 'eslint';
      const eslint = new ESLint({ cwd: ${JSON.stringify(root)} });
      const all = [];
      for (const [filePath, source] of ${JSON.stringify(cases)}) {
        const [result] = await eslint.lintText(source, { filePath });
        all.push(result.messages.filter((one) => one.severity === 2).map((one) => one.ruleId));
      }
      console.log(JSON.stringify(all));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });
    return JSON.parse(output) as string[][];
  }

  test('imports in one direction, and of the library types only', () => {
    expect(
      refusals([
        [web!, "export * from '../server/index';\n"],
        [server!, "export * from '../web/texts';\n"],
        [shared!, "export * from '../server/index';\n"],
        [shared!, "export * from '../web/texts';\n"],
        [server!, "export { Consumer } from 'kafka-napi';\n"],
        [server!, "export * from 'commander';\n"],
      ]),
    ).toEqual([
      ...Array<string[]>(4).fill(['import-x/no-restricted-paths']),
      ['@typescript-eslint/no-restricted-imports'],
      ['no-restricted-imports'],
    ]);
    expect(
      refusals([
        [web!, "export * from '../shared/api';\n"],
        [server!, "export * from '../shared/api';\n"],
        [server!, "export type { Consumer } from 'kafka-napi';\n"],
        [server!, "export { getCookie } from 'hono/cookie';\n"],
      ]),
    ).toEqual([[], [], [], []]);
  });

  test('no text is run, no text of Kafka becomes HTML, no foreign pattern runs natively', () => {
    const cases: [string, string][] = [
      [server!, 'export const f = (text: string): unknown => eval(text);\n'],
      [server!, 'export const f = (text: string): unknown => new Function(text);\n'],
      [server!, "export { runInNewContext } from 'node:vm';\n"],
      [server!, "import vm from 'node:vm';\nexport const f = vm;\n"],
      [server!, 'export const f = (text: string): RegExp => new RegExp(text);\n'],
      [shared!, 'export const f = (text: string): RegExp => RegExp(text);\n'],
      [web!, 'export const f = (node: HTMLElement, text: string): string => (node.innerHTML = text);\n'],
      [web!, 'export const F = () => <p dangerouslySetInnerHTML={{ __html: String() }} />;\n'],
    ];
    expect(refusals(cases)).toEqual(cases.map(() => ['no-restricted-syntax']));
  });
});

describe('includes and references of native', () => {
  let work: string;
  beforeEach(() => {
    work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-rules-'));
    for (const folder of ['native/core', 'native/node']) mkdirSync(path.join(work, folder), { recursive: true });
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  function check(file: string, line: string): boolean {
    writeFileSync(path.join(work, file), `#include <string>\n${line}\n`);
    const script = `import { checkNativeIncludes } from './scripts/check-native.mjs';
      console.log(checkNativeIncludes(${JSON.stringify(work)}));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.trim() === 'true';
  }

  test.each([
    ['native/core/x.cc', '#include <napi.h>', false],
    ['native/core/x.h', '#include "../node/addon.h"', false],
    ['native/core/x.cc', '# include "node/addon.h"', false],
    ['native/node/x.cc', '#include <rdkafka.h>', false],
    ['native/node/x.cc', '#include <librdkafka/rdkafka_mock.h>', false],
    ['native/core/x.cc', '#include <rdkafka.h>', true],
    ['native/node/x.cc', '#include "core/client.h"', true],
    ['native/node/x.cc', 'Napi::FunctionReference callback_;', false],
    ['native/node/x.cc', 'callback_ = Napi::Persistent(function);', false],
    ['native/node/x.cc', 'Held<Napi::Function> callback_;', true],
  ])('%s with %s: allowed is %s', (file, line, allowed) => {
    expect(check(file, line)).toBe(allowed);
  });
});

describe('the shape of src', () => {
  let work: string;
  beforeEach(() => {
    work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-shape-'));
    mkdirSync(path.join(work, 'src/part'), { recursive: true });
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  function problems(files: Readonly<Record<string, string>>): string {
    for (const [name, source] of Object.entries(files)) writeFileSync(path.join(work, 'src/part', name), source);
    const script = `import { checkStructure } from './scripts/check-structure.mjs';
      checkStructure(${JSON.stringify(work)});`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' }).stderr;
  }
  const chain = (length: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length }, (_, i) => [`f${i}.ts`, i + 1 < length ? `import type { X } from './f${i + 1}';\n` : '']),
    );

  test('a folder with more than twelve files is refused', () => {
    expect(problems(Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`f${i}.ts`, ''])))).toContain(
      'has 13 files at its top. At most 12',
    );
  });

  test('a long chain of imports is refused, with its files', () => {
    expect(problems(chain(12))).toContain('src/part: a chain of 12 imports. At most 11: f0.ts → f1.ts');
  });

  test('a cycle is refused, also one of types', () => {
    expect(
      problems({ 'a.ts': "import type { B } from './b';\n", 'b.ts': "import type { A } from './a';\n" }),
    ).toContain('import cycle');
  });

  test.each(["await import('./a');", "require('./a');", "import './a';"])('a cycle through %s is refused', (lazy) => {
    expect(problems({ 'a.ts': "import { b } from './b';\n", 'b.ts': `${lazy}\n` })).toContain('import cycle');
  });

  test('a package is looked at, too', () => {
    const folder = path.join(work, 'packages/wing');
    mkdirSync(path.join(folder, 'src'), { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{}');
    for (const [name, source] of Object.entries(chain(12))) writeFileSync(path.join(folder, 'src', name), source);
    expect(problems({})).toContain('packages/wing/src: a chain of 12 imports. At most 11: f0.ts → f1.ts');
  });

  test('a small folder passes', () => {
    expect(problems(chain(3))).toBe('');
  });
});
