import { isUtf8 } from 'node:buffer';
import { inspect, type InspectOptions } from 'node:util';

/** Maximum number of characters of a text, elements of a list, members of an object, and levels that are shown. */
const MOST_CHARACTERS = 1000;
const MOST_BYTES = 100;
const MOST_MEMBERS = 100;
const MOST_LEVELS = 4;
/** Maximum number of members in total. */
const MOST_VALUES = 1000;

function briefText(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}… (${text.length} characters)`;
}

function briefBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset, Math.min(byteLength, MOST_CHARACTERS));
  // The cut may lie within a character.
  const isText = byteLength <= MOST_CHARACTERS && isUtf8(bytes);
  if (isText) return `<${byteLength} bytes> ${bytes.toString()}`;
  const shown = bytes.subarray(0, MOST_BYTES);
  return `<${byteLength} bytes> ${shown.toString('hex')}${shown.length < byteLength ? '…' : ''} (hex)`;
}

interface Room {
  values: number;
}

function briefList(list: readonly unknown[], room: Room, levels: number): unknown[] {
  const shown: unknown[] = [];
  for (const item of list.slice(0, MOST_MEMBERS)) {
    if (room.values <= 0) break;
    shown.push(briefValue(item, room, levels));
  }
  if (shown.length < list.length) shown.push(`… ${list.length - shown.length} more`);
  return shown;
}

function briefObject(value: object, room: Room, levels: number): unknown {
  if (ArrayBuffer.isView(value)) return briefBytes(value);
  // Dates, and other objects with a toJSON of their own.
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return value;
  if (value instanceof Error) return { name: value.name, message: briefText(value.message) };
  if (levels === 0) return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  if (Array.isArray(value)) return briefList(value, room, levels - 1);
  const members = Object.entries(value);
  const shown: Record<string, unknown> = {};
  for (const [name, member] of members.slice(0, MOST_MEMBERS)) {
    if (room.values <= 0) break;
    shown[briefText(name)] = briefValue(member, room, levels - 1);
  }
  const left = members.length - Object.keys(shown).length;
  if (left > 0) shown['…'] = `${left} more`;
  return shown;
}

function briefValue(value: unknown, room: Room, levels: number): unknown {
  room.values--;
  if (typeof value === 'string') return briefText(value);
  if (typeof value === 'object' && value !== null) return briefObject(value, room, levels);
  if (typeof value === 'function') return 'a function';
  return typeof value === 'bigint' || typeof value === 'symbol' ? String(value) : value;
}

/**
 * For logs. Short values are returned unchanged. Long texts and lists are cut with a note; bytes become a text with
 * their number.
 */
export function brief(value: unknown): unknown {
  try {
    return briefValue(value, { values: MOST_VALUES }, MOST_LEVELS);
  } catch {
    // The user's getter threw.
    return 'not readable';
  }
}

/** The output of `console.log` and `util.inspect` for objects of this package, returned by their `[inspect.custom]`. */
export function inspected(name: string, summary: object, depth: number, options: InspectOptions): string {
  const maxStringLength = Math.min(options.maxStringLength ?? MOST_CHARACTERS, MOST_CHARACTERS);
  return depth < 0 ? `[${name}]` : `${name} ${inspect(summary, { ...options, maxStringLength })}`;
}

/** A user's value for messages. Never throws, even if the object's own `toString` does. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}

/** The kind of a value for messages, never its contents: they may be secret. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (value === '') return 'an empty string';
  if (typeof value !== 'object') return typeof value === 'function' ? 'a function' : `a ${typeof value}`;
  if (Array.isArray(value)) return 'a list';
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== 'Object' ? `an instance of ${name}` : 'a plain object';
}

/** The same for what should be a number, such as an offset: a wrong number is shown. */
export function numberOrKind(value: unknown): string {
  return typeof value === 'number' ? String(value) : kindOf(value);
}
