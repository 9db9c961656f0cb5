/**
 * JSON without loss. Kafka Connect's offsets are whatever a connector made of them: a log position beyond 2^53, or 3.0,
 * which a connector casts to a Double. What is read and written back must be the same.
 */
import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';

/** A number that no JavaScript number or bigint can give back as it was written, such as 3.0 or 0.1000. */
export interface ExactNumber {
  /** As it was written. */
  readonly value: string;
  toString(): string;
  valueOf(): number | bigint;
}

/**
 * A JSON value: integers beyond 2^53 are bigint, what neither a number nor a bigint gives back exactly is an
 * {@link ExactNumber}.
 */
export type JsonValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | ExactNumber
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

export type JsonObject = { readonly [name: string]: JsonValue };

/** A number as JSON has it. Use it to write `3.0`, which JavaScript has no other way to write. */
export function exactNumber(text: string): ExactNumber {
  return new LosslessNumber(text);
}

export function isExactNumber(value: unknown): value is ExactNumber {
  return isLosslessNumber(value);
}

function readNumber(text: string): number | bigint | ExactNumber {
  const number = Number(text);
  if (String(number) === text) return number;
  return /^-?[1-9]\d*$/.test(text) ? BigInt(text) : new LosslessNumber(text);
}

/** @throws SyntaxError for anything but JSON, or with two members of one name that differ. */
export function parseJson(text: string): JsonValue {
  try {
    return parse(text, null, readNumber) as JsonValue;
  } catch (error) {
    // Nested so deeply that the stack does not hold it.
    if (error instanceof RangeError) throw new SyntaxError('nested too deeply', { cause: error });
    throw error;
  }
}

/** The opposite of {@link parseJson}. @throws TypeError for what has no JSON, RangeError for NaN and infinities. */
export function writeJson(value: unknown): string {
  const text = stringify(value, (name, member: unknown) => {
    if (typeof member === 'number' && !Number.isFinite(member)) {
      throw new RangeError(`'${name}' is ${member}, which JSON does not have`);
    }
    return member;
  });
  if (text === undefined) throw new TypeError(`a ${typeof value} has no JSON`);
  return text;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

/** The value with the members of each object sorted: equal values give equal text, however they were written. */
export function canonicalJson(value: JsonValue): string {
  return writeJson(sorted(value));
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((one: JsonValue) => sorted(one));
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name]!)]));
}
