/**
 * A binary heap. Java's PriorityQueue is one, too: items that compare as equal come out in the order that follows from
 * the same moves, which is observable where timestamps are equal.
 */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #rank: (item: T) => number;

  constructor(rank: (item: T) => number) {
    this.#rank = rank;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    const rank = this.#rank(item);
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (rank >= this.#rank(items[parent]!)) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.#sink(last);
    return top;
  }

  #sink(item: T): void {
    const items = this.#items;
    const rank = this.#rank(item);
    const inner = items.length >>> 1;
    let at = 0;
    while (at < inner) {
      let child = 2 * at + 1;
      if (child + 1 < items.length && this.#rank(items[child]!) > this.#rank(items[child + 1]!)) child++;
      if (rank <= this.#rank(items[child]!)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = item;
  }
}
