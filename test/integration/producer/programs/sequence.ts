/**
 * The records of the integrity test: number `n` of a run tells its key, size, headers and content, so that a reader can
 * check each record by itself and needs to remember only which numbers it has seen.
 */
export interface SequenceOptions {
  /** How many records share the limit. */
  count: number;
  /** Bytes of values in all, at most about. */
  byteLimit: number;
  seed: number;
}

const LARGEST = 100 * 1024;
/** Mean of a size that is log-uniform from 1 B to 100 KiB. */
const MEAN = LARGEST / Math.log(LARGEST);
export const KEYS = 997;

/** The same number for the same n and seed, 0 ≤ x < 1. */
function chance(seed: number, n: number, salt: number): number {
  let t = Math.imul(n ^ seed, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  t = Math.imul(t ^ (t >>> 16), 0x85ebca6b);
  t = Math.imul(t ^ (t >>> 13), 0xc2b2ae35);
  return ((t ^ (t >>> 16)) >>> 0) / 2 ** 32;
}

export class Sequence {
  readonly #options: SequenceOptions;
  readonly #bytes: readonly Buffer[];
  /** Of records whose size is log-uniform; the others have at most 16 bytes, so that the limit is kept. */
  readonly #largeShare: number;

  constructor(options: SequenceOptions) {
    this.#options = options;
    this.#largeShare = Math.min(1, options.byteLimit / (options.count * MEAN));
    this.#bytes = Array.from({ length: 256 }, (_, fill) => Buffer.alloc(LARGEST, fill));
  }

  /** null: a record without a key. */
  key(n: number): string | null {
    return chance(this.#options.seed, n, 1) < 0.02
      ? null
      : `key-${Math.floor(chance(this.#options.seed, n, 2) * KEYS)}`;
  }

  value(n: number): Buffer | null {
    const { seed } = this.#options;
    if (chance(seed, n, 3) < 0.02) return null;
    const size =
      chance(seed, n, 4) < this.#largeShare
        ? Math.floor(Math.exp(chance(seed, n, 5) * Math.log(LARGEST + 1))) - 1
        : Math.floor(chance(seed, n, 6) * 17);
    return this.#bytes[n & 255]!.subarray(0, size);
  }

  headers(n: number): [string, string | null][] {
    const headers: [string, string | null][] = [['n', String(n)]];
    if (chance(this.#options.seed, n, 7) < 0.1) headers.push(['extra', null], ['extra', `${n % 7}`]);
    return headers;
  }
}
