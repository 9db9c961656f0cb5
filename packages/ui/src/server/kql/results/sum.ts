import { add, exactOf, partsOf, type Exact } from '../values/number';

/** Decimals up to this many places are added as whole numbers of their last place. */
const PLACES = 20;

/** Adds exactly. Whole numbers and short decimals without a bigint, as long as their sums are safe integers. */
export class ExactSum {
  #whole = 0;
  /** By places behind the point. */
  readonly #places: number[] = [];
  #rest: Exact = 0;

  /** False: it is no finite number, or the sum would have too many digits. Then nothing is added. */
  add(value: Exact): boolean {
    if (typeof value === 'number') {
      if (Number.isSafeInteger(value)) {
        const sum = this.#whole + value;
        if (Number.isSafeInteger(sum)) {
          this.#whole = sum;
          return true;
        }
      } else if (this.#addPlaces(value)) return true;
    }
    const sum = add(this.#rest, value);
    if (sum === undefined) return false;
    this.#rest = sum;
    return true;
  }

  #addPlaces(value: number): boolean {
    const text = String(value);
    const dot = text.indexOf('.');
    const places = text.length - dot - 1;
    if (dot < 0 || places > PLACES || text.length > 16 || text.includes('e')) return false;
    const sum = (this.#places[places] ?? 0) + Number(text.slice(0, dot) + text.slice(dot + 1));
    if (!Number.isSafeInteger(sum)) return false;
    this.#places[places] = sum;
    return true;
  }

  get value(): Exact {
    let total = add(this.#rest, this.#whole) ?? this.#rest;
    this.#places.forEach((sum, places) => {
      const { digits, exponent } = partsOf(sum)!;
      total = add(total, exactOf(digits, exponent - places)) ?? total;
    });
    return total;
  }
}
