/** The best rows by an order, of any number of records. */
import type { Order } from '../../../shared/kql/ast';
import { compileExpression } from '../expressions/compile';
import { single, type Context } from '../expressions/read';
import type { RecordView } from '../record';
import { sortOrderBy } from '../values/sorting';
import type { Value } from '../values/value';
import { kept } from './kept';

interface Entry<T> {
  keys: Value[];
  timestamp: number | null;
  partition: number;
  offset: number;
  row: T;
}

/** Keeps the best `limit` records in a heap, the worst on top. Equal ones: newest first. */
export class Top<T> {
  readonly #limit: number;
  readonly #show: (record: RecordView) => T;
  readonly #reads: ((record: RecordView) => Value)[];
  readonly #descending: boolean[];
  readonly #heap: Entry<T>[] = [];

  /** `show` makes the row of a record; it is called only for those that are among the best so far. */
  constructor(orders: readonly Order[], limit: number, context: Context, show: (record: RecordView) => T) {
    this.#limit = limit;
    this.#show = show;
    this.#reads = orders.map(({ expression }) => {
      const { value } = compileExpression(expression, context);
      return (record) => {
        try {
          return kept(single(value(record)));
        } catch {
          context.faults.filter++;
          return undefined;
        }
      };
    });
    this.#descending = orders.map(({ descending }) => descending);
  }

  add(record: RecordView): void {
    const { timestamp, partition, offset } = record;
    const keys = this.#reads.map((read) => read(record));
    const place = { keys, timestamp, partition, offset };
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push({ ...place, row: this.#show(record) });
      this.#up(heap.length - 1);
    } else if (this.#order(place, heap[0]!) < 0) {
      heap[0] = { ...place, row: this.#show(record) };
      this.#down(0);
    }
  }

  /** The rows so far, best first. */
  rows(): T[] {
    return [...this.#heap].sort((a, b) => this.#order(a, b)).map(({ row }) => row);
  }

  #order(a: Omit<Entry<T>, 'row'>, b: Omit<Entry<T>, 'row'>): number {
    for (let i = 0; i < a.keys.length; i++) {
      const order = sortOrderBy(a.keys[i], b.keys[i], this.#descending[i]!);
      if (order !== 0) return order;
    }
    const [timeA, timeB] = [a.timestamp ?? -Infinity, b.timestamp ?? -Infinity];
    if (timeA !== timeB) return timeB > timeA ? 1 : -1;
    return a.partition - b.partition || b.offset - a.offset;
  }

  #swap(i: number, j: number): void {
    [this.#heap[i], this.#heap[j]] = [this.#heap[j]!, this.#heap[i]!];
  }

  #isWorse(i: number, j: number): boolean {
    return this.#order(this.#heap[i]!, this.#heap[j]!) > 0;
  }

  #up(start: number): void {
    for (let i = start; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!this.#isWorse(i, parent)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #down(start: number): void {
    for (let i = start; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let worst = i;
      if (left < this.#heap.length && this.#isWorse(left, worst)) worst = left;
      if (right < this.#heap.length && this.#isWorse(right, worst)) worst = right;
      if (worst === i) return;
      this.#swap(i, worst);
      i = worst;
    }
  }
}
