/** The values of the language. */

/**
 * `undefined` is a missing value. A `number` stands for the shortest decimal that gives it, as JavaScript prints it:
 * every JSON number of at most 15 digits is exact as one. What has more is a bigint or a Decimal.
 * Objects are read by their own properties only. A decoder that knows maps with other keys gives lists of pairs.
 */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | Decimal
  | string
  | Uint8Array
  | Time
  | readonly Value[]
  | { readonly [name: string]: Value };

/** Digits × 10^exponent, without zeros at the end of the digits. The fields are private: no path reaches them. */
export class Decimal {
  readonly #digits: bigint;
  readonly #exponent: number;

  constructor(digits: bigint, exponent: number) {
    this.#digits = digits;
    this.#exponent = exponent;
  }

  get digits(): bigint {
    return this.#digits;
  }

  get exponent(): number {
    return this.#exponent;
  }
}

/** An instant, in whole milliseconds. */
export class Time {
  readonly #ms: number;

  constructor(ms: number) {
    this.#ms = ms;
  }

  get ms(): number {
    return this.#ms;
  }
}

/** What `[*]` gives: a comparison is true if one of them satisfies it. */
export class Each {
  readonly #items: readonly Value[];

  constructor(items: readonly Value[]) {
    this.#items = items;
  }

  get items(): readonly Value[] {
    return this.#items;
  }
}

/** The value of an expression. */
export type Result = Value | Each;
