/** Texts that are sent together. */
const CHUNK = 64 * 1024;

/** Writes text as UTF-8 in chunks, and counts its bytes. */
export class ByteWriter {
  readonly #send: (bytes: Uint8Array) => Promise<void>;
  #texts: string[] = [];
  #length = 0;
  #bytes = 0;

  constructor(send: (bytes: Uint8Array) => Promise<void>) {
    this.#send = send;
  }

  /** Bytes that were sent. */
  get bytes(): number {
    return this.#bytes;
  }

  async write(text: string): Promise<void> {
    this.#texts.push(text);
    this.#length += text.length;
    if (this.#length >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#length === 0) return;
    const bytes = Buffer.from(this.#texts.join(''));
    this.#texts = [];
    this.#length = 0;
    this.#bytes += bytes.length;
    await this.#send(bytes);
  }
}
