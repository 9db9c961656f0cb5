/** The published package as a dependent sees it: packed, installed without scripts, used from CommonJS, ESM and TypeScript. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
let work: string;
let app: string;
let packed: string[];

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function pack(folder: string): string {
  const before = new Set(readdirSync(work));
  npm(folder, 'pack', '--ignore-scripts', '--silent', '--pack-destination', work);
  return path.join(
    work,
    readdirSync(work).find((file) => file.endsWith('.tgz') && !before.has(file))!,
  );
}

/** Runs a file of the dependent's project and returns the JSON that it prints. */
function run<T>(file: string, source: string): T {
  writeFileSync(path.join(app, file), source);
  return JSON.parse(execFileSync(process.execPath, [file], { cwd: app, encoding: 'utf8' })) as T;
}

beforeAll(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-pack-'));
  execFileSync(process.execPath, ['scripts/platform-packages.mjs', '--from-build', '--into', path.join(work, 'npm')], {
    cwd: root,
  });
  const tarball = pack(root);
  const binary = pack(path.join(work, 'npm', readdirSync(path.join(work, 'npm'))[0]!));
  packed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n');
  app = path.join(work, 'app');
  mkdirSync(app);
  writeFileSync(path.join(app, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
  npm(app, 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', tarball, binary);
}, 180_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

test('carries what a build from source without a network needs, and nothing that is only ours', () => {
  for (const file of [
    'CMakeLists.txt',
    'deps/vendor/librdkafka/src/rdkafka.c',
    'deps/vendor/librdkafka/.stamp',
    'deps/vendor/zstd/lib/zstd.h',
    'scripts/build-native.mjs',
    'dist/index.d.ts',
    'dist/index.d.mts',
    'dist/cli/main.js',
    'LICENSE',
  ]) {
    expect(packed).toContain(`package/${file}`);
  }
  expect(packed.filter((file) => /^package\/(test|src|build|tools|bench|node_modules|\.ci)\//.test(file))).toEqual([]);
  const scripts = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts;
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
});

test.each(['kafka-napi', 'kafka-napi/testing'])(
  '%s: the same names and the same values from require and import',
  (id) => {
    const result = run<{ required: string[]; imported: string[]; different: string[]; hasDefault: boolean }>(
      'both.mjs',
      `import { createRequire } from 'node:module';
     import * as imported from '${id}';
     const required = createRequire(import.meta.url)('${id}');
     const names = Object.keys(required).sort();
     console.log(JSON.stringify({
       required: names,
       imported: Object.keys(imported).sort(),
       different: names.filter((name) => required[name] !== imported[name]),
       hasDefault: 'default' in imported,
     }));
     process.exit();`,
    );
    expect(result.required.length).toBeGreaterThan(0);
    expect(result.imported).toEqual(result.required);
    expect(result.different).toEqual([]);
    expect(result.hasDefault).toBe(false);
  },
);

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

test('types are found from CommonJS and from ESM', () => {
  const source = `import { AdminClient, KafkaError, Producer, Consumer } from 'kafka-napi';
    import { MockCluster } from 'kafka-napi/testing';
    export async function main(): Promise<string> {
      const cluster = await MockCluster.start({ brokers: 1, topics: { a: 1 } });
      const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
      const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'group.id': 'g' });
      // @ts-expect-error a topic is a string
      producer.produce({ topic: 1 });
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
    expect(error.message).toMatch(/Tried:\n {2}@kafka-napi\/\S+: Cannot find module/);
    expect(error.message).toContain(path.join('build', 'Release', 'kafka_napi.node'));
    expect(error.message).toContain('npm install @kafka-napi/');
    expect(error.message).toContain('npm run build:native');
  } finally {
    renameSync(`${binaries}-away`, binaries);
  }
  expect(existsSync(binaries)).toBe(true);
});
