import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandError } from '../../exit';
import { clearProgress, note, showProgress } from '../../io/stderr';

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Kafka's own artifacts bring no logging. */
const pom = (version: string, repository: string | undefined): string => {
  const places =
    repository === undefined
      ? ''
      : ['repositor', 'pluginRepositor']
          .map((one) => `<${one}ies><${one}y><id>central</id><url>${repository}</url></${one}y></${one}ies>`)
          .join('');
  const dependency = (group: string, artifact: string, number: string): string =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${number}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>kafka-napi</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${dependency('org.apache.kafka', 'kafka_2.13', version)}${dependency('org.apache.logging.log4j', 'log4j-slf4j-impl', '2.25.4')}</dependencies>
${places}</project>
`;
};

/**
 * Fills `libs` with the jars of a version whose sums are not pinned. The user's Maven finds them and compares each with
 * the sum that the repository publishes.
 *
 * @throws CommandError Without Maven, or for a version that the repository does not have.
 */
export async function fetchWithMaven(version: string, libs: string, repository: string | undefined): Promise<void> {
  const partial = `${libs}.partial`;
  rmSync(partial, { recursive: true, force: true });
  rmSync(libs, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    const file = path.join(partial, 'pom.xml');
    writeFileSync(file, pom(version, repository));
    await runMaven(version, ['-B', '-q', '-C', '-f', file, PLUGIN, `-DoutputDirectory=${partial}`]);
    rmSync(file);
    const jars = readdirSync(partial).filter((name) => name.endsWith('.jar'));
    writeFileSync(path.join(partial, 'complete'), `${jars.length} jars\n`);
    renameSync(partial, libs);
    note(`% fetched ${jars.length} jars`);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

async function runMaven(version: string, args: readonly string[]): Promise<void> {
  const child = spawn('mvn', args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const started = Date.now();
  const tell = (): void =>
    showProgress(`fetching Kafka ${version} with Maven: ${((Date.now() - started) / 1000).toFixed(0)} s`);
  const timer = setInterval(tell, 250);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (status === 0) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new CommandError(
      `--version ${version}: only the sums of the default version are pinned, so others are fetched by Maven, and there is no mvn on the PATH; install it, or unpack that version and set KAFKA_HOME`,
    );
  } finally {
    clearInterval(timer);
    clearProgress();
  }
  if (
    /(?:find artifact|Could not resolve) \S*kafka_2\.13/.test(text) ||
    text.includes(`kafka_2.13:jar:${version} was not found`)
  )
    throw new CommandError(`--version ${version}: the repository has no such version of Apache Kafka`);
  const line = text.split('\n').find((one) => one.startsWith('[ERROR]')) ?? text.trim().split('\n').at(-1) ?? '';
  throw new CommandError(`Maven could not fetch Kafka ${version}: ${line.replace(/^\[ERROR\] /, '')}`);
}
