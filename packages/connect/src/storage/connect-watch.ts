import type { Reading } from './reading';
import type { ConnectSnapshot, StorageChange } from './types';

/**
 * Follows what a Connect cluster stores: `for await (const change of watch)`. It holds a consumer: close it. Nothing is
 * read while nobody asks for the next change.
 */
export class ConnectWatch implements AsyncIterable<StorageChange> {
  readonly #reading: Reading;
  readonly #ending = new AbortController();
  readonly #stopListening: () => void;
  #closing: Promise<void> | undefined;

  /** @internal Made by `ConnectStorage.watch`. */
  constructor(reading: Reading, signal: AbortSignal | undefined) {
    this.#reading = reading;
    const onAbort = () => this.#ending.abort();
    signal?.addEventListener('abort', onAbort);
    this.#stopListening = () => signal?.removeEventListener('abort', onAbort);
    if (signal?.aborted) onAbort();
  }

  /** All that is stored, as of the last change that was handed over. */
  snapshot(): ConnectSnapshot {
    return this.#reading.state.snapshot();
  }

  /** One loop at a time; after `break` another one goes on where it was. Ends with `close()` and the signal. */
  [Symbol.asyncIterator](): AsyncGenerator<StorageChange, void, undefined> {
    return this.#reading.changes(this.#ending.signal);
  }

  /** Ends the loop, without an error, and closes the consumer. Calling it again gives the same promise. */
  close(): Promise<void> {
    if (this.#closing === undefined) {
      this.#stopListening();
      this.#ending.abort();
      this.#closing = this.#reading.close();
    }
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
