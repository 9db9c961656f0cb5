import type { Budget as Limits } from '../../../shared/api';
import { limits } from '../../../shared/limits';

export type Spent = 'records' | 'bytes' | 'time';

/** What a scan may still read. */
export class Budget {
  #limits: Required<Limits>;
  readonly #startedAt: number;
  readonly #now: () => number;
  #records = 0;
  #bytes = 0;

  /** @param asked By the request, @param usual by the command line. @param now Milliseconds of any clock. */
  constructor(asked: Limits = {}, usual: Limits = {}, now: () => number = () => performance.now()) {
    const pick = (name: 'records' | 'bytes' | 'ms'): number => {
      const { usual: first, most } = limits.budget[name];
      return Math.min(most, Math.max(1, asked[name] ?? usual[name] ?? first));
    };
    this.#limits = { records: pick('records'), bytes: pick('bytes'), ms: pick('ms') };
    this.#now = now;
    this.#startedAt = now();
  }

  get records(): number {
    return this.#records;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get ms(): number {
    return Math.round(this.#now() - this.#startedAt);
  }

  /** Milliseconds that are left. */
  get msLeft(): number {
    return Math.max(0, this.#limits.ms - (this.#now() - this.#startedAt));
  }

  count(records: number, bytes: number): void {
    this.#records += records;
    this.#bytes += bytes;
  }

  /** Which bound was reached; undefined: none. The time is asked for only now and then: `withTime`. */
  spent(withTime = true): Spent | undefined {
    if (this.#records >= this.#limits.records) return 'records';
    if (this.#bytes >= this.#limits.bytes) return 'bytes';
    return withTime && this.msLeft === 0 ? 'time' : undefined;
  }

  /** Half as much again, for a scan that would else end without anything known. */
  extend(): void {
    const { records, bytes, ms } = this.#limits;
    this.#limits = { records: this.#records + Math.ceil(records / 2), bytes: this.#bytes + Math.ceil(bytes / 2), ms };
  }
}
