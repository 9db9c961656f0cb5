import { lowerBound, type KeyValueBytes, type StoredEntry } from '../key-value-bytes';
import { ownText, textOf } from './key-text';
import { withoutOthers } from './unwritten-entry';

/** In memory: a Map, and a sorted index that is made by the first range. */
export class InMemoryKeyValueBytes implements KeyValueBytes {
  readonly #entries = new Map<string, StoredEntry>();
  #sorted: string[] | undefined;

  get size(): number {
    return this.#entries.size;
  }

  get(key: Buffer): StoredEntry | undefined {
    return this.#entries.get(textOf(key));
  }

  set(key: Buffer, entry: StoredEntry | null): undefined {
    const text = textOf(key);
    const before = this.#entries.size;
    if (entry) this.#entries.set(text, withoutOthers(entry));
    else this.#entries.delete(text);
    if (this.#entries.size === before) return;
    const kept = entry ? this.#keepOwn(text) : text;
    if (this.#sorted) this.#reindex(kept, entry !== null);
  }

  /** The key is new. */
  #keepOwn(text: string): string {
    const entry = this.#entries.get(text)!;
    const own = ownText(text);
    this.#entries.delete(text);
    this.#entries.set(own, entry);
    return own;
  }

  #reindex(text: string, isNew: boolean): void {
    const at = lowerBound(this.#sorted!, text);
    if (isNew) this.#sorted!.splice(at, 0, text);
    else this.#sorted!.splice(at, 1);
  }

  *range(from: Buffer | null, to: Buffer | null, isReverse: boolean): Generator<readonly [Buffer, StoredEntry]> {
    const keys = this.#keys();
    const first = from ? lowerBound(keys, textOf(from)) : 0;
    // No key lies between a bound and the bound with one NUL more.
    const last = to ? lowerBound(keys, `${textOf(to)}\0`) : keys.length;
    yield* this.#rows(keys.slice(first, Math.max(first, last)), isReverse);
  }

  *prefix(prefix: Buffer): Generator<readonly [Buffer, StoredEntry]> {
    const keys = this.#keys();
    const text = textOf(prefix);
    const found: string[] = [];
    for (let i = lowerBound(keys, text); i < keys.length && keys[i]!.startsWith(text); i++) found.push(keys[i]!);
    yield* this.#rows(found, false);
  }

  #keys(): string[] {
    this.#sorted ??= [...this.#entries.keys()].sort();
    return this.#sorted;
  }

  *#rows(keys: string[], isReverse: boolean): Generator<readonly [Buffer, StoredEntry]> {
    for (const key of isReverse ? keys.reverse() : keys) {
      const entry = this.#entries.get(key);
      if (entry) yield [Buffer.from(key, 'latin1'), entry];
    }
  }
}
