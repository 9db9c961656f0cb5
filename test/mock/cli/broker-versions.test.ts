/** `broker start --version`: which versions start, and from where their jars come. Java and Maven are scripts here. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type CliResult, runCli } from '../../helpers/cli/run-cli';

let folder: string;
let env: Record<string, string | undefined>;

function program(name: string, text: string): void {
  const file = path.join(folder, 'bin', name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-versions-'));
  mkdirSync(path.join(folder, 'bin'));
  // A Kafka that ends at once: only its jars matter here.
  program('java', 'echo \'openjdk version "17.0.1"\' >&2');
  env = {
    PATH: path.join(folder, 'bin'),
    JAVA_HOME: undefined,
    KAFKA_HOME: undefined,
    KAFKA_NAPI_MAVEN: undefined,
    XDG_DATA_HOME: path.join(folder, 'data'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
  };
});

afterEach(() => rmSync(folder, { recursive: true }));

const start = (...args: string[]): Promise<CliResult> =>
  runCli(['broker', 'start', '--port', '19192', ...args], '', env);
const libs = (version: string): string => path.join(folder, 'cache/kafka-napi', `kafka-${version}`, 'libs');

test('a version that is none, or too old, is a wrong command line', async () => {
  expect(await start('--version', 'latest')).toMatchObject({
    status: 2,
    stderr: 'kafka-napi: --version latest: expected a version of Apache Kafka, for example 4.3.1\n',
  });
  expect(await start('--version', '3.9.0')).toMatchObject({
    status: 2,
    stderr: 'kafka-napi: --version 3.9.0: too old. The oldest that starts here is 4.0.0\n',
  });
});

test('KAFKA_HOME has another version: refused, whatever is in the cache', async () => {
  const home = path.join(folder, 'home');
  mkdirSync(path.join(home, 'libs'), { recursive: true });
  writeFileSync(path.join(home, 'libs/kafka_2.13-4.1.0.jar'), '');
  env['KAFKA_HOME'] = home;
  expect(await start('--version', '4.2.0')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`KAFKA_HOME (${home}) is Kafka 4.1.0`),
  });
});

test('another version is fetched by Maven after consent, once', async () => {
  program(
    'mvn',
    `for one; do
       case "$one" in -DoutputDirectory=*) out="\${one#*=}";; esac
     done
     while read -r line; do echo "$line"; done < "$out/pom.xml" >> ${folder}/pom
     echo "$@" >> ${folder}/called
     : > "$out/kafka_2.13-4.2.0.jar"`,
  );
  expect(await start('--version', '4.2.0')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('Kafka 4.2.0 is not installed and was not downloaded'),
  });
  expect(existsSync(path.join(folder, 'called'))).toBe(false);
  for (const args of [['--yes'], []]) {
    const { stderr } = await start('--version', '4.2.0', ...args);
    expect(stderr).toContain('node 1 ended while it started');
    expect(existsSync(path.join(libs('4.2.0'), 'kafka_2.13-4.2.0.jar'))).toBe(true);
  }
  const calls = readFileSync(path.join(folder, 'called'), 'utf8').trim().split('\n');
  expect(calls).toHaveLength(1);
  // -C: a jar that is not what the repository says is an error.
  expect(calls[0]).toMatch(/ -C .*copy-dependencies/);
  expect(readFileSync(path.join(folder, 'pom'), 'utf8')).toContain(
    '<artifactId>kafka_2.13</artifactId><version>4.2.0</version>',
  );
});

test('without Maven, and for a version that no repository has: what was wrong, and nothing in the cache', async () => {
  expect(await start('--version', '4.2.0', '--yes')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^kafka-napi: --version 4\.2\.0: .*there is no mvn on the PATH; install it, or/),
  });
  program(
    'mvn',
    "echo '[ERROR] Failed: Could not find artifact org.apache.kafka:kafka_2.13:jar:4.99.0 in central'\nexit 1",
  );
  expect(await start('--version', '4.99.0', '--yes')).toMatchObject({
    status: 1,
    stderr: 'kafka-napi: --version 4.99.0: the repository has no such version of Apache Kafka\n',
  });
  program('mvn', "echo '[ERROR] Checksum validation failed'\nexit 1");
  expect(await start('--version', '4.2.0', '--yes')).toMatchObject({
    status: 1,
    stderr: 'kafka-napi: Maven could not fetch Kafka 4.2.0: Checksum validation failed\n',
  });
  for (const version of ['4.2.0', '4.99.0']) expect(existsSync(libs(version))).toBe(false);
});
