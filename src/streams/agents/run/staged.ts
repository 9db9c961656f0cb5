import type { Headers } from '../../../index';
import type { StoredEntry } from '../../stores/key-value-bytes';
import type { StoreCore } from '../../stores/store-core';
import type { Taken } from './item';

/** A record that an agent sends, as bytes. */
export interface Sent {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestamp: number;
  readonly headers: Headers;
}

/** One thing that an agent has done, in order. */
export type Step =
  | {
      readonly kind: 'write';
      readonly store: StoreCore;
      readonly key: Buffer;
      readonly value: Buffer | null;
      readonly timestamp: number;
    }
  | { readonly kind: 'send'; readonly record: Sent; readonly taken: Taken | undefined }
  | { readonly kind: 'done'; readonly taken: Taken };

/** Of one store: what was written; null: deleted. */
type Writes = Map<string, { readonly key: Buffer; readonly entry: StoredEntry | null }>;

/** Writes by store. */
class Layer {
  readonly #stores = new Map<StoreCore, Writes>();

  of(store: StoreCore): Writes | undefined {
    return this.#stores.get(store);
  }

  set(store: StoreCore, key: Buffer, entry: StoredEntry | null): void {
    const writes = this.#stores.get(store) ?? (new Map() as Writes);
    writes.set(key.toString('latin1'), { key, entry });
    this.#stores.set(store, writes);
  }

  addAll(later: Layer): void {
    for (const [store, writes] of later.#stores)
      for (const { key, entry } of writes.values()) this.set(store, key, entry);
  }

  clear(): void {
    this.#stores.clear();
  }
}

/**
 * What an agent has done with the items in hand, and what it has acknowledged, but the task has not done yet. The agent
 * itself sees all of it; nobody else sees anything before the task does it.
 */
export class Staged {
  /** With the items in hand. */
  #open: Step[] = [];
  readonly #openWrites = new Layer();
  #sealed: Step[] = [];
  readonly #sealedWrites = new Layer();

  get hasSealed(): boolean {
    return this.#sealed.length > 0;
  }

  read(store: StoreCore, key: Buffer): StoredEntry | undefined {
    const text = key.toString('latin1');
    const written = this.#openWrites.of(store)?.get(text) ?? this.#sealedWrites.of(store)?.get(text);
    return written ? (written.entry ?? undefined) : store.read(key);
  }

  write(store: StoreCore, key: Buffer, value: Buffer | null, timestamp: number): void {
    this.#open.push({ kind: 'write', store, key, value, timestamp });
    this.#openWrites.set(store, key, value && { value, timestamp });
  }

  send(record: Sent, taken: Taken | undefined): void {
    this.#open.push({ kind: 'send', record, taken });
  }

  /** All entries of a store, in the order of the bytes of their keys. */
  *entries(store: StoreCore): Generator<readonly [Buffer, StoredEntry]> {
    const written: Writes = new Map([...(this.#sealedWrites.of(store) ?? []), ...(this.#openWrites.of(store) ?? [])]);
    const rest = [...written].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    let next = 0;
    for (const [key, entry] of store.bytes.range(null, null, false)) {
      for (; next < rest.length && rest[next]!.key.compare(key) < 0; next++) {
        const { key: own, entry: ownEntry } = rest[next]!;
        if (ownEntry) yield [own, ownEntry];
      }
      if (!written.has(key.toString('latin1'))) yield [key, entry];
    }
    for (; next < rest.length; next++) {
      const { key, entry } = rest[next]!;
      if (entry) yield [key, entry];
    }
  }

  /** Acknowledges these items: with them, everything that was done so far is to be done by the task. */
  seal(items: readonly Taken[]): void {
    this.#sealed.push(...this.#open, ...items.map((taken): Step => ({ kind: 'done', taken })));
    this.#open = [];
    this.#sealedWrites.addAll(this.#openWrites);
    this.#openWrites.clear();
  }

  /** Forgets what was done with the items in hand. */
  drop(): void {
    this.#open = [];
    this.#openWrites.clear();
  }

  /** What the task is to do now. */
  takeSealed(): readonly Step[] {
    const steps = this.#sealed;
    this.#sealed = [];
    this.#sealedWrites.clear();
    return steps;
  }
}
