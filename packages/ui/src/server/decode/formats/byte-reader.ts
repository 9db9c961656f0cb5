/** Reads numbers and texts from bytes, big-endian. Throws an Error in plain words where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Where the next `count` bytes begin; steps over them. */
  #step(count: number): number {
    if (count > this.left) throw new Error(`it ends at byte ${this.#bytes.length}, in the middle of a value`);
    this.#at += count;
    return this.#at - count;
  }

  /** The next byte, which stays the next. */
  peek(): number {
    if (this.left === 0) throw new Error(`it ends at byte ${this.#bytes.length}, where a value should begin`);
    return this.#bytes[this.#at]!;
  }

  u8 = (): number => this.#bytes.readUInt8(this.#step(1));
  u16 = (): number => this.#bytes.readUInt16BE(this.#step(2));
  u32 = (): number => this.#bytes.readUInt32BE(this.#step(4));
  u64 = (): bigint => this.#bytes.readBigUInt64BE(this.#step(8));
  i8 = (): number => this.#bytes.readInt8(this.#step(1));
  i16 = (): number => this.#bytes.readInt16BE(this.#step(2));
  i32 = (): number => this.#bytes.readInt32BE(this.#step(4));
  i64 = (): bigint => this.#bytes.readBigInt64BE(this.#step(8));
  f32 = (): number => this.#bytes.readFloatBE(this.#step(4));
  f64 = (): number => this.#bytes.readDoubleBE(this.#step(8));

  bytes(length: number): Buffer {
    const start = this.#step(length);
    return this.#bytes.subarray(start, start + length);
  }

  text(length: number): string {
    return this.bytes(length).toString();
  }

  /** Unsigned, seven bits a byte, the lowest first: 64 bits at most. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error(`the number before byte ${this.#at} has more than 64 bits`);
  }

  /** Signed: 0, −1, 1, −2 … are 0, 1, 2, 3 … */
  zigzag(): bigint {
    const value = this.varint();
    return value & 1n ? -(value >> 1n) - 1n : value >> 1n;
  }
}
