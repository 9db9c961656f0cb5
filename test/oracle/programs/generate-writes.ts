import type { Random } from '../../helpers/random';
import type { NewRecord, Offset, Part, Step } from './program';

/** What the writes of a program need to know of it. */
export interface Choices {
  /** Any partition that exists. */
  part(): Part | undefined;
  /** Offsets that a transaction may commit, if any. */
  offsets(): Offset[];
}

/** Steps of producers: each has one of its own. */
export class Writes {
  readonly #random: Random;
  readonly #steps: Step[];
  readonly #choices: Choices;
  #producers = 0;
  #sent = 0;

  constructor(random: Random, steps: Step[], choices: Choices) {
    this.#random = random;
    this.#steps = steps;
    this.#choices = choices;
  }

  send(): void {
    const part = this.#choices.part();
    if (!part) return;
    const p = `p${this.#producers++}`;
    this.#steps.push({ op: 'openProducer', p, config: {} }, this.#send(p, part), { op: 'closeProducer', p });
  }

  transaction(): void {
    const part = this.#choices.part();
    if (!part) return;
    const p = `p${this.#producers++}`;
    const outlives = this.#random.chance(0.15);
    const config = { 'transactional.id': `x${p}`, ...(outlives ? { 'transaction.timeout.ms': '1000' } : {}) };
    this.#steps.push({ op: 'openProducer', p, config }, { op: 'initTransactions', p });
    if (outlives) this.#outlive(p, part);
    for (let i = 1 + this.#random.below(2); i > 0; i--) {
      this.#steps.push({ op: 'beginTransaction', p }, this.#send(p, part));
      const offsets = this.#random.chance(0.3) ? this.#choices.offsets() : [];
      if (offsets.length > 0) this.#steps.push({ op: 'sendOffsets', p, group: 0, offsets });
      const roll = this.#random.next();
      if (roll < 0.15) this.#steps.push({ op: 'drain' });
      this.#steps.push({ op: roll < 0.6 ? 'commitTransaction' : 'abortTransaction', p });
    }
    this.#steps.push({ op: 'closeProducer', p });
  }

  /** A transaction that takes longer than it may: the broker aborts it. */
  #outlive(p: string, part: Part): void {
    this.#steps.push({ op: 'beginTransaction', p }, this.#send(p, part), { op: 'sleep', ms: 2500 });
    const roll = this.#random.next();
    // Into the same partition, or one that the coordinator has to add.
    if (roll < 0.4) this.#steps.push(this.#send(p, this.#choices.part() ?? part));
    if (roll < 0.7) this.#steps.push({ op: 'commitTransaction', p });
    this.#steps.push({ op: 'abortTransaction', p });
  }

  #send(p: string, part: Part): Step {
    return { op: 'send', p, t: part[0], records: this.#records(part) };
  }

  #records(part: Part): NewRecord[] {
    return Array.from({ length: 1 + this.#random.below(4) }, () => ({
      partition: part[1],
      key: this.#random.chance(0.8) ? `s${this.#sent % 3}` : null,
      value: this.#random.chance(0.9) ? `s${this.#sent}` : null,
      timestamp: (100 + this.#sent++) * 1000,
    }));
  }
}
