import { ConsumerRecord } from '../records/consumer-record';
import type { PartitionState } from '../partitions/partition-state';

/** Records that run one after another. */
export interface Lane<K, V> {
  readonly name: string;
  waiting: ConsumerRecord<K, V>[];
}

/** The records that wait for a handler, by partition or key. At most one record of a lane is taken at a time. */
export class Lanes<K, V> {
  readonly #byKey: boolean;
  readonly #lanes = new Map<string, Lane<K, V>>();
  /** Lanes of which no record is taken. */
  readonly #ready: Lane<K, V>[] = [];
  #withoutKey = 0;

  constructor(byKey: boolean) {
    this.#byKey = byKey;
  }

  /** Returns whether the record may be taken now: its lane is new. */
  add(record: ConsumerRecord<K, V>): boolean {
    const name = this.#nameOf(record);
    const lane = this.#lanes.get(name);
    if (lane) {
      lane.waiting.push(record);
      return false;
    }
    const added = { name, waiting: [record] };
    this.#lanes.set(name, added);
    this.#ready.push(added);
    return true;
  }

  #nameOf(record: ConsumerRecord<K, V>): string {
    const partition = `${record.topic}-${record.partition}`;
    if (!this.#byKey) return partition;
    const key = ConsumerRecord.rawKey(record);
    // Records without a key are in no order: each gets a lane of its own.
    return key === null ? `${partition}?${this.#withoutKey++}` : `${partition}/${key}`;
  }

  /** Takes a record whose lane is ready. The lane is ready again after `done`. */
  take(): { record: ConsumerRecord<K, V>; lane: Lane<K, V> } | undefined {
    for (let lane = this.#ready.shift(); lane; lane = this.#ready.shift()) {
      const record = lane.waiting.shift();
      if (record) return { record, lane };
      // Its records were dropped.
      this.#lanes.delete(lane.name);
    }
    return undefined;
  }

  /** The record that was taken from this lane is processed. */
  done(lane: Lane<K, V>): void {
    if (lane.waiting.length > 0) this.#ready.push(lane);
    else this.#lanes.delete(lane.name);
  }

  /** Drops the records of these partitions and returns how many there were. */
  drop(gone: ReadonlySet<PartitionState>): number {
    let dropped = 0;
    for (const lane of this.#lanes.values()) {
      const kept = lane.waiting.filter((record) => !gone.has(ConsumerRecord.state(record)!));
      dropped += lane.waiting.length - kept.length;
      lane.waiting = kept;
    }
    return dropped;
  }
}
