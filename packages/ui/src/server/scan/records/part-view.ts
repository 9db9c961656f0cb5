import { isUtf8 } from 'node:buffer';
import type { PartView } from '../../kql/record';
import { valueOfJson } from '../../kql/values/json';
import { exactNumber } from '../../kql/values/number';
import type { Value } from '../../kql/values/value';
import { textOf, type Decoded } from '../../decode/decoded';
import { looksLikeJson } from '../../decode/json-check';

/** Shorter bytes cannot be nested deeper than JSON may be: to parse them is to check them. */
const SHORT = 1024;

/** A key, value or header for a query. Decoded when it is looked at. */
export class LazyPart implements PartView {
  readonly bytes: Buffer | null;
  readonly #decode: () => Decoded;
  #value: Value;
  #text: string | null | undefined;
  #isJson = false;
  #isRead = false;

  /** @param isPlain No decoder was chosen, and none is known: short JSON need not be recognised before it is parsed. */
  constructor(bytes: Buffer | null, isPlain: boolean, decode: () => Decoded) {
    this.bytes = bytes;
    this.#decode = decode;
    if (bytes === null || !isPlain || bytes.length > SHORT || !looksLikeJson(bytes) || !isUtf8(bytes)) return;
    const text = bytes.toString();
    const value = valueOfJson(text);
    if (value === undefined) return;
    this.#text = text;
    this.#value = value;
    this.#isJson = this.#isRead = true;
  }

  get value(): Value {
    this.#read();
    return this.#value;
  }

  get text(): string | null {
    this.#read();
    return this.#text!;
  }

  get isJson(): boolean {
    this.#read();
    return this.#isJson;
  }

  #read(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    const decoded = this.#decode();
    const { nature, bytes } = decoded;
    this.#text = nature === 'null' ? null : textOf(decoded);
    if (nature === 'null') this.#value = null;
    else if (nature === 'bytes') this.#value = bytes;
    else if (nature === 'number') this.#value = exactNumber(this.#text!) ?? this.#text!;
    else {
      const value = nature === 'json' ? valueOfJson(this.#text!) : undefined;
      this.#isJson = value !== undefined;
      this.#value = value ?? this.#text!;
    }
  }
}
