/**
 * Apache Kafka from Maven Central, once per clone: the jars in .cache/kafka-4.3.1/libs, and our own compiled Java
 * helpers in a folder named after a hash of their sources. Parallel jest workers wait for the one that installs.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { foreignEnv } from '../addon';
import { claimFile } from './ports';

export const KAFKA_VERSION = '4.3.1';

const run = promisify(execFile);
const JAVA_SOURCES = resolve(__dirname, '../java');
/** For everything that is fetched or compiled once per clone. */
export const CACHE = resolve(__dirname, '../../../.cache');
const HOME = join(CACHE, `kafka-${KAFKA_VERSION}`);
const INSTALL_TIMEOUT_MS = 300_000;

export interface Installation {
  /** For `java -cp`: our compiled helpers, then every jar. */
  readonly classpath: string;
  /** The folder with our Java sources and log4j2 configurations. */
  readonly javaFolder: string;
}

async function need(command: string, args: string[], what: string): Promise<void> {
  try {
    await run(command, args, { env: foreignEnv() });
  } catch (error) {
    throw new Error(
      `The integration tests run a real Apache Kafka and need ${what}, but "${command} ${args.join(' ')}" failed ` +
        `(${(error as Error).message.split('\n')[0]}); on Debian or Ubuntu: apt-get install openjdk-17-jdk-headless maven openssl`,
      { cause: error },
    );
  }
}

/** Runs `work` in one process at a time. Returns at once when `done()` is or becomes true. */
async function once(lock: string, done: () => boolean, work: () => Promise<void>): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const deadline = Date.now() + INSTALL_TIMEOUT_MS;
  while (!done()) {
    if (claimFile(lock)) {
      try {
        if (!done()) await work();
        return;
      } finally {
        rmSync(lock, { force: true });
      }
    }
    if (Date.now() > deadline) throw new Error(`another process has held ${lock} for ${INSTALL_TIMEOUT_MS} ms`);
    await sleep(100);
  }
}

/** Java sources beside a pom.xml that says which jars they need. */
interface JavaProgram {
  readonly sources: string;
  /** Folder of its jars and classes, in the cache. */
  readonly home: string;
  /** Jars that must be there, without their version. */
  readonly artifacts: readonly string[];
}

async function downloadJars({ sources, artifacts }: JavaProgram, libs: string): Promise<void> {
  await need('mvn', ['-v'], 'Apache Maven');
  const partial = `${libs}.partial`; // one at a time: the lock is ours
  rmSync(partial, { recursive: true, force: true });
  rmSync(libs, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    await run(
      'mvn',
      ['-B', '-q', '-f', join(sources, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`],
      { timeout: INSTALL_TIMEOUT_MS, maxBuffer: 1 << 24, env: foreignEnv() },
    );
    const jars = readdirSync(partial).filter((name) => name.endsWith('.jar'));
    for (const artifact of artifacts) {
      if (!jars.includes(`${artifact}-${KAFKA_VERSION}.jar`))
        throw new Error(`Maven brought no ${artifact}-${KAFKA_VERSION}.jar`);
    }
    writeFileSync(join(partial, 'complete'), pomHash(sources));
    renameSync(partial, libs);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    const { stdout = '', message } = error as Error & { stdout?: string };
    throw new Error(`Apache Kafka ${KAFKA_VERSION} could not be fetched from Maven Central: ${message}\n${stdout}`, {
      cause: error,
    });
  }
}

function pomHash(sources: string): string {
  return createHash('sha256')
    .update(readFileSync(join(sources, 'pom.xml')))
    .digest('hex');
}

function isComplete(libs: string, sources: string): boolean {
  const stamp = join(libs, 'complete');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === pomHash(sources);
}

async function compile(classes: string, sources: string[], libs: string): Promise<void> {
  const partial = `${classes}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    await run('javac', ['-nowarn', '-proc:none', '-cp', join(libs, '*'), '-d', partial, ...sources], {
      env: foreignEnv(),
    });
    renameSync(partial, classes);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The jars and compiled sources of a program, created when first needed. Parallel workers wait for the one that
 * installs.
 */
export async function installJava(program: JavaProgram): Promise<Installation> {
  await need('java', ['-version'], 'Java 17 or newer');
  await need('javac', ['-version'], 'a Java 17 (or newer) development kit');
  const folder = program.sources;
  const libs = join(program.home, 'libs');
  await once(
    `${program.home}.lock`,
    () => isComplete(libs, folder),
    () => downloadJars(program, libs),
  );

  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.java'))
    .sort()
    .map((name) => join(folder, name));
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source.slice(folder.length)).update(readFileSync(source));
  const classes = join(program.home, `classes-${hash.digest('hex').slice(0, 16)}`);
  await once(
    `${classes}.lock`,
    () => existsSync(classes),
    () => compile(classes, sources, libs),
  );
  return { classpath: `${classes}:${join(libs, '*')}`, javaFolder: folder };
}

let installation: Promise<Installation> | undefined;

/**
 * The installation, created when first needed.
 * @throws Error in one sentence when Java, javac or Maven is missing: a test run without them fails, it never skips.
 */
export function ensureKafka(): Promise<Installation> {
  installation ??= installJava({
    sources: JAVA_SOURCES,
    home: HOME,
    artifacts: ['kafka_2.13', 'kafka-tools', 'kafka-clients', 'connect-runtime', 'connect-file'],
  });
  return installation;
}
