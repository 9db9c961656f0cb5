import { MAX_JSON_DEPTH } from '../json-check';

/** What a decoder may give at most, in bytes or characters. */
export const MAX_DECODED = 8 * 1024 * 1024;

/**
 * Writes JSON text token by token. Bounded: what decodes foreign bytes cannot be made to write more than `limit`
 * characters, however much a few bytes claim to hold.
 */
export class JsonWriter {
  readonly #parts: string[] = [];
  readonly #limit: number;
  #length = 0;
  /** The next value or name stands behind another one. */
  #isBehind = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get text(): string {
    return this.#parts.join('');
  }

  open(bracket: '{' | '['): void {
    this.#put(bracket);
    this.#isBehind = false;
  }

  close(bracket: '}' | ']'): void {
    this.#isBehind = false;
    this.#put(bracket);
    this.#isBehind = true;
  }

  name(name: string): void {
    this.#put(`${JSON.stringify(name)}:`);
    this.#isBehind = false;
  }

  /** A name that another writer wrote as a value: what is no string is named by its JSON text. */
  nameOf({ text }: JsonWriter): void {
    this.name(text.startsWith('"') ? (JSON.parse(text) as string) : text);
  }

  string(value: string): void {
    this.token(JSON.stringify(value));
  }

  /** A number or literal, or a whole value that is JSON already. */
  token(text: string): void {
    this.#put(text);
    this.#isBehind = true;
  }

  /** JSON has no NaN and no infinities: these are strings. */
  double(value: number): void {
    this.token(Number.isFinite(value) ? doubleText(value) : `"${value}"`);
  }

  /** As {@link double}, for a number of 32 bits. */
  float(value: number): void {
    this.token(Number.isFinite(value) ? floatText(value) : `"${value}"`);
  }

  bytes(value: Buffer): void {
    this.token(`{"$base64":"${value.toString('base64')}"}`);
  }

  #put(text: string): void {
    this.#length += text.length + 1;
    if (this.#length > this.#limit) throw new TooMuch(this.#limit);
    this.#parts.push(this.#isBehind ? `,${text}` : text);
  }
}

/** Longer names of members are refused. */
export const MAX_NAME = 4096;

/** @throws Error below the depth to which anything is decoded. */
export function checkDepth(depth: number): void {
  if (depth > MAX_JSON_DEPTH) throw new Error(`it is nested more than ${MAX_JSON_DEPTH} deep`);
}

/** More came out than is allowed. */
export class TooMuch extends Error {
  constructor(limit: number) {
    super(`more than ${limit} characters come out of it`);
  }
}

/** The shortest text that reads back as this number; −0 keeps its sign. */
export function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** As {@link doubleText}, for a number of 32 bits: 0.1, not 0.10000000149011612. */
export function floatText(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return doubleText(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
