import type { DataOutput } from '../io/stdout';
import type { ByteConsumer } from './find-partitions';

interface NextOffset {
  topic: string;
  partition: number;
  offset: number;
}

interface Written {
  /** The output's position after these records. */
  position: number;
  offsets: readonly NextOffset[];
}

/**
 * Commits only records that standard output accepted: at an interval, before a revoke and at the end.
 *
 * A pipe holds up to 64 KiB that its reader has not read yet, and the amount cannot be queried. So a record counts at
 * the interval after the one in which it was written. At the end all records count if the reader still exists;
 * otherwise only those too far back to be in the pipe.
 */
export class GroupCommits {
  readonly #consumer: ByteConsumer;
  readonly #out: DataOutput;
  readonly #intervalMs: number;
  readonly #written: Written[] = [];
  readonly #due = new Map<string, NextOffset>();
  #last = Date.now();
  /** The number of bytes that the output had accepted at the last interval. */
  #takenBefore = 0;

  constructor(consumer: ByteConsumer, out: DataOutput, intervalMs: number) {
    this.#consumer = consumer;
    this.#out = out;
    this.#intervalMs = intervalMs;
  }

  /** Records the next offsets after everything written to the output so far. */
  wrote(offsets: readonly NextOffset[]): void {
    this.#written.push({ position: this.#out.position, offsets });
  }

  async commitIfDue(): Promise<void> {
    if (Date.now() - this.#last < this.#intervalMs) return;
    this.#out.lookForReader();
    const taken = this.#out.taken;
    await this.#commit(Math.min(taken, this.#takenBefore));
    this.#takenBefore = taken;
  }

  /** Commits everything that was written, unless the reader has gone. */
  async commitAll(): Promise<void> {
    await this.#out.settle();
    await this.#commit(this.#out.taken);
  }

  async #commit(upTo: number): Promise<void> {
    this.#last = Date.now();
    let count = 0;
    while (count < this.#written.length && this.#written[count]!.position <= upTo) count++;
    for (const { offsets } of this.#written.splice(0, count)) {
      for (const next of offsets) this.#due.set(`${next.topic}/${next.partition}`, next);
    }
    if (this.#due.size === 0) return;
    const offsets = [...this.#due.values()];
    await this.#consumer.commit(offsets);
    for (const next of offsets) this.#due.delete(`${next.topic}/${next.partition}`);
  }
}
