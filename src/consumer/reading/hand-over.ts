import type { ResolvedDeserializer } from '../../serde/resolve';
import { ConsumerRecord } from '../records/consumer-record';
import { ConsumerRecords, type Segment } from '../records/consumer-records';
import { isPromise } from '../../user-code/user-code';
import type { Offsets } from '../offsets/offset-commits';
import { Failure, RecordDeserializer, type Deserialized } from '../records/deserialization';
import { readersFor, type Readers } from '../records/value-readers';
import type { Run } from '../records/record-batch';
import type { PrefetchedRecords } from '../records/prefetched-records';

/**
 * Delivers records to the user and moves the positions. Without deserializers it only creates the record objects. With
 * deserializers it decodes each record before delivery; if that fails, the position stays at the record.
 */
export class HandOver<K, V> {
  readonly #prefetched: PrefetchedRecords;
  readonly #offsets: Offsets;
  readonly #deserializer: RecordDeserializer;
  readonly #intercept: ((records: ConsumerRecords<K, V>) => ConsumerRecords<K, V>) | undefined;
  /** A deserializer has returned a promise. */
  #isAsync = false;
  /** Number of the call that waits for deserializers. Results for an earlier call, which was given up, are ignored. */
  #waiting = 0;
  readonly #readers: Readers<K, V>;
  /** The user gets the bytes, or the text they encode. */
  readonly #isDirect: boolean;
  /** Records must be able to return the bytes of their keys. */
  keepsRawKeys = false;
  /** Neither deserializers nor interceptors have to run, so `takeRaw` is enough. */
  readonly isPlain: boolean;

  constructor(
    prefetched: PrefetchedRecords,
    offsets: Offsets,
    key: ResolvedDeserializer,
    value: ResolvedDeserializer,
    intercept?: (records: ConsumerRecords<K, V>) => ConsumerRecords<K, V>,
  ) {
    this.#prefetched = prefetched;
    this.#offsets = offsets;
    this.#deserializer = new RecordDeserializer(key, value);
    this.#intercept = intercept;
    this.#readers = readersFor(key, value);
    this.#isDirect = key.form !== undefined && value.form !== undefined;
    this.isPlain = this.#isDirect && intercept === undefined;
  }

  /** Takes the next record of `run`, the current run of the prefetched records, without calling a deserializer. */
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

  /**
   * Like `takeRaw`, but with deserialization. Returns a promise if a deserializer is asynchronous. Throws a
   * DeserializationError.
   */
  takeOne(run: Run): ConsumerRecord<K, V> | undefined | Promise<ConsumerRecord<K, V> | undefined> {
    if (this.isPlain) return this.takeRaw(run);
    if (this.#intercept) {
      const taken = this.take(1);
      const first = (records: ConsumerRecords<K, V>) => records[Symbol.iterator]().next().value;
      return isPromise(taken) ? taken.then(first) : first(taken);
    }
    const index = run.next;
    const decoded = this.#deserializer.decode(run, index);
    if (!isPromise(decoded)) return this.#takeDecoded(run, index, decoded);
    const waiting = ++this.#waiting;
    return (async () => {
      const done = await decoded;
      // False if the partition was sought, revoked or paused meanwhile.
      const isNext = run.isCurrent && run.next === index && index < run.end && !run.held;
      return isNext && waiting === this.#waiting ? this.#takeDecoded(run, index, done) : undefined;
    })();
  }

  /** Ends pending waits for deserializers. Their records stay prefetched. */
  giveUp(): void {
    this.#waiting++;
  }

  /**
   * Like `takeOne`, if that needs no promise and does not fail. Otherwise the deserializer's result or error is
   * dropped.
   */
  takeAtOnce(run: Run): ConsumerRecord<K, V> | undefined {
    if (this.isPlain) return this.takeRaw(run);
    if (this.#isAsync || this.#intercept) return undefined;
    const index = run.next;
    const decoded = this.#deserializer.attempt(run, index, false);
    if (decoded instanceof Failure) return undefined;
    if (!isPromise(decoded)) return this.#takeDecoded(run, index, decoded as Deserialized);
    this.#isAsync = true;
    return undefined;
  }

  #takeDecoded(run: Run, index: number, decoded: Deserialized): ConsumerRecord<K, V> {
    const record = this.#record(run, index, decoded);
    this.#advance(run, index + 1);
    return record;
  }

  #record(run: Run, index: number, decoded: Deserialized): ConsumerRecord<K, V> {
    const record = new ConsumerRecord<K, V>(run, index, decoded.key as K | null, decoded.value as V | null);
    if (this.keepsRawKeys) ConsumerRecord.keepRawKey(record, run.batch.key(index));
    return record;
  }

  /** Takes up to `max` records. Fails only if the first record cannot be deserialized. */
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
      const run = this.#prefetched.current();
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
    const results: (Deserialized | PromiseLike<Deserialized | Failure> | Failure)[] = [];
    let isAsync = false;
    let left = max;
    for (let run = this.#prefetched.current(); run && left > 0; run = this.#prefetched.following(run)) {
      const start = run.next;
      const end = Math.min(run.end, start + left);
      planned.push({ run, start, end });
      left -= end - start;
      for (let i = start; i < end; i++) {
        const decoded = this.#deserializer.attempt(run, i, sync);
        results.push(decoded);
        if (decoded instanceof Failure) left = 0;
        else if (isPromise(decoded)) isAsync = true;
        if (left === 0 && decoded instanceof Failure) break;
      }
    }
    if (!isAsync) return this.#takePlanned(planned, results as (Deserialized | Failure)[]);
    const waiting = ++this.#waiting;
    return Promise.all(results).then((settled) => this.#takePlanned(waiting === this.#waiting ? planned : [], settled));
  }

  #takePlanned(planned: Segment<K, V>[], results: readonly (Deserialized | Failure)[]): ConsumerRecords<K, V> {
    const segments: Segment<K, V>[] = [];
    let next = 0;
    for (const { run, start, end: plannedEnd } of planned) {
      const first = next;
      next += plannedEnd - start;
      // The partition was sought, revoked or paused while deserializers were running.
      if (!run.isCurrent || run.next !== start || run.held) continue;
      const end = Math.min(plannedEnd, run.end);
      const records: ConsumerRecord<K, V>[] = [];
      for (let i = start; i < end; i++) {
        const decoded = results[first + i - start];
        if (decoded === undefined || decoded instanceof Failure) {
          if (records.length === 0 && segments.length === 0 && decoded) throw decoded.error;
          break;
        }
        records.push(this.#record(run, i, decoded));
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

  /** Takes back the record of this run that was taken last. */
  putBackLast(run: Run): void {
    this.#putBack(run, run.next - 1);
  }

  #putBack(run: Run, index: number): void {
    this.#prefetched.putBack(run, index);
    if (run.isCurrent) run.state.position = run.batch.offset(index);
  }

  /** Takes back the last delivered records, from index `keep` on. */
  putBack(records: ConsumerRecords<K, V>, keep: number): ConsumerRecords<K, V> {
    const { kept, after } = ConsumerRecords.cut(records, keep);
    for (const { run, start } of after.reverse()) this.#putBack(run, start);
    return kept;
  }
}
