import type { Evicted, KeyValueBytes, StoredEntry } from '../key-value-bytes';
import { InMemoryKeyValueBytes } from './in-memory-bytes';

/** The last used entries, in memory. Java's MemoryNavigableLRUCache. */
export class LruBytes implements KeyValueBytes {
  readonly #most: number;
  readonly #entries = new InMemoryKeyValueBytes();
  /** Keys, the one that was not used for longest first. */
  readonly #used = new Map<string, Buffer>();

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Buffer): StoredEntry | undefined {
    const entry = this.#entries.get(key);
    if (entry) this.#use(key);
    return entry;
  }

  set(key: Buffer, entry: StoredEntry | null): readonly Evicted[] | undefined {
    this.#entries.set(key, entry);
    this.#used.delete(key.toString('latin1'));
    if (!entry) return undefined;
    this.#use(key);
    if (this.#used.size <= this.#most) return undefined;
    const [eldest] = this.#used.values();
    this.#used.delete(eldest!.toString('latin1'));
    const evicted = { key: eldest!, entry: this.#entries.get(eldest!)! };
    this.#entries.set(eldest!, null);
    return [evicted];
  }

  range(from: Buffer | null, to: Buffer | null, isReverse: boolean): Iterable<readonly [Buffer, StoredEntry]> {
    return this.#entries.range(from, to, isReverse);
  }

  prefix(prefix: Buffer): Iterable<readonly [Buffer, StoredEntry]> {
    return this.#entries.prefix(prefix);
  }

  #use(key: Buffer): void {
    const text = key.toString('latin1');
    this.#used.delete(text);
    this.#used.set(text, key);
  }
}
