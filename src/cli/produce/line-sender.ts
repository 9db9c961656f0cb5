import type { Producer } from '../../index';
import { describeError } from '../exit';
import { complain } from '../io/stderr';

/** This many failures are shown individually; the rest is counted. */
const SHOWN_FAILURES = 5;

export interface LineRecord {
  topic: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: [string, Buffer | null][];
  partition?: number;
}

/** Sends records to a producer as fast as it accepts them and counts their outcomes. */
export class LineSender {
  delivered = 0;
  failed = 0;
  /** Bytes of keys and values sent. */
  bytes = 0;
  /** Number of records read from the input, whatever their outcome. */
  taken = 0;
  #held: LineRecord | undefined;
  readonly #producer: Producer;
  readonly #settled = (error: Error | null): void => {
    if (error === null) this.delivered++;
    else this.fail(describeError(error));
  };

  constructor(producer: Producer) {
    this.#producer = producer;
  }

  /** Sends a record. False: wait for {@link room} before the next. */
  offer(record: LineRecord): boolean {
    this.taken++;
    this.bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0);
    try {
      return this.#producer.produce(record, this.#settled);
    } catch (error) {
      if ((error as { code?: string }).code === 'ERR__QUEUE_FULL') {
        this.#held = record;
        return false;
      }
      this.fail(describeError(error));
      return true;
    }
  }

  /** Resolves when there is room for the next record. */
  async room(): Promise<void> {
    await this.#producer.drained();
    const record = this.#held;
    if (record === undefined) return;
    this.#held = undefined;
    try {
      this.#producer.produce(record, this.#settled);
    } catch {
      // Larger than the room in half of buffer.memory: it fits only when no other record is there, or never.
      while ((await this.#producer.flush(1000)) > 0);
      try {
        this.#producer.produce(record, this.#settled);
      } catch (error) {
        this.fail(describeError(error));
      }
    }
  }

  /** Waits until every record is settled. */
  async finish(): Promise<void> {
    while ((await this.#producer.flush(1000)) > 0);
  }

  fail(reason: string): void {
    this.failed++;
    if (this.failed <= SHOWN_FAILURES) complain(`not delivered: ${reason}`);
    else if (this.failed === SHOWN_FAILURES + 1)
      complain('more messages were not delivered; the summary says how many');
  }
}
