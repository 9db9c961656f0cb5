import { syncResult } from '../../errors/checks';
import type { StoreCore } from '../../stores/store-core';
import { readTime } from '../../stores/timed/timed-keys';
import { rowsOfKey } from '../../stores/timed/window-store';
import { Node, type NodeEnvironment, type NodeHeaders } from '../../task/nodes/node';
import type { JoinWindows } from '../../windows/windows';
import { UnpairedRecords } from './unpaired';

/** `(left, right, key)`. In left and outer joins one of the values may be null. */
export type StreamJoiner = (left: unknown, right: unknown, key: unknown) => unknown;

/** What both sides of a join in one task know of time. */
export interface JoinTime {
  /** The largest time of a record of either side. */
  streamTime: number;
  /** No record without a partner is older, as far as it is known. Infinity: nothing is known. */
  oldestUnpaired: number;
}

/** What both sides of a join have in common. */
export interface StreamJoin {
  readonly windows: JoinWindows;
  readonly joiner: StreamJoiner;
  /** Stores of the records of both sides. */
  readonly leftStore: string;
  readonly rightStore: string;
  /** Of the records without a partner. Absent: an inner join. */
  readonly unpairedStore: string | undefined;
  /** The time of a task, which its two sides share. */
  timeOf(environment: NodeEnvironment): JoinTime;
}

/** One side of a join of streams: its records look for partners among those of the other. Java's KStreamKStreamJoin. */
export class StreamJoinNode extends Node {
  #others!: StoreCore;
  #unpaired: UnpairedRecords | undefined;
  #time!: JoinTime;
  /** How far the records of the other side may be before and after one of this side. */
  readonly #beforeMs: number;
  readonly #afterMs: number;

  /** `isOuter`: records of this side come out even without a partner. */
  constructor(
    name: string,
    private readonly join: StreamJoin,
    private readonly isLeft: boolean,
    private readonly isOuter: boolean,
  ) {
    super(name);
    const { beforeMs, afterMs } = join.windows;
    [this.#beforeMs, this.#afterMs] = isLeft ? [beforeMs, afterMs] : [afterMs, beforeMs];
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    const { leftStore, rightStore, unpairedStore } = this.join;
    const [left, right] = [environment.store(leftStore), environment.store(rightStore)];
    this.#others = this.isLeft ? right : left;
    if (unpairedStore !== undefined)
      this.#unpaired = new UnpairedRecords(environment.store(unpairedStore), left, right);
    this.#time = this.join.timeOf(environment);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const time = this.#time;
    time.streamTime = Math.max(time.streamTime, timestamp);
    if (this.isOuter && key === null && value !== null)
      return this.forward(key, this.#joined(key, value, null), null, timestamp, headers);
    if (key === null || value === null) return this.environment.dropped();
    if (timestamp === time.streamTime) this.#giveUp(timestamp, headers);
    const to = Math.max(0, timestamp + this.#afterMs);
    const others = this.#others;
    const rawKey = others.rawKey(key);
    const from = Math.max(0, timestamp - this.#beforeMs);
    let isAlone = true;
    for (const [raw, entry] of rowsOfKey(others, rawKey, from, to, false)) {
      isAlone = false;
      const otherTime = readTime(raw, rawKey.length);
      this.#unpaired?.remove(!this.isLeft, key, otherTime, timestamp);
      const joined = this.#joined(key, value, others.value(entry));
      this.forward(key, joined, null, Math.max(timestamp, otherTime), headers);
    }
    if (!isAlone || !this.isOuter) return;
    // Too late to wait for a partner.
    if (to < time.streamTime) return this.forward(key, this.#joined(key, value, null), null, timestamp, headers);
    time.oldestUnpaired = Math.min(time.oldestUnpaired, timestamp);
    this.#unpaired!.add(this.isLeft, key, value, timestamp);
  }

  /**
   * Sends the records on whose windows have closed without a partner. Java ends the search when both sides have come to
   * one that is open, and takes the time of the record behind it for the oldest.
   */
  #giveUp(timestamp: number, headers: NodeHeaders): void {
    const time = this.#time;
    const { beforeMs, afterMs, gracePeriodMs } = this.join.windows;
    const isTold = time.oldestUnpaired !== Infinity;
    if (!this.#unpaired || (isTold && time.oldestUnpaired + this.#afterMs + gracePeriodMs >= time.streamTime)) return;
    time.oldestUnpaired = Infinity;
    const isOpen = { left: false, right: false };
    let before: Buffer | undefined;
    for (const one of this.#unpaired.all()) {
      time.oldestUnpaired = one.timestamp;
      if (isOpen.left && isOpen.right) break;
      if (one.timestamp + (one.isLeft ? afterMs : beforeMs) + gracePeriodMs >= time.streamTime) {
        isOpen[one.isLeft ? 'left' : 'right'] = true;
        continue;
      }
      const joined = one.isLeft ? this.#call(one.value, null, one.key) : this.#call(null, one.value, one.key);
      this.forward(one.key, joined, null, one.timestamp, headers);
      // Only when all of a list have gone on: if one fails, the list stays.
      if (before && !before.equals(one.rawKey)) this.#unpaired.delete(before, timestamp);
      before = one.rawKey;
    }
    if (before) this.#unpaired.delete(before, timestamp);
  }

  #joined(key: unknown, value: unknown, other: unknown): unknown {
    return this.isLeft ? this.#call(value, other, key) : this.#call(other, value, key);
  }

  #call(left: unknown, right: unknown, key: unknown): unknown {
    return syncResult(this.join.joiner(left, right, key), this.name);
  }
}
