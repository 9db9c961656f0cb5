import type { FromWorker } from './messages';

/** Bytes that may be on their way before a job has to wait. */
const WINDOW = 1024 * 1024;

/** What a job of a worker sends, and how much of it is still on its way. */
export class Outbox {
  readonly #post: (message: FromWorker, transfer?: ArrayBuffer[]) => void;
  #waiting = 0;
  #waiters: (() => void)[] = [];

  constructor(post: (message: FromWorker, transfer?: ArrayBuffer[]) => void) {
    this.#post = post;
  }

  /** Bytes that were not taken yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Sends at once. Resolves when there is room for more. */
  async send(message: FromWorker, bytes: number, transfer?: ArrayBuffer[]): Promise<void> {
    this.#waiting += bytes;
    this.#post(message, transfer);
    while (this.#waiting > WINDOW) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  taken(bytes: number): void {
    this.#waiting = Math.max(0, this.#waiting - bytes);
    this.#wake();
  }

  /** What was sent before concerns nobody any more. */
  forget(): void {
    this.#waiting = 0;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}
