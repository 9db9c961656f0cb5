/** The rules of `npm run lint` that hold the architecture up do catch what they are for. */
import { execFileSync } from 'node:child_process';
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
  ['src/errors/x.ts', '../config/parse'],
  ['src/config/x.ts', '../binding/native'],
  ['src/binding/x.ts', '../client/client'],
  ['src/client/x.ts', '../producer/producer'],
  ['src/producer/x.ts', '../consumer/consumer'],
  ['src/cli/x.ts', '../client/client'],
])('%s may not import %s', (file, imported) => {
  expect(lint(file, `export * from '${imported}';\n`)).toContain('import-x/no-restricted-paths');
});

test.each([
  ['src/client/x.ts', '../binding/native'],
  ['src/producer/x.ts', '../client/client'],
  ['src/cli/x.ts', '../index'],
])('%s may import %s', (file, imported) => {
  expect(lint(file, `export * from '${imported}';\n`)).toEqual([]);
});

test('bytes are not recognised with instanceof', () => {
  const source = `export const isBytes = (value: unknown): boolean => value instanceof Uint8Array;\n`;
  expect(lint('src/client/x.ts', source)).toEqual(['no-restricted-syntax']);
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
