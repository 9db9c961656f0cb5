import type { Evicted, KeyValueBytes, StoredEntry } from '../stores/key-value-bytes';
import type { StoreType } from '../stores/store-plan';
import { averageAndMost, Measure, type Values } from './measures';

type Operation = 'get' | 'put' | 'delete' | 'all' | 'range' | 'prefixScan';
type Rows = Iterable<readonly [Buffer, StoredEntry]>;

/** What Java calls them, by the kind of store. */
const keyValueNames: Readonly<Record<Operation, string>> = {
  get: 'get',
  put: 'put',
  delete: 'delete',
  all: 'all',
  range: 'range',
  prefixScan: 'prefix-scan',
};
const timedNames = { ...keyValueNames, get: 'fetch', range: 'fetch', all: 'fetch', prefixScan: 'fetch' };

function namesOf(type: StoreType): Readonly<Record<Operation, string>> {
  if (type === 'sessionStore') return { ...timedNames, delete: 'remove' };
  return type.endsWith('indowStore') ? { ...timedNames, delete: 'put' } : keyValueNames;
}

/** Bytes of a store, with the time of each operation: in nanoseconds, as in Java. Of a range, until its last entry. */
export class MeasuredBytes implements KeyValueBytes {
  readonly #bytes: KeyValueBytes;
  readonly #names: Readonly<Record<Operation, string>>;
  readonly #measures = new Map<string, { readonly calls: Measure; readonly latency: Measure }>();

  constructor(bytes: KeyValueBytes, type: StoreType) {
    this.#bytes = bytes;
    this.#names = namesOf(type);
    for (const name of Object.values(this.#names))
      this.#measures.set(name, { calls: new Measure(), latency: new Measure() });
  }

  values(now: number): Values {
    const values: Values = {};
    for (const [name, { calls, latency }] of this.#measures) {
      values[`${name}-rate`] = calls.rate(now);
      Object.assign(values, averageAndMost(`${name}-latency`, latency, now));
    }
    return values;
  }

  #took(operation: Operation, started: number): void {
    const now = Date.now();
    const { calls, latency } = this.#measures.get(this.#names[operation])!;
    calls.record(1, now);
    latency.record((performance.now() - started) * 1e6, now);
  }

  get size(): number {
    return this.#bytes.size;
  }

  get observedTime(): number | undefined {
    return this.#bytes.observedTime;
  }

  set observedTime(time: number | undefined) {
    this.#bytes.observedTime = time;
  }

  nextSequence(): number {
    return this.#bytes.nextSequence!();
  }

  get(key: Buffer): StoredEntry | undefined {
    const started = performance.now();
    const entry = this.#bytes.get(key);
    this.#took('get', started);
    return entry;
  }

  set(key: Buffer, entry: StoredEntry | null): readonly Evicted[] | false | undefined {
    const started = performance.now();
    const evicted = this.#bytes.set(key, entry);
    this.#took(entry ? 'put' : 'delete', started);
    return evicted;
  }

  expire(): readonly Evicted[] {
    return this.#bytes.expire!();
  }

  range(from: Buffer | null, to: Buffer | null, isReverse: boolean): Rows {
    return this.#rows(from || to ? 'range' : 'all', this.#bytes.range(from, to, isReverse));
  }

  prefix(prefix: Buffer): Rows {
    return this.#rows('prefixScan', this.#bytes.prefix(prefix));
  }

  between(from: number, to: number): Rows {
    return this.#rows('range', this.#bytes.between!(from, to));
  }

  *#rows(operation: Operation, rows: Rows): Generator<readonly [Buffer, StoredEntry]> {
    const started = performance.now();
    try {
      yield* rows;
    } finally {
      this.#took(operation, started);
    }
  }
}
