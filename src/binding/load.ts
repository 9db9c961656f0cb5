/**
 * Finds the addon: the binary of this platform's package, or else a local build.
 *
 * Every `require` of a platform package is a literal, so that bundlers see it. Nothing is downloaded or compiled here.
 * If no binary loads, one error lists every attempt and the command that helps.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import bindings from 'bindings';

import { KafkaError } from '../errors/kafka-error';

const platformPackages: Record<string, () => unknown> = {
  '@kafka-napi/linux-x64': () => require('@kafka-napi/linux-x64'),
  '@kafka-napi/linux-x64-musl': () => require('@kafka-napi/linux-x64-musl'),
  '@kafka-napi/linux-arm64': () => require('@kafka-napi/linux-arm64'),
  '@kafka-napi/linux-arm64-musl': () => require('@kafka-napi/linux-arm64-musl'),
  '@kafka-napi/darwin-x64': () => require('@kafka-napi/darwin-x64'),
  '@kafka-napi/darwin-arm64': () => require('@kafka-napi/darwin-arm64'),
  '@kafka-napi/win32-x64': () => require('@kafka-napi/win32-x64'),
  '@kafka-napi/win32-arm64': () => require('@kafka-napi/win32-arm64'),
};

/** Node's program begins with the name of its dynamic loader. To read it is a hundredth of the work of a report. */
function dynamicLoader(): string | undefined {
  const start = Buffer.alloc(4096);
  try {
    const file = openSync(process.execPath, 'r');
    try {
      readSync(file, start, 0, start.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
  return /\/ld-(linux|musl)-/.exec(start.toString('latin1'))?.[1];
}

interface ProcessReport {
  header?: { glibcVersionRuntime?: string };
  sharedObjects?: string[];
}

/**
 * Whether this process is linked against musl. A glibc binary can crash a musl process (with gcompat it even loads).
 * The process itself is checked instead of the machine's files, because an Alpine image may also contain a glibc
 * loader.
 */
function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const loader = dynamicLoader();
  if (loader !== undefined) return loader === 'musl';
  const control = process.report as typeof process.report & { excludeNetwork?: boolean };
  const before = control.excludeNetwork;
  // Without this the report resolves the names of all open sockets, which can take seconds.
  control.excludeNetwork = true;
  const report = control.getReport() as unknown as ProcessReport;
  if (before !== undefined) control.excludeNetwork = before;
  if (report.header?.glibcVersionRuntime) return false;
  return (report.sharedObjects ?? []).some((file) => file.includes('ld-musl-') || file.includes('libc.musl-'));
}

function platformPackageName(): `@kafka-napi/${string}` {
  return `@kafka-napi/${process.platform}-${process.arch}${isMusl() ? '-musl' : ''}`;
}

interface Failure {
  what: string;
  message: string;
  /** Node found no such package or file, as opposed to one that does not load. */
  absent: boolean;
}

function failureOf(what: string, error: unknown): Failure {
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: string };
  // Node appends the whole require stack. `bindings` appends the list of searched paths, which is worth keeping.
  return {
    what,
    message: message.split('\nRequire stack:')[0]!.replace(/\n/g, '\n    '),
    absent: code === 'MODULE_NOT_FOUND' || message.startsWith('Cannot find '),
  };
}

function attempt(what: string, failures: Failure[], load: () => unknown): unknown {
  try {
    return load();
  } catch (error) {
    failures.push(failureOf(what, error));
    return undefined;
  }
}

/** The published package contains the addon's sources, but not its build tools. A clone has both. */
function buildCommand(root: string): string {
  const build = `(cd ${root} && npm run build:native)`;
  const inClone = !root.split(path.sep).includes('node_modules');
  return inClone
    ? `npm install --prefix ${root} --ignore-scripts && ${build}`
    : `npm install --no-save cmake-js@8 node-addon-api@8 node-api-headers@1 && ${build}`;
}

function ownVersion(): string {
  return (require('../../package.json') as { version: string }).version;
}

/** One sentence with the problem and the command that solves it. */
function advice(packageName: string, failure: Failure, root: string): string {
  if (failure.what.startsWith('KAFKA_NAPI_ADDON=')) {
    return `${failure.what} does not load. Unset KAFKA_NAPI_ADDON to use the usual places.`;
  }
  if (!(packageName in platformPackages)) {
    const platform = packageName.slice('@kafka-napi/'.length);
    return `there is no prebuilt binary for ${platform}. Build it from source: ${buildCommand(root)}`;
  }
  // Omitted by --omit=optional, or by a lock file created on another platform.
  if (failure.absent) return `${packageName} is not installed. Run: npm install ${packageName}@${ownVersion()}`;
  return `${packageName} is damaged, or not made for this system. Delete node_modules/${packageName} and run: npm install`;
}

/** What the addon was found by: the environment variable, a platform package by its name, or a local build. */
export type AddonSource = 'KAFKA_NAPI_ADDON' | 'build' | `@kafka-napi/${string}`;

/** The addon's exports, which `native.ts` declares. */
export interface LoadedAddon {
  addon: unknown;
  foundBy: AddonSource;
}

/**
 * Loads the addon.
 *
 * The environment variable `KAFKA_NAPI_ADDON` names one binary to load instead of searching: for a sanitizer or debug
 * build.
 *
 * @throws KafkaError `ERR_ADDON_NOT_LOADED`, with every attempt in its message, and in its property `tried`.
 */
export function loadNative(): LoadedAddon {
  const failures: Failure[] = [];
  const chosen = process.env['KAFKA_NAPI_ADDON'];
  const root = path.resolve(__dirname, '..', '..');
  const packageName = platformPackageName();
  let addon: unknown;
  let foundBy: AddonSource;
  if (chosen) {
    foundBy = 'KAFKA_NAPI_ADDON';
    addon = attempt(`KAFKA_NAPI_ADDON=${chosen}`, failures, () => require(path.resolve(chosen)));
  } else {
    const load = platformPackages[packageName];
    foundBy = packageName;
    if (load) addon = attempt(packageName, failures, load);
    if (addon === undefined) {
      foundBy = 'build';
      addon = attempt(`local build in ${root}`, failures, () =>
        bindings({ bindings: 'kafka_napi.node', module_root: root }),
      );
    }
  }
  if (addon !== undefined) return { addon, foundBy };
  const tried = failures.map(({ what, message }) => `${what}: ${message}`);
  const error = new KafkaError({
    code: 'ERR_ADDON_NOT_LOADED',
    operation: 'load',
    message:
      `load: ${advice(packageName, failures[0]!, root)}\n` +
      `Node ${process.version}, ${process.platform}-${process.arch}${packageName.endsWith('-musl') ? ', musl' : ''}. Tried:\n` +
      tried.map((line) => `  ${line}`).join('\n') +
      (chosen ? '' : `\nTo build the addon from source:  ${buildCommand(root)}`),
  });
  // For reports. Not enumerable: whoever prints the error sees it in the message.
  Object.defineProperty(error, 'tried', { value: tried });
  throw error;
}
