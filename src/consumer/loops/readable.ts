import { Readable } from 'node:stream';
import { inspect, type InspectOptions } from 'node:util';
import { inspected } from '../../errors/brief';
import type { ConsumerRecord } from '../records/consumer-record';
import type { RecordStream } from './stream';

/**
 * A stream as a Node Readable in object mode. It reads only one record ahead: records in its buffer count as delivered.
 */
export class ConsumerReadable<K, V> extends Readable {
  readonly #records: RecordStream<K, V>;

  constructor(records: RecordStream<K, V>) {
    super({ objectMode: true, highWaterMark: 1 });
    this.#records = records;
  }

  toJSON(): Record<string, unknown> {
    return { readableLength: this.readableLength, destroyed: this.destroyed };
  }

  /** @internal */
  [inspect.custom](depth: number, options: InspectOptions): string {
    return inspected('ConsumerReadable', this.toJSON(), depth, options);
  }

  override _read(): void {
    this.#records.next().then(
      ({ done, value }) => {
        this.push(done ? null : (value satisfies ConsumerRecord<K, V> | undefined));
      },
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    void this.#records.return().then(() => done(error));
  }
}
