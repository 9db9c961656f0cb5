import type { Consumer } from 'kafka-napi';
import type { Int64 } from '../../../shared/api';

/** How far a tail may fall behind: so many records, or as many as it reads in some seconds. */
const MAX_BEHIND = 100_000;
const MAX_SECONDS = 5;
/** Records before the end at which it goes on. */
const BEFORE_END = 1000;
/** To ask for the lag of more partitions than this four times a second would be most of the work. */
const FEW = 200;

interface Jump {
  readonly p: number;
  readonly from: number;
  readonly to: number;
}

/** Where a tail begins in a partition. */
export interface Start {
  readonly partition: number;
  readonly offset: number;
  /** Where it should begin: before `offset`, what lies between has been deleted. */
  readonly wanted: number;
}

/** How far a tail is behind the ends of its partitions. */
export class Lags {
  readonly #consumer: Consumer;
  readonly #topic: string;
  readonly #partitions: readonly number[];
  /** Where each goes on that has moved since the last event. */
  #moved = new Map<number, number>();
  /** What was deleted before the tail could go on with it. */
  #lost: Jump[];
  #behind = 0;
  #turn = 0;

  constructor(consumer: Consumer, topic: string, starts: readonly Start[]) {
    this.#consumer = consumer;
    this.#topic = topic;
    this.#partitions = starts.map(({ partition }) => partition);
    for (const { partition, offset } of starts) this.#moved.set(partition, offset);
    this.#lost = starts
      .filter(({ offset, wanted }) => wanted < offset)
      .map(({ partition: p, offset: to, wanted: from }) => ({ p, from, to }));
  }

  moved(partition: number, next: number): void {
    this.#moved.set(partition, Math.max(next, this.#moved.get(partition) ?? 0));
  }

  /** Records that are not read yet, as far as it is known. */
  behind(): number {
    const isTurn = this.#partitions.length <= FEW || this.#turn++ % 4 === 0;
    if (isTurn) this.#behind = this.#partitions.reduce((sum, partition) => sum + this.#lag(partition), 0);
    return this.#behind;
  }

  /** Leaves out records if there are too many: nobody who watches would see them. @returns All that is left out. */
  jump(behind: number, perSec: number): Jump[] {
    const jumps = this.#lost;
    this.#lost = [];
    if (behind <= Math.max(MAX_BEHIND, MAX_SECONDS * perSec)) return jumps;
    const keep = Math.ceil(BEFORE_END / this.#partitions.length);
    for (const p of this.#partitions) {
      const place = { topic: this.#topic, partition: p };
      const [lag, from] = [this.#lag(p), this.#consumer.position(place)];
      if (lag <= keep || from === null) continue;
      const to = from + lag - keep;
      this.#consumer.seek(place, to);
      this.#moved.set(p, to);
      jumps.push({ p, from, to });
    }
    this.#behind = 0;
    return jumps;
  }

  takeMoved(): Record<number, Int64> | undefined {
    if (this.#moved.size === 0) return undefined;
    const moved = this.#moved;
    this.#moved = new Map();
    return Object.fromEntries(Array.from(moved, ([partition, next]) => [partition, String(next)]));
  }

  #lag(partition: number): number {
    return this.#consumer.currentLag({ topic: this.#topic, partition }) ?? 0;
  }
}
