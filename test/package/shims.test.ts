/**
 * Packages that stand in for kafkajs, node-rdkafka and Confluent's client: a dependency that imports one of these names
 * gets the entry, without being changed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { npm, pack, packBinary } from '../helpers/packed';

const root = path.resolve(__dirname, '../..');
let work: string;
let app: string;

const write = (file: string, text: string): void => writeFileSync(path.join(work, file), text);

/** A package that imports all three by their names, as libraries do. */
function library(): string {
  mkdirSync(path.join(work, 'library'));
  const dependencies = { kafkajs: '^2.2.0', 'node-rdkafka': '^3.0.0', '@confluentinc/kafka-javascript': '^1.0.0' };
  write(
    'library/package.json',
    JSON.stringify({ name: 'library', version: '1.0.0', exports: './index.mjs', dependencies }),
  );
  write(
    'library/index.mjs',
    `import { createRequire } from 'node:module';
     import { Kafka, logLevel } from 'kafkajs';
     import { KafkaConsumer } from 'node-rdkafka';
     import { KafkaJS } from '@confluentinc/kafka-javascript';
     export const names = [Kafka, KafkaConsumer, KafkaJS.Kafka].map((one) => one.name).concat(logLevel.INFO);
     const require = createRequire(import.meta.url);
     export const versions = ['kafkajs', 'node-rdkafka'].map((one) => require(one + '/package.json').version);`,
  );
  return pack(path.join(work, 'library'), work);
}

beforeAll(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-shims-'));
  app = path.join(work, 'app');
  const shim = (folder: string) => `file:${pack(path.join(root, 'packages/shims', folder), work)}`;
  const places = {
    kafkajs: shim('kafkajs'),
    'node-rdkafka': shim('node-rdkafka'),
    '@confluentinc/kafka-javascript': shim('confluent'),
  };
  const own = pack(root, work);
  const binary = packBinary(work);
  const { name } = JSON.parse(execFileSync('tar', ['-xzOf', binary, 'package/package.json'], { encoding: 'utf8' })) as {
    name: string;
  };
  const manifest = {
    name: 'app',
    version: '1.0.0',
    private: true,
    dependencies: { 'kafka-napi': `file:${own}`, [name]: `file:${binary}`, library: `file:${library()}`, ...places },
    overrides: places,
  };
  mkdirSync(app);
  write('app/package.json', JSON.stringify(manifest));
  npm(app, 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund');
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

test('a library that imports them by name gets the entries, and sees the versions that it asks for', () => {
  write('app/program.mjs', "import * as library from 'library'; console.log(JSON.stringify(library));");
  const seen = JSON.parse(execFileSync(process.execPath, ['program.mjs'], { cwd: app, encoding: 'utf8' })) as object;
  expect(seen).toEqual({ names: ['Kafka', 'KafkaConsumer', 'Kafka', 4], versions: ['2.2.4', '3.6.1'] });
  for (const name of ['kafkajs', 'node-rdkafka', '@confluentinc/kafka-javascript']) {
    expect(existsSync(path.join(app, 'node_modules/library/node_modules', name))).toBe(false);
    const { name: own } = JSON.parse(readFileSync(path.join(app, 'node_modules', name, 'package.json'), 'utf8')) as {
      name: string;
    };
    expect(own).toMatch(/^kafka-napi-as-/);
  }
});

test('the classes are those of the entries', () => {
  const source = `
    const same = (one, other) => require(one) === require(other);
    console.log(JSON.stringify([
      same('kafkajs', 'kafka-napi/kafkajs'),
      same('node-rdkafka', 'kafka-napi/rdkafka'),
      same('@confluentinc/kafka-javascript', 'kafka-napi/rdkafka'),
    ]));`;
  expect(execFileSync(process.execPath, ['-e', source], { cwd: app, encoding: 'utf8' })).toBe('[true,true,true]\n');
});
