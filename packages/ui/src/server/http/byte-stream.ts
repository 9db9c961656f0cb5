import type { ByteSink } from '../scan/sink';

const highWaterMark = 256 * 1024;
/** A browser may ask first where the file shall go. One that takes nothing for longer holds a worker up. */
const takesWithinMs = 60_000;

/** The body of a download, and the sink that writes to it: it waits for the client. */
export class ByteStream implements ByteSink {
  readonly body: ReadableStream<Uint8Array>;
  readonly #onGone: () => void;
  readonly #breakOff: () => void;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #ended = false;
  #waiting: (() => void)[] = [];

  /**
   * @param onGone Called when the client has gone.
   * @param breakOff Ends the connection, so that the client sees that not all has come.
   */
  constructor(onGone: () => void, breakOff: () => void) {
    this.#onGone = onGone;
    this.#breakOff = breakOff;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#wake(),
        cancel: () => {
          this.#ended = true;
          this.#wake();
          onGone();
        },
      },
      { highWaterMark, size: (chunk) => chunk.byteLength },
    );
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#ended) return;
    this.#controller.enqueue(bytes);
    if ((this.#controller.desiredSize ?? 0) > 0) return;
    const tooSlow = setTimeout(() => {
      this.#end(this.#breakOff);
      this.#onGone();
      this.#wake();
    }, takesWithinMs);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    clearTimeout(tooSlow);
  }

  /**
   * Runs the work, and resolves when its first bytes are there, or all; rejects if it fails before. Later a failure
   * breaks the connection off: the browser then shows that the download is not whole.
   */
  serve(work: (sink: ByteSink) => Promise<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      let hasStarted = false;
      const sink: ByteSink = {
        write: (bytes) => {
          hasStarted = true;
          resolve();
          return this.write(bytes);
        },
      };
      work(sink).then(
        () => {
          this.#end(() => this.#controller.close());
          resolve();
        },
        (error: unknown) => {
          this.#end(hasStarted ? this.#breakOff : () => undefined);
          reject(error);
        },
      );
    });
  }

  #end(how: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    how();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
