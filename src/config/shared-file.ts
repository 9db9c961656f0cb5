import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError } from '../errors/usage-errors';
import type { AdminConfig, ConsumerConfig, ProducerConfig } from './generated/types';
import { known, otherOwners } from './names/known-names';
import type { Role } from './names/property';
import { parseProperties } from './properties-text';

/** Refuses bytes that are no UTF-8. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Java reads Latin-1, and editors write UTF-8: text that is not UTF-8 is taken for Latin-1. */
function textOf(file: string): string {
  const bytes = readFileSync(file);
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function refusal(message: string, cause?: unknown): InvalidArgumentError {
  return new InvalidArgumentError('fromProperties', `fromProperties: ${message}`, { cause });
}

function read(file: unknown): [string, string][] {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  if (typeof path !== 'string' || path === '')
    throw refusal(`the file must be a path or a file: URL; got ${path === '' ? "''" : typeof path}`);
  try {
    return parseProperties(textOf(path));
  } catch (error) {
    throw refusal(`cannot read ${path}: ${(error as Error).message}. Pass a Java .properties file`, error);
  }
}

/**
 * The configuration of one client from a Java `.properties` file that serves all kinds of clients, as with Kafka's
 * tools: the properties of other kinds are left out. `overrides` win, and are checked like any configuration. A name
 * that no kind of client knows stays, and so is refused by the client.
 */
export function configFromFile<K, V>(role: 'producer', file: unknown, overrides: unknown): ProducerConfig<K, V>;
export function configFromFile<K, V>(role: 'consumer', file: unknown, overrides: unknown): ConsumerConfig<K, V>;
export function configFromFile(role: 'admin', file: unknown, overrides: unknown): AdminConfig;
export function configFromFile(role: Role, file: unknown, overrides: unknown): object {
  if (overrides !== undefined && (typeof overrides !== 'object' || overrides === null))
    throw refusal(
      `the overrides must be an object of properties; got ${overrides === null ? 'null' : typeof overrides}`,
    );
  const { java, native, own } = known[role];
  const isOwn = (name: string): boolean => java.has(name) || native.has(name) || own.has(name);
  const config: Record<string, unknown> = {};
  for (const [name, value] of read(file)) if (isOwn(name) || otherOwners(name, role).length === 0) config[name] = value;
  return { ...config, ...overrides };
}
