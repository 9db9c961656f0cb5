/**
 * Splits chunks of a stream into the bytes between delimiters. A line is a view of its chunk, or a copy if it spans
 * several. Memory: one chunk and one unfinished line of at most `maxLength` bytes. Of a longer line only its length is
 * kept.
 *
 * Use: `feed(chunk)`, then `next()` until it returns undefined; at the end of the input `end()`.
 */
export class LineSplitter {
  readonly #delimiter: Buffer;
  readonly #single: number;
  readonly #maxLength: number;
  readonly #onTooLong: (length: number) => void;
  #chunk: Buffer = Buffer.alloc(0);
  #position = 0;
  /** The beginning of an unfinished line. */
  #parts: Buffer[] = [];
  #partsLength = 0;
  /** Bytes of the unfinished line that were dropped because it is too long. */
  #dropped = 0;

  constructor(delimiter: Buffer, maxLength = Infinity, onTooLong: (length: number) => void = () => {}) {
    this.#delimiter = delimiter;
    this.#single = delimiter.length === 1 ? (delimiter[0] as number) : -1;
    this.#maxLength = maxLength;
    this.#onTooLong = onTooLong;
  }

  feed(chunk: Buffer): void {
    const overlap = this.#delimiter.length - 1;
    const last = this.#parts.at(-1);
    if (overlap > 0 && last !== undefined) {
      // A delimiter may begin in the kept bytes: search their last bytes again, together with the chunk.
      const kept = this.#parts.length === 1 ? last : Buffer.concat(this.#parts, this.#partsLength);
      const cut = Math.max(0, kept.length - overlap);
      this.#parts = cut > 0 ? [kept.subarray(0, cut)] : [];
      this.#partsLength = cut;
      this.#chunk = Buffer.concat([kept.subarray(cut), chunk]);
    } else {
      this.#chunk = chunk;
    }
    this.#position = 0;
  }

  /** The next whole line, without its delimiter; undefined: feed more. */
  next(): Buffer | undefined {
    for (;;) {
      const chunk = this.#chunk;
      const from = this.#position;
      const at = this.#single === -1 ? chunk.indexOf(this.#delimiter, from) : chunk.indexOf(this.#single, from);
      if (at === -1) {
        this.#keep(chunk.subarray(from));
        this.#position = chunk.length;
        this.#chunk = chunk.subarray(chunk.length);
        return undefined;
      }
      this.#position = at + this.#delimiter.length;
      if (this.#partsLength === 0 && this.#dropped === 0) {
        if (at - from <= this.#maxLength) return chunk.subarray(from, at);
        this.#onTooLong(at - from);
        continue;
      }
      this.#keep(chunk.subarray(from, at));
      const line = this.#takeParts();
      if (line !== undefined) return line;
    }
  }

  /** The text after the last delimiter; undefined if the input ended with one (or was empty). */
  end(): Buffer | undefined {
    return this.#partsLength === 0 && this.#dropped === 0 ? undefined : this.#takeParts();
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    if (this.#dropped > 0 || this.#partsLength + part.length > this.#maxLength) {
      // Keeps enough of the end to recognize a delimiter of several bytes that is cut by the chunk's border.
      const tail = part.subarray(Math.max(0, part.length - (this.#delimiter.length - 1)));
      this.#dropped += this.#partsLength + part.length - tail.length;
      this.#parts = tail.length > 0 ? [tail] : [];
      this.#partsLength = tail.length;
      return;
    }
    this.#parts.push(part);
    this.#partsLength += part.length;
  }

  #takeParts(): Buffer | undefined {
    const line = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts, this.#partsLength);
    const dropped = this.#dropped;
    const length = this.#partsLength;
    this.#parts = [];
    this.#partsLength = 0;
    this.#dropped = 0;
    if (dropped === 0) return line;
    this.#onTooLong(dropped + length);
    return undefined;
  }
}
