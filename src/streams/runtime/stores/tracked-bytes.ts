import { textOf } from '../../stores/bytes/key-text';
import type { Evicted, KeyValueBytes, StoredEntry } from '../../stores/key-value-bytes';

/** Bytes of a store that remember what was there at the last commit, until the next. */
export class TrackedBytes implements KeyValueBytes {
  readonly #bytes: KeyValueBytes;
  /** By key as Latin-1; undefined: there was no entry. */
  readonly #before = new Map<string, StoredEntry | undefined>();
  /** The observed time before the first change since the last commit. */
  #timeBefore: number | undefined;

  constructor(bytes: KeyValueBytes) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.size;
  }

  nextSequence(): number {
    return this.#bytes.nextSequence!();
  }

  get(key: Buffer): StoredEntry | undefined {
    return this.#bytes.get(key);
  }

  set(key: Buffer, entry: StoredEntry | null): readonly Evicted[] | false | undefined {
    if (this.#before.size === 0) this.#timeBefore = this.#bytes.observedTime;
    const text = textOf(key);
    if (!this.#before.has(text)) this.#before.set(text, this.#bytes.get(key));
    const evicted = this.#bytes.set(key, entry);
    this.#remember(evicted || []);
    return evicted;
  }

  expire(): readonly Evicted[] {
    if (this.#before.size === 0) this.#timeBefore = this.#bytes.observedTime;
    const evicted = this.#bytes.expire!();
    this.#remember(evicted);
    return evicted;
  }

  #remember(evicted: readonly Evicted[]): void {
    for (const { key, entry } of evicted) {
      const text = key.toString('latin1');
      if (!this.#before.has(text)) this.#before.set(text, entry);
    }
  }

  range(from: Buffer | null, to: Buffer | null, isReverse: boolean): Iterable<readonly [Buffer, StoredEntry]> {
    return this.#bytes.range(from, to, isReverse);
  }

  prefix(prefix: Buffer): Iterable<readonly [Buffer, StoredEntry]> {
    return this.#bytes.prefix(prefix);
  }

  between(from: number, to: number): Iterable<readonly [Buffer, StoredEntry]> {
    return this.#bytes.between!(from, to);
  }

  /** What is there now stays. */
  committed(): void {
    this.#before.clear();
  }

  /** Puts back what was there at the last commit. */
  rollBack(): void {
    const entries = [...this.#before].map(([text, entry]) => [Buffer.from(text, 'latin1'), entry] as const);
    this.#before.clear();
    // Deletions first: a store of limited size must not evict what belongs there.
    for (const [key, entry] of entries) if (!entry) this.#bytes.set(key, null);
    // What has expired only since then must be taken again.
    if (entries.length > 0) this.#bytes.observedTime = this.#timeBefore;
    for (const [key, entry] of entries) if (entry) this.#bytes.set(key, entry);
  }
}
