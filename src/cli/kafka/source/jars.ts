import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { pipeline } from 'node:stream/promises';
import { CommandError, usageError } from '../../exit';
import { clearProgress, note, showProgress } from '../../io/stderr';
import { showBytes } from '../../units';
import { hasImage, imageOf, pullImage } from '../docker';
import { fetchWithMaven } from './maven';
import pinned from './pinned-jars.json';
import { cacheFolder } from '../places';

const PINNED_VERSION = pinned.version;

interface Jar {
  path: string;
  bytes: number;
  sha512: string;
}

/** Maven Central, or its replacement. */
const repository = (): string => process.env['KAFKA_NAPI_MAVEN'] ?? 'https://repo1.maven.org/maven2';

export interface JarOptions {
  /** Absent: that of `KAFKA_HOME`, otherwise the pinned one. */
  version: string | undefined;
  /** Download without confirmation. */
  yes: boolean;
}

export interface Jars {
  libs: string;
  version: string;
}

/** 4.0.0 is the first without ZooKeeper, and the first that logs with log4j2. */
const LEAST_MAJOR = 4;

/** @throws CommandError With the status of a wrong command line, if it is no version, or too old. */
export function checkVersion(version: string): void {
  const major = /^(\d+)\.\d+\.\d+$/.exec(version)?.[1];
  if (major === undefined)
    throw usageError(`--version ${version}: expected a version of Apache Kafka, for example ${PINNED_VERSION}`);
  if (Number(major) < LEAST_MAJOR)
    throw usageError(`--version ${version}: too old. The oldest that starts here is ${LEAST_MAJOR}.0.0`);
}

/** Kafka's jars: of `KAFKA_HOME`, otherwise of the cache, which is filled after confirmation. */
export async function kafkaJars({ version: wanted, yes }: JarOptions): Promise<Jars> {
  const home = process.env['KAFKA_HOME'];
  if (home) return jarsOf(home, wanted);
  const version = wanted ?? PINNED_VERSION;
  const libs = path.join(cacheFolder(), `kafka-${version}`, 'libs');
  if (existsSync(path.join(libs, 'complete'))) return { libs, version };
  const isPinned = version === PINNED_VERSION;
  const total = pinned.jars.reduce((sum, jar) => sum + jar.bytes, 0);
  const how = isPinned
    ? `${pinned.jars.length} jars, ${showBytes(total)}, checked against pinned sums`
    : `with Maven, which checks it against the sums of the repository, not against pinned ones`;
  if (!yes && !(await consent(`Fetch Apache Kafka ${version} (${how}) into ${libs}?`))) {
    throw new CommandError(
      `Kafka ${version} is not installed and was not downloaded. --yes downloads it, KAFKA_HOME names an installation, --mock starts a broker without it`,
    );
  }
  if (isPinned) await fetchAll(libs, pinned.jars, total);
  else await fetchWithMaven(version, libs, process.env['KAFKA_NAPI_MAVEN']);
  return { libs, version };
}

/** The version whose Docker image is here, or was pulled after confirmation. */
export async function kafkaImage({ version = PINNED_VERSION, yes }: JarOptions): Promise<string> {
  if (hasImage(version)) return version;
  if (!yes && !(await consent(`Pull the Docker image ${imageOf(version)}?`))) {
    throw new CommandError(
      `the Docker image ${imageOf(version)} is not here and was not pulled. --yes pulls it, --mock starts a broker without it`,
    );
  }
  pullImage(version);
  return version;
}

function jarsOf(home: string, wanted: string | undefined): Jars {
  const libs = path.join(home, 'libs');
  const names = existsSync(libs) ? readdirSync(libs) : [];
  const version = names.map((name) => /^kafka_2\.1\d-(\d[^-]*)\.jar$/.exec(name)?.[1]).find((one) => one !== undefined);
  if (version === undefined)
    throw new CommandError(`KAFKA_HOME (${home}) has no Kafka: there is no libs/kafka_2.13-….jar in it`);
  if (wanted !== undefined && wanted !== version)
    throw new CommandError(
      `--version ${wanted}: KAFKA_HOME (${home}) is Kafka ${version}. Unset it, or name that version`,
    );
  return { libs, version };
}

async function consent(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(?:y|yes|)$/i.test((await reader.question(`${question} [Y/n] `)).trim());
  } finally {
    reader.close();
  }
}

async function fetchAll(libs: string, jars: readonly Jar[], total: number): Promise<void> {
  mkdirSync(libs, { recursive: true });
  let done = 0;
  for (const [index, jar] of jars.entries()) {
    const file = path.join(libs, path.basename(jar.path));
    if (!existsSync(file)) {
      await fetchOne(jar, file, (more) => {
        const share = (((done + more) / total) * 100).toFixed(0);
        showProgress(
          `fetching Kafka: ${index + 1} of ${jars.length}, ${showBytes(done + more)} of ${showBytes(total)} (${share} %)`,
        );
      });
    }
    done += jar.bytes;
  }
  clearProgress();
  const mark = path.join(libs, 'complete');
  createWriteStream(mark).end(`${jars.length} jars\n`);
  note(`% fetched ${jars.length} jars (${showBytes(total)})`);
}

/** Continues a download that an earlier run did not complete. A file with the wrong hash is refused. */
async function fetchOne(jar: Jar, file: string, onBytes: (bytes: number) => void): Promise<void> {
  const part = `${file}.part`;
  const have = existsSync(part) ? statSync(part).size : 0;
  if (have < jar.bytes) await download(`${repository()}/${jar.path}`, part, have, onBytes);
  const sum = createHash('sha512').update(readFileSync(part)).digest('hex');
  if (sum !== jar.sha512) {
    rmSync(part);
    throw new CommandError(`${repository()}/${jar.path}: its sha512 is not the pinned one; it was deleted`);
  }
  renameSync(part, file);
}

async function download(url: string, part: string, from: number, onBytes: (bytes: number) => void): Promise<void> {
  const get = url.startsWith('https:') ? https.get : http.get;
  const headers = from > 0 ? { range: `bytes=${from}-` } : {};
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    get(url, { headers, timeout: 30_000 }, resolve)
      .on('timeout', function (this: http.ClientRequest) {
        this.destroy(new Error('no answer within 30 s'));
      })
      .on('error', (error) => reject(new CommandError(`${url}: ${error.message}; run it again to continue`)));
  });
  const resumed = response.statusCode === 206;
  if (!resumed && response.statusCode !== 200) {
    response.resume();
    throw new CommandError(`${url}: answered with status ${response.statusCode}`);
  }
  let bytes = resumed ? from : 0;
  response.on('data', (chunk: Buffer) => onBytes((bytes += chunk.length)));
  try {
    await pipeline(response, createWriteStream(part, { flags: resumed ? 'a' : 'w' }));
  } catch (error) {
    throw new CommandError(`${url}: interrupted (${(error as Error).message}); run it again to continue`);
  }
}
