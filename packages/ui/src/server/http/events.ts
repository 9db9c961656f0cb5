import type { StreamEventName } from '../../shared/api';
import { faultOf } from '../fault';
import type { Sink } from '../scan/sink';

const pingEveryMs = 10_000;
const queuedAloneMs = 50;
/** A client that takes nothing for this long is cut off. */
const takesWithinMs = 10_000;
/** Bytes that may wait in front of a slow client before the writer has to. */
const highWaterMark = 64 * 1024;

export interface EventStreamOptions {
  /** The server stops: the stream says `bye` and ends. */
  stopping: AbortSignal;
  /** Called when nobody reads any more: the client has gone, or was too slow. */
  onGone: () => void;
}

/** The body of a `text/event-stream` response, and the Sink that writes to it. */
export class EventStream implements Sink {
  readonly body: ReadableStream<Uint8Array>;
  readonly #onGone: () => void;
  readonly #stopping: AbortSignal;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #onStart: (name: StreamEventName) => void = () => undefined;
  #ended = false;
  #cancelBegin: () => void = () => undefined;
  /** Those who wait for room. */
  #waiting: (() => void)[] = [];
  readonly #ping: NodeJS.Timeout;
  readonly #onStop = (): void => this.#end('event: bye\ndata: {}\n\n');

  constructor({ stopping, onGone }: EventStreamOptions) {
    this.#onGone = onGone;
    this.#stopping = stopping;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#wake(),
        cancel: () => this.#gone(),
      },
      { highWaterMark, size: (chunk) => chunk.byteLength },
    );
    this.#ping = setInterval(() => this.#write(': ping\n\n'), pingEveryMs);
    if (stopping.aborted) this.#onStop();
    else stopping.addEventListener('abort', this.#onStop, { once: true });
  }

  async event(name: StreamEventName, json: string): Promise<void> {
    this.#onStart(name);
    this.#write(`event: ${name}\ndata: ${json}\n\n`);
    await this.#room();
  }

  /**
   * Runs the work that writes the events, and resolves at the first of them; rejects if the work fails before. Later a
   * fault is the event `error`. The stream ends with the work. `queued` alone begins nothing for a moment: what is
   * refused because all places are taken says so right after it.
   */
  serve(work: (sink: Sink) => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      let hasStarted = false;
      const begin = (): void => {
        hasStarted = true;
        resolve();
      };
      this.#onStart = (name) => {
        this.#onStart = begin;
        if (name === 'queued') this.#beginLater(begin);
        else begin();
      };
      work(this).then(
        () => {
          this.#end('');
          resolve();
        },
        (error: unknown) => {
          this.#end(hasStarted ? `event: error\ndata: ${JSON.stringify(faultOf(error))}\n\n` : '');
          reject(error);
        },
      );
    });
  }

  #beginLater(begin: () => void): void {
    const timer = setTimeout(begin, queuedAloneMs);
    this.#cancelBegin = () => clearTimeout(timer);
  }

  #write(text: string): void {
    if (!this.#ended) this.#controller.enqueue(Buffer.from(text));
  }

  /** Resolves when the client has taken enough. */
  async #room(): Promise<void> {
    if (this.#ended || (this.#controller.desiredSize ?? 0) > 0) return;
    const tooSlow = setTimeout(() => this.#gone(), takesWithinMs);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    clearTimeout(tooSlow);
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #gone(): void {
    if (this.#ended) return;
    this.#finish();
    this.#onGone();
  }

  #end(lastWords: string): void {
    if (this.#ended) return;
    if (lastWords !== '') this.#write(lastWords);
    this.#finish();
  }

  #finish(): void {
    this.#ended = true;
    this.#cancelBegin();
    clearInterval(this.#ping);
    this.#stopping.removeEventListener('abort', this.#onStop);
    try {
      this.#controller.close();
    } catch {
      // The client has closed it.
    }
    this.#wake();
  }
}
