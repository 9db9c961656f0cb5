interface Point {
  source: number;
  target: number;
}

/** Maximum number of entries per partition; then every second one is dropped. */
const MOST = 10_000;

/** Maps offsets of the original to offsets of the copy. */
export class OffsetMap {
  readonly #points = new Map<string, Point[]>();

  /** The next offsets after the copied records, in both. */
  add(topic: string, partition: number, source: number, target: number): void {
    const key = `${topic}/${partition}`;
    const points = this.#points.get(key) ?? [];
    points.push({ source, target });
    if (points.length > MOST) points.splice(0, points.length, ...points.filter((_, index) => index % 2 === 1));
    this.#points.set(key, points);
  }

  /**
   * The nearest known position at or before this one: some records may be read again, but none is skipped. undefined:
   * none is known.
   */
  targetOf(topic: string, partition: number, source: number): number | undefined {
    const points = this.#points.get(`${topic}/${partition}`) ?? [];
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (points[middle]!.source <= source) low = middle + 1;
      else high = middle;
    }
    return points[low - 1]?.target;
  }
}
