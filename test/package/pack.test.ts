/**
 * The published package as a dependent sees it: packed, installed without scripts, used from CommonJS, ESM and
 * TypeScript.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filesOf, installInto, npm, pack, packBinary } from '../helpers/packed';

const root = path.resolve(__dirname, '../..');
let work: string;
let app: string;
let packed: string[];
let packedConnect: string[];

interface Manifest {
  name: string;
  version: string;
  peerDependencies: object;
}
const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;

/** Runs a file of the dependent's project and returns the JSON that it prints. */
function run<T>(file: string, source: string): T {
  writeFileSync(path.join(app, file), source);
  return JSON.parse(execFileSync(process.execPath, [file], { cwd: app, encoding: 'utf8' })) as T;
}

beforeAll(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-pack-'));
  const tarball = pack(root, work);
  const binary = packBinary(work);
  const connect = pack(path.join(root, 'packages/connect'), work);
  packed = filesOf(tarball);
  packedConnect = filesOf(connect);
  app = path.join(work, 'app');
  installInto(app, tarball, binary, connect);
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

test('carries what a build from source needs, the pinned sources excepted, and nothing that is only ours', () => {
  for (const file of [
    'CMakeLists.txt',
    'deps/fetch.mjs',
    'deps/sources.json',
    'deps/libraries.mjs',
    'deps/crates/Cargo.lock',
    'scripts/build-native.mjs',
    'dist/index.d.ts',
    'dist/index.d.mts',
    'dist/cli/main.js',
    'dist/kafka-napi.1',
    'LICENSE',
  ]) {
    expect(packed).toContain(`package/${file}`);
  }
  expect(
    packed.filter((file) =>
      /^package\/(test|src|build|packages|tools|bench|node_modules|\.ci|deps\/vendor)\//.test(file),
    ),
  ).toEqual([]);
  // npm runs node-gyp for a package that has one, where it installs from a lock file, which does not hold gypfile.
  expect(packed).not.toContain('package/binding.gyp');
  const scripts = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts;
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
});

test('no declaration of it has a marker of what is internal', () => {
  const declarations = packed.filter((file) => /^package\/dist\/.*\.d\.m?ts$/.test(file));
  expect(declarations.length).toBeGreaterThan(100);
  const installed = path.join(app, 'node_modules/kafka-napi');
  expect(
    declarations.filter((file) =>
      readFileSync(path.join(installed, file.slice('package/'.length)), 'utf8').includes('@internal'),
    ),
  ).toEqual([]);
});

test('the package of a wing carries what it is built to, and nothing else', () => {
  for (const file of ['package.json', 'LICENSE', 'README.md', 'dist/index.js', 'dist/index.mjs', 'dist/index.d.mts']) {
    expect(packedConnect).toContain(`package/${file}`);
  }
  expect(packedConnect.filter((file) => !/^package\/(dist\/|package\.json$|LICENSE$|README\.md$)/.test(file))).toEqual(
    [],
  );
  const { name, version } = readManifest(root);
  const wing = readManifest(path.join(root, 'packages/connect'));
  expect(wing.version).toBe(version);
  expect(wing.peerDependencies).toEqual({ [name]: `^${version}` });
});

test('a wing uses the one kafka-napi of its dependent', () => {
  const result = run<{ isOne: boolean; code: string }>(
    'wing.mjs',
    `import { InvalidArgumentError } from 'kafka-napi';
     import { ConnectClient, ConnectError } from 'kafka-napi-connect';
     let wrong;
     try { new ConnectClient({}); } catch (error) { wrong = error; }
     const client = new ConnectClient({ urls: 'http://127.0.0.1:9' });
     const error = await client.listConnectors().catch((one) => one);
     console.log(JSON.stringify({ isOne: wrong instanceof InvalidArgumentError, code: ConnectError.is(error) && error.code }));
     process.exit();`,
  );
  expect(result).toEqual({ isOne: true, code: 'ERR_CONNECT_UNREACHABLE' });
  expect(existsSync(path.join(app, 'node_modules/kafka-napi-connect/node_modules'))).toBe(false);
});

test.each([
  'kafka-napi',
  'kafka-napi/testing',
  'kafka-napi/prometheus',
  'kafka-napi/kafkajs',
  'kafka-napi/rdkafka',
  'kafka-napi/lag',
  'kafka-napi/streams',
  'kafka-napi/streams/testing',
  'kafka-napi-connect',
])('%s: the same names and the same values from require and import', (id) => {
  const result = run<{
    required: string[];
    imported: string[];
    different: string[];
    hasDefault: boolean;
    isDefaultAll: boolean;
  }>(
    'both.mjs',
    `import { createRequire } from 'node:module';
     import * as imported from '${id}';
     const required = createRequire(import.meta.url)('${id}');
     const names = Object.keys(required).sort();
     console.log(JSON.stringify({
       required: names,
       imported: Object.keys(imported).filter((name) => name !== 'default').sort(),
       different: names.filter((name) => required[name] !== imported[name]),
       hasDefault: 'default' in imported,
       isDefaultAll: imported.default === undefined || imported.default === required,
       isMarked: required.__esModule === true,
     }));
     process.exit();`,
  );
  expect(result.required.length).toBeGreaterThan(0);
  expect(result.imported).toEqual(result.required);
  expect(result.different).toEqual([]);
  // Programs rely on the default of what is CommonJS in the packages whose API these entries have.
  expect(result.hasDefault).toBe(/kafkajs|rdkafka/.test(id));
  expect(result.isDefaultAll).toBe(true);
});

test('plain require works and the addon in it is the platform package', () => {
  const loaded = run<{ version: string; files: string[] }>(
    'plain.cjs',
    `const { librdkafkaVersion } = require('kafka-napi');
     const files = process.report.getReport().sharedObjects.filter((file) => file.endsWith('kafka_napi.node'));
     console.log(JSON.stringify({ version: librdkafkaVersion, files }));
     process.exit();`,
  );
  expect(loaded.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(loaded.files).toHaveLength(1);
  expect(loaded.files[0]).toContain(path.join('node_modules', '@kafka-napi'));
});

test('streams are described and tested without the addon', () => {
  const result = run<{ values: string[]; addon: string[] }>(
    'streams.cjs',
    `const { StreamsBuilder } = require('kafka-napi/streams');
     const { TopologyTestDriver } = require('kafka-napi/streams/testing');
     const builder = new StreamsBuilder();
     builder.stream('a', { keySerde: 'string', valueSerde: 'string' }).mapValues((value) => value + '!').to('b', { valueSerde: 'string' });
     const driver = new TopologyTestDriver(builder.build());
     driver.createInputTopic('a', 'string', 'string').pipeInput('k', 'v');
     const values = driver.createOutputTopic('b', 'string', 'string').readValuesToList();
     console.log(JSON.stringify({ values, addon: process.report.getReport().sharedObjects.filter((file) => file.endsWith('.node')) }));`,
  );
  expect(result).toEqual({ values: ['v!'], addon: [] });
});

interface Loaded {
  program: string[];
  afterAll: string[];
}

test('an entry point loads what a program uses of it, when it is used', () => {
  const { program, afterAll: afterReading } = run<Loaded>(
    'lazy.cjs',
    `const kafka = require('kafka-napi');
     const parts = () => [...new Set(Object.keys(require.cache).flatMap((file) =>
       /kafka-napi.dist.(producer|consumer|admin)./.exec(file)?.[1] ?? []))].sort();
     new kafka.Producer({ 'bootstrap.servers': '127.0.0.1:1' }).on('warning', () => {});
     const program = parts();
     const names = Object.keys(kafka).map((name) => kafka[name]);
     console.log(JSON.stringify({ program, afterAll: names.includes(undefined) ? [] : parts() }));
     process.exit();`,
  );
  expect(program).toEqual(['producer']);
  expect(afterReading).toEqual(['admin', 'consumer', 'producer']);
});

test('a command loads neither the clients that it does not use nor what only a token needs', () => {
  const main = path.join(app, 'node_modules/kafka-napi/dist/cli/main.js');
  writeFileSync(
    path.join(app, 'loaded.cjs'),
    `process.on('exit', () => process.stdout.write(JSON.stringify({
       files: Object.keys(require.cache).map((file) => file.split('dist')[1]),
       https: process.moduleLoadList.includes('NativeModule https'),
     })));`,
  );
  const args = ['-r', './loaded.cjs', main, 'topics', 'list', '-q', '-b', '127.0.0.1:1', '--timeout', '1'];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: app, encoding: 'utf8' });
  expect(status).toBe(1);
  const { files, https } = JSON.parse(stdout) as { files: string[]; https: boolean };
  expect(files).toContain('/admin/admin-client.js');
  expect(files.filter((file) => /^.(producer|consumer|client.oauth.oauthbearer)/.test(file ?? ''))).toEqual([]);
  expect(https).toBe(false);
});

test('a global install has the manual page that the program prints', () => {
  const prefix = path.join(work, 'global');
  const names = readdirSync(work).filter((name) => name.endsWith('.tgz') && !name.includes('connect'));
  npm(
    work,
    'install',
    '--global',
    '--prefix',
    prefix,
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    ...names.map((name) => `./${name}`),
  );
  const page = readFileSync(path.join(prefix, 'share/man/man1/kafka-napi.1'), 'utf8');
  const printed = execFileSync(path.join(prefix, 'bin/kafka-napi'), ['man'], { encoding: 'utf8' });
  expect(page).toBe(printed);
  expect(page).toMatch(/^\.TH KAFKA.*\n\.SH NAME\n/);
});

test('types are found from CommonJS and from ESM', () => {
  const source = `import { AdminClient, KafkaError, Producer, Consumer } from 'kafka-napi';
    import { MockCluster } from 'kafka-napi/testing';
    import { PrometheusExporter } from 'kafka-napi/prometheus';
    import { EndHistory, type Behind } from 'kafka-napi/lag';
    export const behind: Behind | null = new EndHistory(4, 0).behind(1, 0);
    import { StreamsBuilder, type KStream } from 'kafka-napi/streams';
    import { TopologyTestDriver } from 'kafka-napi/streams/testing';
    export function topology(): TopologyTestDriver {
      const builder = new StreamsBuilder();
      const stream: KStream<string | null, bigint | null> = builder.stream('a', { keySerde: 'string', valueSerde: 'long' });
      // @ts-expect-error a topic is a string
      stream.to(1);
      return new TopologyTestDriver(builder.build());
    }
    import { ConnectClient, type ConnectorStateInfo, type JsonValue } from 'kafka-napi-connect';
    export async function wing(): Promise<JsonValue> {
      const client = new ConnectClient({ urls: 'http://localhost:8083' });
      const status: ConnectorStateInfo = await client.getConnectorStatus('a');
      // @ts-expect-error a state is one of three
      await client.createConnector({ name: 'a', config: {}, initial_state: 'paused' });
      return status.connector.state;
    }
    export async function main(): Promise<string> {
      const cluster = await MockCluster.start({ brokers: 1, topics: { a: 1 } });
      const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
      const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'group.id': 'g' });
      // @ts-expect-error a topic is a string
      producer.produce({ topic: 1 });
      const text: string = new PrometheusExporter().add(producer).add(consumer).text();
      if (text === '') return text;
      AdminClient.from(producer);
      AdminClient.from(consumer);
      await Promise.all([producer.close(), consumer.close()]);
      const error: unknown = undefined;
      return KafkaError.is(error) ? error.code : 'none';
    }`;
  const files = ['types.mts', 'types.cts'];
  for (const file of files) writeFileSync(path.join(app, file), source);
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/typescript/bin/tsc'),
      ...['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,esnext.disposable'],
      ...['--types', 'node', '--typeRoots', path.join(root, 'node_modules/@types')],
      ...files,
    ],
    { cwd: app, encoding: 'utf8' },
  );
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('the command is installed and answers', () => {
  const command = path.join(app, 'node_modules/.bin/kafka-napi');
  expect(execFileSync(command, ['--help'], { encoding: 'utf8' })).toContain('kafka-napi');
});

test('without a binary one error says what was tried and what helps', () => {
  const binaries = path.join(app, 'node_modules/@kafka-napi');
  renameSync(binaries, `${binaries}-away`);
  try {
    const error = run<{ code: string; message: string }>(
      'without.cjs',
      `try { require('kafka-napi'); } catch ({ code, message }) { console.log(JSON.stringify({ code, message })); }`,
    );
    expect(error.code).toBe('ERR_ADDON_NOT_LOADED');
    expect(error.message.split('\n')[0]).toMatch(
      /^load: @kafka-napi\/\S+ is not installed\. Run: npm install @kafka-napi\/\S+@\d/,
    );
    expect(error.message).toMatch(/Tried:\n {2}@kafka-napi\/\S+: Cannot find module/);
    expect(error.message).toContain(path.join('build', 'Release', 'kafka_napi.node'));
    expect(error.message).toContain('npm install @kafka-napi/');
    expect(error.message).toContain('npm run build:native');
  } finally {
    renameSync(`${binaries}-away`, binaries);
  }
  expect(existsSync(binaries)).toBe(true);
});

test('a damaged binary is named in the first line, with what helps', () => {
  const folder = path.join(app, 'node_modules/@kafka-napi');
  const name = readdirSync(folder)[0]!;
  const file = path.join(folder, name, 'kafka_napi.node');
  renameSync(file, `${file}-away`);
  writeFileSync(file, 'half a file');
  try {
    const error = run<{ code: string; message: string }>(
      'damaged.cjs',
      `try { require('kafka-napi'); } catch ({ code, message }) { console.log(JSON.stringify({ code, message })); }`,
    );
    expect(error.code).toBe('ERR_ADDON_NOT_LOADED');
    expect(error.message.split('\n')[0]).toBe(
      `load: @kafka-napi/${name} is damaged, or not made for this system. ` +
        `Delete node_modules/@kafka-napi/${name} and run: npm install`,
    );
  } finally {
    renameSync(`${file}-away`, file);
  }
});
