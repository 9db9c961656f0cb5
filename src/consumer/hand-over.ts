import { DeserializationError } from '../errors/serialization-error';
import type { ResolvedDeserializer } from '../serde/resolve';
import { ConsumerRecord } from './consumer-record';
import { ConsumerRecords, type Segment } from './consumer-records';
import { isPromise } from './listeners';
import type { Offsets } from './offsets';
import { readersFor, type Readers } from './readers';
import type { Run } from './record-batch';
import type { Rest } from './rest';
import { stateError } from './state-error';

interface Decoded {
  key: unknown;
  value: unknown;
}

/** The first record that is not there yet: nothing of it or after it is handed over. */
class Failure {
  constructor(readonly error: Error) {}
}

/**
 * Gives records to the user, and with them moves the positions. Without deserializers they are only looked at; with them, each is decoded
 * before it is handed over, and one that fails stays where it is.
 */
export class HandOver<K, V> {
  readonly #rest: Rest;
  readonly #offsets: Offsets;
  readonly #key: ResolvedDeserializer;
  readonly #value: ResolvedDeserializer;
  readonly #intercept: ((records: ConsumerRecords<K, V>) => ConsumerRecords<K, V>) | undefined;
  /** A deserializer has returned a promise. */
  #isAsync = false;
  readonly #readers: Readers<K, V>;
  /** The bytes, or the text that they are, are what the user gets. */
  readonly #isDirect: boolean;
  /** A record goes to the user as it is: `takeRaw` does. */
  readonly isPlain: boolean;

  constructor(
    rest: Rest,
    offsets: Offsets,
    key: ResolvedDeserializer,
    value: ResolvedDeserializer,
    intercept?: (records: ConsumerRecords<K, V>) => ConsumerRecords<K, V>,
  ) {
    this.#rest = rest;
    this.#offsets = offsets;
    this.#key = key;
    this.#value = value;
    this.#intercept = intercept;
    this.#readers = readersFor(key, value);
    this.#isDirect = key.form !== undefined && value.form !== undefined;
    this.isPlain = this.#isDirect && intercept === undefined;
  }

  /** The next record of `run`, which is the rest's current one, without a call of a deserializer. */
  takeRaw(run: Run): ConsumerRecord<K, V> {
    const index = run.next++;
    const { batch, state } = run;
    const readers = this.#readers;
    const record = new ConsumerRecord<K, V>(run, index, readers.key(batch, index), readers.value(batch, index));
    state.position = record.offset + 1;
    state.leaderEpoch = record.leaderEpoch ?? -1;
    if (--state.waiting === 0 && state.end >= 0) state.passEnd();
    this.#offsets.handedOver(state, record.offset);
    return record;
  }

  /** As `takeRaw`, deserialized; a promise where a deserializer is asynchronous. Throws a DeserializationError. */
  takeOne(run: Run): ConsumerRecord<K, V> | undefined | Promise<ConsumerRecord<K, V> | undefined> {
    if (this.isPlain) return this.takeRaw(run);
    if (this.#intercept) {
      const taken = this.take(1);
      const first = (records: ConsumerRecords<K, V>) => records[Symbol.iterator]().next().value;
      return isPromise(taken) ? taken.then(first) : first(taken);
    }
    const index = run.next;
    const decoded = this.#decode(run, index);
    if (!isPromise(decoded)) return this.#takeDecoded(run, index, decoded);
    return (async () => {
      const done = await decoded;
      // Sought or revoked meanwhile.
      return run.isCurrent && run.next === index && !run.state.isHeld ? this.#takeDecoded(run, index, done) : undefined;
    })();
  }

  /** As `takeOne`, if that needs no promise and does not fail. What a deserializer returned or threw otherwise is not used. */
  takeAtOnce(run: Run): ConsumerRecord<K, V> | undefined {
    if (this.isPlain) return this.takeRaw(run);
    if (this.#isAsync || this.#intercept) return undefined;
    const index = run.next;
    const decoded = this.#attempt(run, index, false);
    if (decoded instanceof Failure) return undefined;
    if (!isPromise(decoded)) return this.#takeDecoded(run, index, decoded as Decoded);
    this.#isAsync = true;
    return undefined;
  }

  #takeDecoded(run: Run, index: number, decoded: Decoded): ConsumerRecord<K, V> {
    const record = new ConsumerRecord<K, V>(run, index, decoded.key as K | null, decoded.value as V | null);
    this.#advance(run, index + 1);
    return record;
  }

  /** Up to `max` records; deserialization fails only if it fails for the first. */
  take(max: number): ConsumerRecords<K, V> | Promise<ConsumerRecords<K, V>> {
    const taken = this.#isDirect ? this.#takeView(max) : this.#takeAll(max, false);
    if (!this.#intercept) return taken;
    return isPromise(taken) ? taken.then(this.#intercept) : this.#intercept(taken);
  }

  takeSync(max: number): ConsumerRecords<K, V> {
    const taken = this.#isDirect ? this.#takeView(max) : (this.#takeAll(max, true) as ConsumerRecords<K, V>);
    return this.#intercept ? this.#intercept(taken) : taken;
  }

  #takeView(max: number): ConsumerRecords<K, V> {
    const segments: Segment<K, V>[] = [];
    for (let left = max; left > 0;) {
      const run = this.#rest.current();
      if (!run) break;
      const start = run.next;
      const end = Math.min(run.end, start + left);
      this.#advance(run, end);
      segments.push({ run, start, end });
      left -= end - start;
    }
    return new ConsumerRecords(segments, this.#readers);
  }

  #takeAll(max: number, sync: boolean): ConsumerRecords<K, V> | Promise<ConsumerRecords<K, V>> {
    const planned: Segment<K, V>[] = [];
    const results: (Decoded | PromiseLike<Decoded | Failure> | Failure)[] = [];
    let isAsync = false;
    let left = max;
    for (let run = this.#rest.current(); run && left > 0; run = this.#rest.following(run)) {
      const start = run.next;
      const end = Math.min(run.end, start + left);
      planned.push({ run, start, end });
      left -= end - start;
      for (let i = start; i < end; i++) {
        const decoded = this.#attempt(run, i, sync);
        results.push(decoded);
        if (decoded instanceof Failure) left = 0;
        else if (isPromise(decoded)) isAsync = true;
        if (left === 0 && decoded instanceof Failure) break;
      }
    }
    if (!isAsync) return this.#takePlanned(planned, results as (Decoded | Failure)[]);
    return Promise.all(results).then((settled) => this.#takePlanned(planned, settled));
  }

  #takePlanned(planned: Segment<K, V>[], results: readonly (Decoded | Failure)[]): ConsumerRecords<K, V> {
    const segments: Segment<K, V>[] = [];
    let at = 0;
    for (const { run, start, end } of planned) {
      // Sought or revoked while deserializers were at work.
      if (!run.isCurrent || run.next !== start || run.state.isHeld) {
        at += end - start;
        continue;
      }
      const records: ConsumerRecord<K, V>[] = [];
      for (let i = start; i < end; i++, at++) {
        const decoded = results[at];
        if (decoded === undefined || decoded instanceof Failure) {
          if (records.length === 0 && segments.length === 0 && decoded) throw decoded.error;
          break;
        }
        records.push(new ConsumerRecord<K, V>(run, i, decoded.key as K | null, decoded.value as V | null));
      }
      const taken = start + records.length;
      if (records.length > 0) {
        this.#advance(run, taken);
        segments.push({ run, start, end: taken, records });
      }
      if (taken < end) break;
    }
    return new ConsumerRecords(segments, this.#readers);
  }

  #attempt(run: Run, index: number, sync: boolean): Decoded | PromiseLike<Decoded | Failure> | Failure {
    try {
      const decoded = this.#decode(run, index);
      if (!isPromise(decoded)) return decoded;
      if (!sync)
        return decoded.then(
          (done) => done,
          (error: Error) => new Failure(error),
        );
      decoded.then(undefined, () => undefined);
      return new Failure(
        stateError(
          'pollSync',
          'the deserializer returned a promise, which cannot be awaited while the thread is blocked; use poll()',
        ),
      );
    } catch (error) {
      return new Failure(error as Error);
    }
  }

  /** Throws, or rejects with, a DeserializationError. */
  #decode(run: Run, index: number): Decoded | Promise<Decoded> {
    const key = this.#deserialize(this.#key, run, index, true, run.batch.key(index));
    const value = this.#deserialize(this.#value, run, index, false, run.batch.value(index));
    if (!isPromise(key) && !isPromise(value)) return { key, value };
    return Promise.all([key, value]).then(([key, value]) => ({ key, value }));
  }

  #deserialize(
    deserializer: ResolvedDeserializer,
    run: Run,
    index: number,
    isKey: boolean,
    data: Buffer | null,
  ): unknown {
    if (data === null || deserializer.form === 'bytes') return data;
    const { topic, partition, batch } = run;
    const failed = (cause: unknown): never => {
      throw new DeserializationError({
        topic,
        partition,
        offset: batch.offset(index),
        isKey,
        cause,
        operation: 'poll',
      });
    };
    try {
      const value = deserializer.deserialize(data, new Context(run, index, isKey));
      return isPromise(value) ? Promise.resolve(value).catch(failed) : value;
    } catch (error) {
      return failed(error);
    }
  }

  #advance(run: Run, to: number): void {
    const { state, batch } = run;
    const first = batch.offset(run.next);
    state.waiting -= to - run.next;
    run.next = to;
    state.position = batch.offset(to - 1) + 1;
    state.leaderEpoch = run.leaderEpoch ?? -1;
    if (state.waiting === 0 && state.end >= 0) state.passEnd();
    this.#offsets.handedOver(state, first);
  }

  /** Takes back what was handed over last, from the record `keep` of it on. */
  putBack(records: ConsumerRecords<K, V>, keep: number): ConsumerRecords<K, V> {
    const { kept, rest } = ConsumerRecords.cut(records, keep);
    for (const { run, start } of rest.reverse()) {
      this.#rest.putBack(run, start);
      if (run.isCurrent) run.state.position = run.batch.offset(start);
    }
    return kept;
  }
}

/** What a deserializer is told; headers are decoded only if it looks. */
class Context {
  readonly topic: string;
  readonly isKey: boolean;
  readonly #run: Run;
  readonly #index: number;

  constructor(run: Run, index: number, isKey: boolean) {
    this.topic = run.topic;
    this.isKey = isKey;
    this.#run = run;
    this.#index = index;
  }

  get headers() {
    return this.#run.batch.headers(this.#index);
  }
}
