/**
 * An independent record of what clients reported and did, compared at the end with the contents of a topic.
 *
 * A record's value is its name: "<producer>:<number>". The numbers of a producer start at 0, in the order of sending.
 */
export interface StoredRecord {
  readonly partition: number;
  readonly offset: number;
  readonly name: string;
}

/** Pending, acknowledged, certainly failed, failed but possibly written, in an aborted transaction. */
type Fate = 'pending' | 'acknowledged' | 'no' | 'maybe' | 'aborted';

interface Entry {
  fate: Fate;
  partition: number;
  offset: number;
}

export interface Verdict {
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly maybe: number;
  readonly aborted: number;
  readonly stored: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly processed: number;
  /** Records processed more than once: at-least-once allows it. */
  readonly processedAgain: number;
  /** One sentence each; empty: no fault. */
  readonly violations: string[];
}

/** At most this many of a kind are listed, followed by their number. */
const MOST_OF_A_KIND = 5;

export class Ledger {
  readonly #entries = new Map<string, Entry[]>();
  /** group → partition → how often each offset was processed. */
  readonly #processed = new Map<string, number[][]>();
  readonly #names = new Map<string, string>();
  /** By kind, so that many of one do not hide another. */
  readonly #violations = new Map<string, string[]>();
  processedCount = 0;

  /** The name of the next record of this producer. */
  next(producer: string): string {
    let entries = this.#entries.get(producer);
    if (!entries) this.#entries.set(producer, (entries = []));
    entries.push({ fate: 'pending', partition: -1, offset: -1 });
    return `${producer}:${entries.length - 1}`;
  }

  /**
   * `offset` −1: the broker already had the record and did not return its offset (a repeated request whose first answer
   * was lost).
   */
  acknowledged(name: string, partition: number, offset: number): void {
    const entry = this.#settle(name, 'acknowledged');
    entry.partition = partition;
    entry.offset = offset;
  }

  failed(name: string, persisted: 'no' | 'maybe'): void {
    this.#settle(name, persisted);
  }

  /** The outcome of the record's transaction, known after its delivery: 'aborted', or 'maybe' if it is unknown. */
  overruled(name: string, fate: 'aborted' | 'maybe'): void {
    this.#entry(name).fate = fate;
  }

  processed(group: string, partition: number, offset: number, name: string): void {
    let partitions = this.#processed.get(group);
    if (!partitions) this.#processed.set(group, (partitions = []));
    const offsets = (partitions[partition] ??= []);
    offsets[offset] = (offsets[offset] ?? 0) + 1;
    this.processedCount++;
    const place = `${partition}/${offset}`;
    const before = this.#names.get(place);
    if (before === undefined) this.#names.set(place, name);
    else if (before !== name)
      this.violation('read twice differently', `two records were read at ${place}: ${before} and ${name}`);
  }

  violation(kind: string, sentence: string): void {
    const same = this.#violations.get(kind);
    if (same) same.push(sentence);
    else this.#violations.set(kind, [sentence]);
  }

  #told(): string[] {
    return [...this.#violations].flatMap(([kind, sentences]) => [
      ...sentences.slice(0, MOST_OF_A_KIND).map((sentence) => `${kind}: ${sentence}`),
      ...(sentences.length > MOST_OF_A_KIND ? [`${kind}: ${sentences.length} in all`] : []),
    ]);
  }

  #entry(name: string): Entry {
    const at = name.lastIndexOf(':');
    const entry = this.#entries.get(name.slice(0, at))?.[Number(name.slice(at + 1))];
    if (!entry) throw new Error(`"${name}" was never sent`);
    return entry;
  }

  #settle(name: string, fate: Fate): Entry {
    const entry = this.#entry(name);
    if (entry.fate !== 'pending')
      this.violation('settled twice', `${name} was settled twice: ${entry.fate}, then ${fate}`);
    entry.fate = fate;
    return entry;
  }

  /**
   * @param stored All records of the topic for readers of committed records, in order by partition.
   * @param committed group → next offset to read by partition.
   */
  verify(stored: readonly StoredRecord[], committed: ReadonlyMap<string, readonly number[]>): Verdict {
    const places = new Map<string, StoredRecord[]>();
    const last = new Map<string, number>();
    for (const record of stored) {
      const at = record.name.lastIndexOf(':');
      const producer = record.name.slice(0, at);
      const number = Number(record.name.slice(at + 1));
      if (!this.#entries.get(producer)?.[number]) {
        this.violation('never sent', `a record that nobody sent is in the topic: ${record.name}`);
        continue;
      }
      const line = `${producer}/${record.partition}`;
      const before = last.get(line) ?? -1;
      if (number < before)
        this.violation('order', `${record.name} comes after ${producer}:${before} in partition ${record.partition}`);
      last.set(line, Math.max(before, number));
      const same = places.get(record.name);
      if (same) same.push(record);
      else places.set(record.name, [record]);
      const read = this.#names.get(`${record.partition}/${record.offset}`);
      if (read !== undefined && read !== record.name) {
        this.violation(
          'read differently',
          `at ${record.partition}/${record.offset} is ${record.name}, but ${read} was read there`,
        );
      }
    }
    const { lost, duplicates, counts } = this.#compare(places);
    this.#checkCommitted(stored, committed);
    let processedAgain = 0;
    for (const partitions of this.#processed.values()) {
      for (const offsets of partitions) for (const times of offsets ?? []) if (times > 1) processedAgain++;
    }
    return {
      sent: counts.sent,
      acknowledged: counts.acknowledged,
      failed: counts.no,
      maybe: counts.maybe,
      aborted: counts.aborted,
      stored: stored.length,
      lost,
      duplicates,
      processed: this.processedCount,
      processedAgain,
      violations: this.#told(),
    };
  }

  #compare(places: ReadonlyMap<string, readonly StoredRecord[]>): {
    lost: number;
    duplicates: number;
    counts: Record<Fate | 'sent', number>;
  } {
    const counts = { sent: 0, pending: 0, acknowledged: 0, no: 0, maybe: 0, aborted: 0 };
    let lost = 0;
    let duplicates = 0;
    for (const [producer, entries] of this.#entries) {
      for (const [number, { fate, partition, offset }] of entries.entries()) {
        const name = `${producer}:${number}`;
        const found = places.get(name) ?? [];
        counts.sent++;
        counts[fate]++;
        if (found.length > 1) {
          duplicates++;
          this.violation(
            'duplicate',
            `${name} (${fate}) is at ${found.map((one) => `${one.partition}/${one.offset}`).join(', ')}`,
          );
        }
        if (fate === 'pending') this.violation('never settled', `${name} was never settled`);
        if (
          fate === 'acknowledged' &&
          !found.some((one) => one.partition === partition && (offset < 0 || one.offset === offset))
        ) {
          lost++;
          this.violation('lost', `${name} was acknowledged at ${partition}/${offset} and is not there`);
        }
        if ((fate === 'no' || fate === 'aborted') && found.length > 0) {
          this.violation('not failed', `${name} is in the topic, though its sender was told "${fate}"`);
        }
      }
    }
    return { lost, duplicates, counts };
  }

  /** The number of these records that a group has not processed. */
  unprocessed(group: string, stored: readonly StoredRecord[]): number {
    const partitions = this.#processed.get(group) ?? [];
    return stored.filter(({ partition, offset }) => !partitions[partition]?.[offset]).length;
  }

  #checkCommitted(stored: readonly StoredRecord[], committed: ReadonlyMap<string, readonly number[]>): void {
    for (const [group, ends] of committed) {
      const partitions = this.#processed.get(group) ?? [];
      for (const { partition, offset, name } of stored) {
        if (offset < (ends[partition] ?? 0) && !partitions[partition]?.[offset]) {
          this.violation(
            'committed unprocessed',
            `group ${group} committed past ${partition}/${offset} (${name}) without having processed it`,
          );
        }
      }
    }
  }
}
