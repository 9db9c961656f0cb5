import type { Headers } from '../../../index';
import { lowerBound } from '../../stores/key-value-bytes';
import type { StoreCore } from '../../stores/store-core';
import { Heap } from '../../task/queues/heap';
import { readUpdate, sizeOf, writeUpdate, type BufferedUpdate } from './buffered-update';

/** The version of what is in the changelog. */
const version: Headers = [['v', Buffer.of(3)]];

/**
 * Updates that are held back, by time and then by key; a later update of a key takes the place of the one before. The
 * store has their bytes. Java's InMemoryTimeOrderedKeyValueChangeBuffer.
 */
export class UpdateBuffer {
  readonly #store: StoreCore;
  /** Texts of the keys of each time, in order. */
  readonly #byTime = new Map<number, string[]>();
  readonly #times = new Heap<number>((time) => time);
  #sizeInBytes = 0;
  #count = 0;

  constructor(store: StoreCore) {
    this.#store = store;
    for (const [rawKey, { value }] of store.bytes.range(null, null, false)) this.#insert(rawKey, readUpdate(value));
  }

  /** How many keys are held back. */
  get count(): number {
    return this.#count;
  }

  get sizeInBytes(): number {
    return this.#sizeInBytes;
  }

  /** The time of the first update; Infinity: there is none. */
  get oldestTime(): number {
    for (let time = this.#times.peek(); time !== undefined; time = this.#times.peek()) {
      if (this.#byTime.get(time)!.length > 0) return time;
      this.#times.pop();
      this.#byTime.delete(time);
    }
    return Infinity;
  }

  /** The update of a key; undefined: none is held back. */
  get(rawKey: Buffer): BufferedUpdate | undefined {
    const entry = this.#store.read(rawKey);
    return entry && readUpdate(entry.value);
  }

  put(rawKey: Buffer, update: Omit<BufferedUpdate, 'prior'>): void {
    const before = this.get(rawKey);
    const next = before ? { ...update, prior: before.prior, time: before.time } : { ...update, prior: update.old };
    if (before) this.#sizeInBytes += sizeOf(rawKey, next) - sizeOf(rawKey, before);
    else this.#insert(rawKey, next);
    const { timestamp } = update.context;
    this.#store.writeRaw(rawKey, writeUpdate(next), timestamp, timestamp, version);
  }

  #insert(rawKey: Buffer, update: BufferedUpdate): void {
    this.#sizeInBytes += sizeOf(rawKey, update);
    this.#count++;
    const { time } = update;
    let keys = this.#byTime.get(time);
    if (!keys) {
      this.#byTime.set(time, (keys = []));
      this.#times.push(time);
    }
    const text = rawKey.toString('latin1');
    keys.splice(lowerBound(keys, text), 0, text);
  }

  /** Takes the first updates out, one by one, after each has been sent on: while the condition holds. */
  takeWhile(isWanted: () => boolean, send: (rawKey: Buffer, update: BufferedUpdate) => void): void {
    for (let time = this.oldestTime; time !== Infinity && isWanted(); time = this.oldestTime) {
      const keys = this.#byTime.get(time)!;
      const rawKey = Buffer.from(keys[0]!, 'latin1');
      const update = this.get(rawKey)!;
      send(rawKey, update);
      keys.shift();
      this.#count--;
      this.#sizeInBytes -= sizeOf(rawKey, update);
      const { timestamp } = update.context;
      this.#store.writeRaw(rawKey, null, timestamp, timestamp);
    }
  }
}
