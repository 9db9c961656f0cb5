import { EndHistory, type Behind } from 'kafka-napi/lag';

/** Of partitions of a group that a page shows: about 20 min of ends in steps of 10 s. */
const FINE = { most: 120, stepMs: 10_000 };
/** Of all others whose seconds behind are wanted: about 16 min. */
const COARSE = { most: 32, stepMs: 30_000 };
/** How long a history is kept that nobody has wanted. */
const KEPT_MS = 600_000;
/** More partitions have none: 50,000 need some 30 MB. */
const MOST_PARTITIONS = 50_000;

interface Kept {
  history: EndHistory;
  wantedAt: number;
}

/** The histories of the ends of partitions that groups read. */
export class Histories {
  readonly #topics = new Map<string, Map<number, Kept>>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Begins to keep the history of a partition, or goes on. */
  want(topic: string, partition: number, isFine: boolean, now: number): void {
    let partitions = this.#topics.get(topic);
    let kept = partitions?.get(partition);
    if (kept === undefined) {
      if (this.#count >= MOST_PARTITIONS) return;
      const { most, stepMs } = isFine ? FINE : COARSE;
      kept = { history: new EndHistory(most, stepMs), wantedAt: now };
      if (partitions === undefined) this.#topics.set(topic, (partitions = new Map()));
      partitions.set(partition, kept);
      this.#count++;
    }
    if (isFine) kept.history.refine(FINE.most, FINE.stepMs);
    kept.wantedAt = now;
  }

  /** The end of a partition was `end`. Without a history of it, nothing happens. */
  add(topic: string, partition: number, time: number, end: number): void {
    this.#topics.get(topic)?.get(partition)?.history.add(time, end);
  }

  /** The ends of all partitions of a topic, by number; null where one is unknown. */
  addAll(topic: string, time: number, ends: readonly (number | null)[]): void {
    for (const [partition, { history }] of this.#topics.get(topic) ?? []) {
      const end = ends[partition] ?? null;
      if (end !== null) history.add(time, end);
    }
  }

  /** Null: not known. */
  behind(topic: string, partition: number, offset: number, now: number): Behind | null {
    return this.#topics.get(topic)?.get(partition)?.history.behind(offset, now) ?? null;
  }

  /** Another topic has this name now. */
  forget(topic: string): void {
    this.#count -= this.#topics.get(topic)?.size ?? 0;
    this.#topics.delete(topic);
  }

  /** Forgets what nobody has wanted for some time. */
  clean(now: number): void {
    for (const [topic, partitions] of this.#topics) {
      for (const [partition, { wantedAt }] of partitions) {
        if (now - wantedAt < KEPT_MS) continue;
        partitions.delete(partition);
        this.#count--;
      }
      if (partitions.size === 0) this.#topics.delete(topic);
    }
  }
}
