/** Whole numbers from 0 to 2^53 − 1, seven bits a byte, the lowest first. Each number has one way to be written. */

export function writeVarint(into: number[], value: number): void {
  while (value >= 0x80) {
    into.push((value % 0x80) + 0x80);
    value = Math.floor(value / 0x80);
  }
  into.push(value);
}

/** Reads what was written, and refuses everything else. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** @throws RangeError for bytes that no number was written as. */
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError('the bytes end inside of a number');
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('a number is too large');
      if (byte >= 0x80) continue;
      if (byte === 0 && scale > 1) throw new RangeError('a number has more bytes than it needs');
      return value;
    }
  }

  /** @throws RangeError if there are fewer. */
  bytes(count: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.#at, this.#at + count);
    if (bytes.length < count) throw new RangeError('the bytes end too early');
    this.#at += count;
    return bytes;
  }
}
