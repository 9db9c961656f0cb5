import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { CommandError, Exit } from '../exit';

const CHUNK = 256 * 1024;
/** Bytes of a source that are copied into a chunk at once, behind its own bytes: see `copy`. */
const WINDOW = 64 * 1024;
/** Longer data is copied by itself. */
const LONGEST_IN_WINDOW = 4096;
/** Shorter data is copied byte by byte: the call would take longer. */
const SHORT = 24;
const DIGITS_AT_ONCE = 1_000_000_000;
const ZERO = 48;
/** Number of written chunks that are kept for reuse. */
const SPARE_CHUNKS = 8;

/** Maximum number of unread bytes that the system holds in a pipe or socket: usually 64 KiB, at most 1 MiB (Linux). */
const IN_TRANSIT = 1024 * 1024;

/**
 * Standard output for data. Small writes are collected in chunks, and `pressure()` waits while the reader is slow. When
 * the reader has gone away (EPIPE), `closed` becomes true and all further data is dropped.
 *
 * `position` counts the bytes written here, `taken` those that the system has accepted.
 */
export class DataOutput {
  readonly #stream: NodeJS.WritableStream & { writableNeedDrain?: boolean };
  #chunk: Buffer = Buffer.allocUnsafeSlow(CHUNK + WINDOW);
  /** Start of the chunk's unsent bytes. */
  #start = 0;
  #end = 0;
  readonly #spare: Buffer[] = [];
  /** The part of a source that lies behind the chunk's own bytes. */
  #source: Uint8Array | undefined;
  #windowStart = 0;
  #windowEnd = 0;
  #position = 0;
  #taken = 0;
  #closed = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;
  readonly #onError = (error: NodeJS.ErrnoException): void => {
    this.#closed = true;
    if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') this.#failure = error;
    this.#wake?.();
  };
  readonly #onDrain = (): void => this.#wake?.();

  constructor(stream: NodeJS.WritableStream = process.stdout) {
    this.#stream = stream;
    stream.on('error', this.#onError);
    stream.on('drain', this.#onDrain);
  }

  /** The reader is gone. */
  get closed(): boolean {
    return this.#closed;
  }

  get position(): number {
    return this.#position;
  }

  /**
   * How far `position` has reached the system. After the reader has gone away: how far it has certainly reached the
   * reader.
   */
  get taken(): number {
    return this.#closed ? Math.max(0, this.#taken - IN_TRANSIT) : this.#taken;
  }

  /** Notices a reader that went away since the last write, if the system reports it: a pipe on Linux. */
  lookForReader(): void {
    if (this.#closed || process.platform !== 'linux' || this.#stream !== process.stdout) return;
    try {
      if (!fstatSync(1).isFIFO()) return;
      closeSync(openSync('/proc/self/fd/1', constants.O_WRONLY | constants.O_NONBLOCK));
    } catch (error) {
      // ENXIO: no process has the other end open. Without /proc this cannot be checked.
      if ((error as NodeJS.ErrnoException).code === 'ENXIO') this.#closed = true;
    }
  }

  bytes(data: Uint8Array): void {
    const length = data.byteLength;
    this.#position += length;
    if (length > CHUNK - this.#end) {
      this.#sendAndRenew();
      if (length >= CHUNK / 2) {
        // Passed without a copy: the stream may keep it until the reader has taken it.
        this.#write(data);
        return;
      }
    }
    if (length <= SHORT) {
      const chunk = this.#chunk;
      let at = this.#end;
      for (let i = 0; i < length; i++) chunk[at++] = data[i]!;
    } else this.#chunk.set(data, this.#end);
    this.#end += length;
  }

  /**
   * `bytes` of a part of `source`, without a view of it. Parts of one source should follow each other: a piece of the
   * source is copied behind the chunk's bytes, and each part moves to its place from there. That takes a third of the
   * time of a view and a copy for each part.
   */
  copy(source: Uint8Array, start: number, length: number): void {
    if (length > LONGEST_IN_WINDOW) {
      this.bytes(source.subarray(start, start + length));
      return;
    }
    if (length > CHUNK - this.#end) this.#sendAndRenew();
    const end = start + length;
    if (source !== this.#source || start < this.#windowStart || end > this.#windowEnd) this.#moveWindow(source, start);
    const from = CHUNK + start - this.#windowStart;
    this.#chunk.copyWithin(this.#end, from, from + length);
    this.#end += length;
    this.#position += length;
  }

  #moveWindow(source: Uint8Array, start: number): void {
    this.#source = source;
    this.#windowStart = start;
    this.#windowEnd = Math.min(source.length, start + WINDOW);
    this.#chunk.set(source.subarray(start, this.#windowEnd), CHUNK);
  }

  /** The number in decimal digits. */
  integer(value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      this.text(String(value));
      return;
    }
    if (CHUNK - this.#end < 16) this.#sendAndRenew();
    const start = this.#end;
    if (value < DIGITS_AT_ONCE) this.#digits(value, 1);
    else {
      const high = Math.floor(value / DIGITS_AT_ONCE);
      this.#digits(high, 1);
      this.#digits(value - high * DIGITS_AT_ONCE, 9);
    }
    this.#position += this.#end - start;
  }

  /** At least `least` digits of a number below 2^31. */
  #digits(value: number, least: number): void {
    const chunk = this.#chunk;
    let count = least;
    for (let limit = 10 ** least; limit <= value; limit *= 10) count++;
    let at = (this.#end += count);
    for (let left = value | 0; count > 0; count--) {
      const rest = (left / 10) | 0;
      chunk[--at] = ZERO + left - rest * 10;
      left = rest;
    }
  }

  text(text: string): void {
    // At most 3 bytes of UTF-8 per UTF-16 unit.
    const most = text.length * 3;
    if (most > CHUNK) {
      this.bytes(Buffer.from(text));
      return;
    }
    if (most > CHUNK - this.#end) {
      this.#sendAndRenew();
    }
    const length = this.#chunk.write(text, this.#end);
    this.#position += length;
    this.#end += length;
  }

  line(text: string): void {
    this.text(`${text}\n`);
  }

  /** The stream owns these bytes until the reader has them, so later data goes to another chunk. */
  #send(written?: () => void): void {
    if (this.#end === this.#start) return;
    const full = this.#chunk.subarray(this.#start, this.#end);
    this.#start = this.#end;
    this.#write(full, written);
  }

  #write(data: Uint8Array, written?: () => void): void {
    if (this.#closed) return;
    this.#stream.write(data, (error?: Error | null) => {
      if (error) return;
      this.#taken += data.byteLength;
      written?.();
    });
  }

  #sendAndRenew(): void {
    const used = this.#chunk;
    // Parts are written in order: after the last one the chunk can be reused.
    this.#send(() => {
      if (this.#spare.length < SPARE_CHUNKS) this.#spare.push(used);
    });
    this.#chunk = this.#spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK + WINDOW);
    this.#source = undefined;
    this.#start = 0;
    this.#end = 0;
  }

  /** Sends the collected data and waits while the reader is slow. */
  async pressure(): Promise<void> {
    this.#send();
    while (!this.#closed && this.#stream.writableNeedDrain) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    if (this.#failure) throw new CommandError(`standard output: ${this.#failure.message}`);
  }

  /** Sends everything and waits until the operating system has it. Returns the exit status if the reader has gone. */
  async finish(): Promise<number> {
    await this.settle();
    return this.#closed ? Exit.PIPE_CLOSED : Exit.DONE;
  }

  /** Waits until the operating system has everything, or the reader has gone. */
  async settle(): Promise<void> {
    this.#send();
    if (!this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#stream.write('', () => resolve());
      });
    }
    await this.pressure();
    this.lookForReader();
  }
}
