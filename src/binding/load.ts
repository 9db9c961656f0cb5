/**
 * Finds the addon: the binary of this platform's package, or else a local build.
 *
 * Every `require` of a platform package is written out, so that bundlers can see it. Nothing is downloaded or compiled
 * here: when no binary loads, one error lists every attempt and the command that helps.
 */
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
};

interface ProcessReport {
  header?: { glibcVersionRuntime?: string };
  sharedObjects?: string[];
}

/**
 * Is this process linked against musl? A glibc binary can crash a musl process (with gcompat it even loads), so the
 * process itself is asked, not the machine's files: an Alpine image may hold a glibc loader too.
 */
function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const control = process.report as typeof process.report & { excludeNetwork?: boolean };
  const before = control.excludeNetwork;
  // Without this the report resolves the names of all open sockets, which can take seconds.
  control.excludeNetwork = true;
  const report = control.getReport() as unknown as ProcessReport;
  if (before !== undefined) control.excludeNetwork = before;
  if (report.header?.glibcVersionRuntime) return false;
  return (report.sharedObjects ?? []).some((file) => file.includes('ld-musl-') || file.includes('libc.musl-'));
}

function platformPackageName(): string {
  return `@kafka-napi/${process.platform}-${process.arch}${isMusl() ? '-musl' : ''}`;
}

function firstLines(error: unknown): string {
  const message =
    error instanceof Error || typeof (error as Error)?.message === 'string' ? (error as Error).message : String(error);
  // Node appends the whole require stack, `bindings` the list of the places it looked at, which is worth keeping.
  return message.split('\nRequire stack:')[0]!.replace(/\n/g, '\n    ');
}

function attempt(what: string, failures: string[], load: () => unknown): unknown {
  try {
    return load();
  } catch (error) {
    failures.push(`  ${what}: ${firstLines(error)}`);
    return undefined;
  }
}

/** The published package carries the sources of the addon, but not the tools that build it: a clone has those. */
function buildCommand(root: string): string {
  const build = `(cd ${root} && npm run build:native)`;
  const inClone = !root.split(path.sep).includes('node_modules');
  return inClone
    ? `npm install --prefix ${root} --ignore-scripts && ${build}`
    : `npm install --no-save cmake-js@8 node-addon-api@8 node-api-headers@1 && ${build}`;
}

function help(packageName: string, root: string): string {
  const fromSource = `build the addon from source:  ${buildCommand(root)}`;
  if (!(packageName in platformPackages)) {
    return `There is no ready-made binary for ${packageName.slice('@kafka-napi/'.length)}; ${fromSource}`;
  }
  return (
    `Install the binary of this platform:  npm install ${packageName}\n` +
    '(an optional dependency, so --omit=optional or a lock file made on another platform leaves it out),\n' +
    `or ${fromSource}`
  );
}

/**
 * Loads the addon and returns its exports; `native.ts` says what they are.
 *
 * The environment variable `KAFKA_NAPI_ADDON` names one binary to load instead of looking for one: for a sanitizer or
 * debug build.
 *
 * @throws KafkaError `ERR_ADDON_NOT_LOADED`, with every attempt in its message.
 */
export function loadNative(): unknown {
  const failures: string[] = [];
  const chosen = process.env['KAFKA_NAPI_ADDON'];
  const root = path.resolve(__dirname, '..', '..');
  const packageName = platformPackageName();
  let addon: unknown;
  if (chosen) {
    addon = attempt(`KAFKA_NAPI_ADDON=${chosen}`, failures, () => require(path.resolve(chosen)));
  } else {
    const load = platformPackages[packageName];
    if (load) addon = attempt(packageName, failures, load);
    addon ??= attempt(`local build in ${root}`, failures, () =>
      bindings({ bindings: 'kafka_napi.node', module_root: root }),
    );
  }
  if (addon !== undefined) return addon;
  throw new KafkaError({
    code: 'ERR_ADDON_NOT_LOADED',
    operation: 'load',
    message:
      `kafka-napi: the native addon could not be loaded (Node ${process.version}, ${process.platform}-${process.arch}` +
      `${packageName.endsWith('-musl') ? ', musl' : ''}). Tried:\n${failures.join('\n')}\n` +
      (chosen ? 'Unset KAFKA_NAPI_ADDON to have the addon looked for in the usual places.' : help(packageName, root)),
  });
}
