import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandError, describeError, usageError } from '../exit';

/** What a command needs of an App of `kafka-napi/streams`. */
export interface LoadedApp {
  readonly id: string;
  readonly config: { readonly 'processing.guarantee'?: unknown };
  readonly agents: ReadonlyMap<string, { readonly topics: readonly string[]; readonly tables: readonly string[] }>;
  readonly tables: readonly string[];
  readonly topology: { describe(): { toString(): string } };
  setStateListener(listener: (state: string) => void): void;
  main(): Promise<void>;
  close(): Promise<void>;
  sendText(agent: string, key: string | null, value: string): Promise<void>;
  reset(options: { dryRun: boolean }): Promise<{
    readonly offsets: readonly { topic: string; partition: number; newOffset: number }[];
    readonly deletedTopics: readonly string[];
  }>;
}

/** `main()` of an App does nothing while this is set: what is to be done stands on the command line. */
const COMMAND = Symbol.for('kafka-napi.streams.command');

/** Ours, with the URL as an argument: of `import` the compiler would make `require`, which loads no ES modules. */
const importModule = new Function('url', 'return import(url)') as (url: string) => Promise<Record<string, unknown>>;

const isApp = (value: unknown): value is LoadedApp =>
  typeof value === 'object' && value !== null && 'agents' in value && 'topology' in value && 'main' in value;

/** The App that a module exports: as `default`, as `app`, or as the only one. @throws CommandError if there is none. */
export async function loadApp(file: string): Promise<LoadedApp> {
  const full = path.resolve(file);
  if (!existsSync(full)) throw usageError(`streams ${file}: there is no such file`);
  const flags = globalThis as { [COMMAND]?: boolean };
  flags[COMMAND] = true;
  let exported: Record<string, unknown>;
  try {
    exported = await importModule(pathToFileURL(full).href);
  } catch (error) {
    throw new CommandError(`streams ${file}: it cannot be loaded: ${describeError(error)}`);
  } finally {
    flags[COMMAND] = false;
  }
  // A CommonJS module is the default of its own names.
  const inner = (exported.default ?? {}) as Record<string, unknown>;
  const found = [exported.default, exported.app, inner.default, inner.app].find(isApp) ?? onlyOne(exported);
  if (found) return found;
  throw new CommandError(`streams ${file}: it exports no App. Write: export const app = new App('…', { … })`);
}

function onlyOne(exported: Record<string, unknown>): LoadedApp | undefined {
  const apps = Object.values(exported).filter(isApp);
  return apps.length === 1 ? apps[0] : undefined;
}
