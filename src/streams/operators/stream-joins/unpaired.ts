import type { StoreCore } from '../../stores/store-core';
import { readTime, writeTime } from '../../stores/timed/timed-keys';
import { readList, writeList } from './value-lists';

/** Time and side, before the key. */
const PREFIX = 9;

/** A record that waits for a partner. */
export interface Unpaired {
  readonly rawKey: Buffer;
  readonly isLeft: boolean;
  readonly timestamp: number;
  readonly key: unknown;
  readonly value: unknown;
}

/**
 * Records of both sides of a left or outer join that have no partner so far, by time, side and key: the store that
 * both sides share. Those of one time, side and key are a list. Java's ListValueStore.
 */
export class UnpairedRecords {
  readonly #store: StoreCore;
  /** Stores of the two sides: their serdes are those of the records. */
  readonly #left: StoreCore;
  readonly #right: StoreCore;

  constructor(store: StoreCore, left: StoreCore, right: StoreCore) {
    this.#store = store;
    this.#left = left;
    this.#right = right;
  }

  #rawKey(isLeft: boolean, key: unknown, timestamp: number): Buffer {
    const prefix = Buffer.allocUnsafe(PREFIX);
    writeTime(prefix, timestamp, 0);
    prefix[8] = isLeft ? 1 : 0;
    return Buffer.concat([prefix, this.#left.rawKey(key)]);
  }

  add(isLeft: boolean, key: unknown, value: unknown, timestamp: number): void {
    const rawValue = (isLeft ? this.#left : this.#right).rawValue(value);
    if (!rawValue) return;
    const rawKey = this.#rawKey(isLeft, key, timestamp);
    const before = this.#store.read(rawKey);
    const list = before ? readList(before.value) : [];
    this.#store.write(rawKey, writeList([...list, { isLeft, rawValue }]), timestamp, timestamp);
  }

  /** A partner was found: those of this time and key need not wait any longer. */
  remove(isLeft: boolean, key: unknown, timestamp: number, recordTimestamp: number): void {
    const rawKey = this.#rawKey(isLeft, key, timestamp);
    if (this.#store.read(rawKey)) this.delete(rawKey, recordTimestamp);
  }

  delete(rawKey: Buffer, recordTimestamp: number): void {
    this.#store.write(rawKey, null, recordTimestamp, recordTimestamp);
  }

  /** By time, right before left, then by key. */
  *all(): Generator<Unpaired> {
    for (const [rawKey, { value }] of this.#store.bytes.range(null, null, false)) {
      const timestamp = readTime(rawKey, 0);
      const key = this.#left.key(rawKey.subarray(PREFIX));
      for (const { isLeft, rawValue } of readList(value)) {
        const side = isLeft ? this.#left : this.#right;
        yield { rawKey, isLeft: rawKey[8] === 1, timestamp, key, value: side.valueOf(rawValue) };
      }
    }
  }
}
