/** Size of a record in addition to its bytes: an upper bound of what a batch adds to it. */
const RECORD_OVERHEAD = 32;

/** Lines that were sent to one partition and have not returned, in order. */
export class ExpectedLines {
  #lines: Buffer[] = [];
  #head = 0;
  #bytes = 0;
  /** Number of returned records. */
  returned = 0;

  static weight(line: Buffer): number {
    return line.length + RECORD_OVERHEAD;
  }

  /** Bytes in flight, counted as {@link weight}. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#head === this.#lines.length;
  }

  push(line: Buffer): void {
    this.#lines.push(line);
    this.#bytes += ExpectedLines.weight(line);
  }

  /** The line that returns next; undefined: none is missing. */
  shift(): Buffer | undefined {
    const line = this.#lines[this.#head];
    if (line === undefined) return undefined;
    this.#head++;
    this.#bytes -= ExpectedLines.weight(line);
    this.returned++;
    if (this.#head === this.#lines.length) {
      this.#lines = [];
      this.#head = 0;
    } else if (this.#head >= 4096 && this.#head * 2 >= this.#lines.length) {
      this.#lines = this.#lines.slice(this.#head);
      this.#head = 0;
    }
    return line;
  }
}
