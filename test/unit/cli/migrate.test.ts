import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { differences } from '../../../src/cli/migrate/differences';
import { entries, shims } from '../../../src/cli/migrate/packages';
import { readProject } from '../../../src/cli/migrate/project';
import { asJson, asText } from '../../../src/cli/migrate/report';
import { scan } from '../../../src/cli/migrate/scan';
import { examine, rewritten, usesOf } from '../../../src/cli/migrate/uses';

const root = path.resolve(__dirname, '../../..');
let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-migrate-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string | Buffer): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

const move = (text: string): string => rewritten(text, usesOf(text, scan(text)));

test.each([
  ["import { Kafka } from 'kafkajs';", "import { Kafka } from 'kafka-napi/kafkajs';"],
  ['import type { Kafka } from "kafkajs"', 'import type { Kafka } from "kafka-napi/kafkajs"'],
  ["import 'node-rdkafka';", "import 'kafka-napi/rdkafka';"],
  ["export * from 'kafkajs';", "export * from 'kafka-napi/kafkajs';"],
  ["import k = require('kafkajs');", "import k = require('kafka-napi/kafkajs');"],
  [
    "const { KafkaJS } = require('@confluentinc/kafka-javascript')",
    "const { KafkaJS } = require('kafka-napi/rdkafka')",
  ],
  ["await import( 'kafkajs' )", "await import( 'kafka-napi/kafkajs' )"],
  ["type K = typeof import('kafkajs')", "type K = typeof import('kafka-napi/kafkajs')"],
  ["require.resolve('kafkajs')", "require.resolve('kafka-napi/kafkajs')"],
  ["jest.mock('kafkajs', () => ({}))", "jest.mock('kafka-napi/kafkajs', () => ({}))"],
  ["vi.importActual<typeof K>('kafkajs')", "vi.importActual<typeof K>('kafka-napi/kafkajs')"],
  ["declare module 'kafkajs' {}", "declare module 'kafka-napi/kafkajs' {}"],
  ["`${require('kafkajs').Kafka}`", "`${require('kafka-napi/kafkajs').Kafka}`"],
  ["a = /['\"]/; b = require('kafkajs')", "a = /['\"]/; b = require('kafka-napi/kafkajs')"],
  ["a = b / c; d = require('kafkajs') / 2", "a = b / c; d = require('kafka-napi/kafkajs') / 2"],
  ["x = /\\/*[/*]/; require('kafkajs')", "x = /\\/*[/*]/; require('kafka-napi/kafkajs')"],
])('%s', (text, result) => {
  expect(move(text)).toBe(result);
});

test.each([
  "// import 'kafkajs'",
  "/* require('kafkajs') */",
  '"from \'kafkajs\'"',
  "`require('kafkajs')`",
  "log('kafkajs')",
  "import x from 'kafkajs-snappy'",
  "import x from './kafkajs'",
  "import x from 'kafkajs/src/index'",
  "a = /require('kafkajs')/",
  '',
])('left as it is: %s', (text) => {
  expect(move(text)).toBe(text);
});

test('the words that differ are found in code and in strings, not in comments, with their lines', () => {
  const text = [
    "import { Kafka } from 'kafkajs';",
    '// socketFactory',
    'new Kafka({ socketFactory, sasl: { mechanism: "aws" }, mySocketFactory: 1 });',
    'consumer.on(consumer.events.REQUEST_TIMEOUT, () => REQUEST);',
  ].join('\n');
  const { differences: found } = examine(text, new Set(['kafkajs']));
  expect(found.map(({ line, word, difference }) => [line, word, difference.effect])).toEqual([
    [3, 'aws', 'throws'],
    [3, 'socketFactory', 'ignored'],
    [4, 'REQUEST_TIMEOUT', 'ignored'],
  ]);
});

test('in files without an import only what nothing else is called by', () => {
  const text = 'export default { socketFactory, leaderId: 1, "partitioner_cb": f };';
  const words = (...packages: string[]) => examine(text, new Set(packages)).differences.map(({ word }) => word);
  expect(words('kafkajs')).toEqual(['socketFactory']);
  expect(words('@confluentinc/kafka-javascript')).toEqual(['partitioner_cb']);
  expect(words()).toEqual([]);
});

test('each difference is a row of the tables', () => {
  for (const { page, row, code, text } of differences) {
    const table = readFileSync(path.join(root, 'docs/moving', `${page}.md`), 'utf8');
    expect(table).toContain(`| ${row}`);
    expect(code ?? text).toBeDefined();
  }
});

test('what stands in for a package has its version and its entry', () => {
  for (const [name, shim] of Object.entries(shims)) {
    const [, own, version] = /^npm:(.+)@(.+)$/.exec(shim)!;
    const place = path.join(root, 'packages/shims', name.startsWith('@') ? 'confluent' : name);
    expect(JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'))).toMatchObject({ name: own, version });
    expect(readFileSync(path.join(place, 'index.js'), 'utf8')).toContain(`require('${entries[name]}')`);
  }
});

function project(): void {
  write('package.json', JSON.stringify({ dependencies: { kafkajs: '2', 'kafkajs-snappy': '1' } }));
  write(
    'src/a.ts',
    "import { Kafka } from 'kafkajs';\nimport { x } from 'kafkajs/src/x';\nsend({ logStartOffset });\n",
  );
  write('src/latin.js', Buffer.from("require('kafkajs'); // \xe4", 'latin1'));
  write('dist/a.js', "require('kafkajs')");
  write('.cache/a.js', "require('kafkajs')");
  write('node_modules/@nestjs/microservices/package.json', JSON.stringify({ peerDependencies: { kafkajs: '*' } }));
  write('node_modules/other/package.json', JSON.stringify({ devDependencies: { kafkajs: '*' } }));
  write('node_modules/broken/package.json', '{');
}

test('a project: imports, package.json, packages that import one themselves', () => {
  project();
  const report = readProject(folder, false);
  expect(report.files.map(({ file }) => file)).toEqual([path.join('src', 'a.ts'), path.join('src', 'latin.js')]);
  expect(report.dependents).toEqual([{ name: '@nestjs/microservices', package: 'kafkajs', how: 'imports' }]);
  const text = asText(report);
  expect(text).toContain('a.ts:1  kafkajs  → kafka-napi/kafkajs');
  expect(text).toContain('a.ts:2  kafkajs/src/x  a path inside of kafkajs: nothing takes its place');
  expect(text).toContain("a.ts:3  logStartOffset: is always '0'");
  expect(text).toContain('kafkajs-snappy is not needed');
  expect(text).toContain('"kafkajs": "npm:kafka-napi-as-kafkajs@2.2.4"');
  expect(text).toContain('Stop all members');
  expect(text).toContain('Nothing was written.');
  expect(readFileSync(path.join(folder, 'src/a.ts'), 'utf8')).toContain("from 'kafkajs';");
});

test('--write changes the imports and nothing else', () => {
  project();
  const before = readFileSync(path.join(folder, 'src/latin.js'));
  const report = readProject(folder, true);
  expect(report.written).toEqual([path.join('src', 'a.ts')]);
  expect(readFileSync(path.join(folder, 'src/a.ts'), 'utf8')).toBe(
    "import { Kafka } from 'kafka-napi/kafkajs';\nimport { x } from 'kafkajs/src/x';\nsend({ logStartOffset });\n",
  );
  expect(readFileSync(path.join(folder, 'src/latin.js')).equals(before)).toBe(true);
  expect(JSON.parse(asJson(report))).toMatchObject({
    imports: [
      { line: 1, package: 'kafkajs', replacement: 'kafka-napi/kafkajs' },
      { line: 2, package: 'kafkajs/src/x', replacement: null },
      { line: 1, package: 'kafkajs', replacement: 'kafka-napi/kafkajs' },
    ],
    differences: [{ line: 3, word: 'logStartOffset', effect: 'differs', page: 'docs/moving/kafkajs.md' }],
    dependents: [{ name: '@nestjs/microservices', package: 'kafkajs', how: 'imports' }],
    stays: [],
  });
  expect(asText(report)).toContain('1 file(s) written.');
});

test('a project that uses none', () => {
  write('a.js', "require('other'); const socketFactory = 1;");
  expect(asText(readProject(folder, true))).toBe(
    'No file imports kafkajs, node-rdkafka or @confluentinc/kafka-javascript.\n',
  );
});

describe('packages that need one by its name', () => {
  const dependsOn = (name: string): void => write('package.json', JSON.stringify({ dependencies: { [name]: '1' } }));
  const install = (name: string, manifest: object, source = ''): void => {
    write(`node_modules/${name}/package.json`, JSON.stringify(manifest));
    write(`node_modules/${name}/lib/index.js`, source);
  };
  const development = { devDependencies: { kafkajs: '2' } };

  test('one that patches the module: its imports stay, and the report says why and what to do', () => {
    dependsOn('kafkajs');
    write('a.ts', "import { Kafka } from 'kafkajs';\nimport { Producer } from 'node-rdkafka';\n");
    install('@opentelemetry/instrumentation-kafkajs', development);
    const report = readProject(folder, true);
    expect(report.dependents).toEqual([
      { name: '@opentelemetry/instrumentation-kafkajs', package: 'kafkajs', how: 'instruments' },
    ]);
    expect(readFileSync(path.join(folder, 'a.ts'), 'utf8')).toBe(
      "import { Kafka } from 'kafkajs';\nimport { Producer } from 'kafka-napi/rdkafka';\n",
    );
    const text = asText(report);
    expect(text).toContain('a.ts:1  kafkajs  stays: a package that traces or measures looks for this name');
    expect(text).toContain('a.ts:2  node-rdkafka  now kafka-napi/rdkafka');
    expect(text).toContain('of kafka-napi/kafkajs it would see nothing, and not say so');
    expect(text).toContain('"kafkajs": "npm:kafka-napi-as-kafkajs@2.2.4"');
    expect(text).toContain('node-linker=hoisted');
    expect(text).not.toContain('npm uninstall');
    expect(JSON.parse(asJson(report))).toMatchObject({
      imports: [{ replacement: null }, { replacement: 'kafka-napi/rdkafka' }],
      stays: ['kafkajs'],
    });
  });

  test('one that package.json names and that is not installed', () => {
    dependsOn('dd-trace');
    write('a.js', "require('kafkajs'); require('@confluentinc/kafka-javascript')");
    const report = readProject(folder, true);
    expect(report).toMatchObject({ stays: ['kafkajs', '@confluentinc/kafka-javascript'], written: [] });
    expect(asText(report)).not.toContain('--write changes the imports');
  });

  test('one that only says so for its own development, by what its files do', () => {
    dependsOn('kafkajs');
    install('@moleculer/channels', development, "let K; try { K = require('kafkajs').Kafka; } catch {}");
    install('my-instrumentation', development, "wrap('kafkajs', (exports) => exports)");
    install('only-tested-with-it', development, "// require('kafkajs')");
    expect(readProject(folder, false).dependents).toEqual([
      { name: '@moleculer/channels', package: 'kafkajs', how: 'imports' },
      { name: 'my-instrumentation', package: 'kafkajs', how: 'instruments' },
    ]);
  });

  test('one inside of another, in the store of pnpm, and in the workspace around', () => {
    const manifest = { peerDependencies: { 'node-rdkafka': '3' } };
    install('outer/node_modules/inner', manifest);
    write('node_modules/outer/package.json', '{}');
    install('.pnpm/stored@1/node_modules/stored', manifest);
    write('package.json', JSON.stringify({ workspaces: ['services/*'] }));
    write('services/a/package.json', JSON.stringify({ dependencies: { 'node-rdkafka': '3' } }));
    const names = readProject(path.join(folder, 'services/a'), false).dependents.map(({ name }) => name);
    expect(names).toEqual(['inner', 'stored']);
  });

  test('a project where nothing is installed is told so', () => {
    dependsOn('kafkajs');
    expect(asText(readProject(folder, false))).toContain('Run npm install and this again');
  });

  test('what is kafka-napi already, under its old name', () => {
    write('package.json', JSON.stringify({ dependencies: { kafkajs: 'npm:kafka-napi-as-kafkajs@2.2.4' } }));
    write('a.js', "require('kafkajs')");
    install('@nestjs/microservices', { peerDependencies: { kafkajs: '*' } });
    const report = readProject(folder, true);
    expect(report).toMatchObject({ stays: ['kafkajs'], aliased: ['kafkajs'], written: [] });
    expect(asText(report)).toContain('stays: package.json has kafka-napi under this name');
    expect(asText(report)).not.toContain('They move without a change');
  });

  test("Moleculer's own transporter is for other packages", () => {
    dependsOn('moleculer');
    write('moleculer.config.ts', "export default { transporter: 'kafka://a:9092' };\n");
    write('b.js', "const options = {\n  transporter: { type: 'Kafka' },\n  name: 'kafka',\n};");
    const report = readProject(folder, false);
    expect(report.transporters).toEqual([
      { file: 'b.js', line: 2, word: 'Kafka' },
      { file: 'moleculer.config.ts', line: 1, word: 'kafka://a:9092' },
    ]);
    expect(asText(report)).toContain('kafka-napi has the API of neither');
  });
});
