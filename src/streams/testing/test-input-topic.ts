import { toHeaders } from '../records/record';
import type { TestInputRecord } from './test-record';

/** Hands a record in objects over to the driver. */
export type PipeRecord = (record: Required<TestInputRecord<unknown, unknown>>) => void;

/** Pipes records into one topic. Java's TestInputTopic. `TopologyTestDriver.createInputTopic` makes one. */
export class TestInputTopic<K, V> {
  readonly #pipe: PipeRecord;
  readonly #autoAdvanceMs: number;
  #time: number;

  /** @internal */
  constructor(pipe: PipeRecord, startTimestamp: number, autoAdvanceMs: number) {
    this.#pipe = pipe;
    this.#time = startTimestamp;
    this.#autoAdvanceMs = autoAdvanceMs;
  }

  /** Moves the time of the records that are piped without one. */
  advanceTime(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`advanceTime: the time must not be negative, but is ${ms}`);
    this.#time += ms;
  }

  /**
   * Pipes one record in, and processes all that follows from it. Without a timestamp it gets the topic's time, which
   * then advances by `autoAdvanceMs`.
   * @throws RangeError for a time that is not a whole number; and whatever the topology throws.
   */
  pipeInput(key: K | null, value: V | null, timestamp?: number): void;
  pipeInput(record: TestInputRecord<K, V>): void;
  pipeInput(...args: [K | null, V | null, number?] | [TestInputRecord<K, V>]): void {
    if (args.length === 1) return this.#pipeRecord(args[0]);
    const [key, value, timestamp] = args;
    this.#pipeRecord({ key, value, timestamp });
  }

  pipeKeyValueList(list: Iterable<readonly [key: K | null, value: V | null]>): void {
    for (const [key, value] of list) this.pipeInput(key, value);
  }

  /** Records with a null key. */
  pipeValueList(list: Iterable<V | null>): void {
    for (const value of list) this.pipeInput(null, value);
  }

  pipeRecordList(list: Iterable<TestInputRecord<K, V>>): void {
    for (const record of list) this.#pipeRecord(record);
  }

  #pipeRecord({ key = null, value, timestamp, headers }: TestInputRecord<K, V>): void {
    const time = timestamp ?? this.#time;
    if (!Number.isSafeInteger(time))
      throw new RangeError(`pipeInput: a timestamp must be a whole number of milliseconds, but is ${time}`);
    if (timestamp === undefined) this.#time += this.#autoAdvanceMs;
    this.#pipe({ key, value, timestamp: time, headers: toHeaders(headers) });
  }
}
