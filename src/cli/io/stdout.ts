import { CommandError, Exit } from '../exit';

const CHUNK = 256 * 1024;
/** Chunks that were written and wait to be used again. */
const SPARE_CHUNKS = 8;

/**
 * Standard output for data: small writes are gathered into chunks, and `pressure()` waits while the reader is behind. When the
 * reader has gone away (EPIPE), `closed` turns true and everything further is dropped.
 */
export class DataOutput {
  readonly #stream: NodeJS.WritableStream & { writableNeedDrain?: boolean };
  #chunk: Buffer = Buffer.allocUnsafe(CHUNK);
  /** What of the chunk is written and not sent yet. */
  #start = 0;
  #end = 0;
  readonly #spare: Buffer[] = [];
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

  bytes(data: Uint8Array): void {
    const length = data.byteLength;
    if (length > CHUNK - this.#end) {
      this.#sendAndRenew();
      if (length >= CHUNK / 2) {
        // Given away as it is: the stream may hold it until the reader has taken it.
        if (!this.#closed) this.#stream.write(data);
        return;
      }
    }
    this.#chunk.set(data, this.#end);
    this.#end += length;
  }

  text(text: string): void {
    // 3 bytes of UTF-8 at most for each UTF-16 unit.
    const most = text.length * 3;
    if (most > CHUNK) {
      this.bytes(Buffer.from(text));
      return;
    }
    if (most > CHUNK - this.#end) {
      this.#sendAndRenew();
    }
    this.#end += this.#chunk.write(text, this.#end);
  }

  line(text: string): void {
    this.text(`${text}\n`);
  }

  /** The stream owns what it was given until the reader has it: what follows goes elsewhere. */
  #send(written?: () => void): void {
    if (this.#end === this.#start) return;
    const full = this.#chunk.subarray(this.#start, this.#end);
    this.#start = this.#end;
    if (!this.#closed) this.#stream.write(full, written);
  }

  #sendAndRenew(): void {
    const used = this.#chunk;
    // Parts are written in order: after the last one the chunk can be used again.
    this.#send(() => {
      if (this.#spare.length < SPARE_CHUNKS) this.#spare.push(used);
    });
    this.#chunk = this.#spare.pop() ?? Buffer.allocUnsafe(CHUNK);
    this.#start = 0;
    this.#end = 0;
  }

  /** Sends what was gathered and waits while the reader is behind. */
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

  /** Sends everything and waits until the operating system has it. Returns the status where the reader has gone. */
  async finish(): Promise<number> {
    this.#send();
    if (!this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#stream.write('', () => resolve());
      });
    }
    await this.pressure();
    return this.#closed ? Exit.PIPE_CLOSED : Exit.DONE;
  }
}
