/** One record of Connect's topics, and what reads its value. */
import { isObject, type JsonObject, type JsonValue, parseJson } from '../json';

/** Why a record is none of Connect's. */
export class Unreadable extends SyntaxError {}

export interface Entry {
  readonly key: string;
  /** null: a tombstone. */
  readonly value: string | null;
  readonly timestamp: number;
}

/** The value as JSON; null for a tombstone. @throws SyntaxError */
export function objectOf({ value }: Entry): JsonObject | null {
  if (value === null) return null;
  const object = parseJson(value);
  // Connect writes null for what it deletes, which the converter makes a tombstone; its text means the same.
  if (object === null) return null;
  if (!isObject(object)) throw new Unreadable('the value is no object');
  return object;
}

export function memberOf<T>(object: JsonObject, name: string, isValid: (value: JsonValue | undefined) => boolean): T {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  if (!isValid(value)) throw new Unreadable(`its member '${name}' is not valid`);
  return value as T;
}

export const isText = (value: unknown): boolean => typeof value === 'string';
export const isNumber = (value: unknown): boolean => typeof value === 'number';
export const isTextOrNone = (value: unknown): boolean => value === undefined || value === null || isText(value);

/** What follows the prefix, or undefined. */
export function after(prefix: string, key: string): string | undefined {
  return key.startsWith(prefix) && key.length > prefix.length ? key.slice(prefix.length) : undefined;
}

/** `name-3`: a connector, whose name may hold hyphens, and the index of its task. */
export function taskOf(rest: string): { connector: string; task: number } {
  const match = /^(.+)-(\d+)$/s.exec(rest);
  if (match === null) throw new Unreadable('its key names no task');
  return { connector: match[1]!, task: Number(match[2]) };
}
