import { Readable } from 'node:stream';
import type { ConsumerRecord } from './consumer-record';
import type { RecordStream } from './stream';

/** A stream as a Node Readable in object mode. It reads one record ahead, not more: what lies in its buffer counts as handed over. */
export class ConsumerReadable<K, V> extends Readable {
  readonly #records: RecordStream<K, V>;

  constructor(records: RecordStream<K, V>) {
    super({ objectMode: true, highWaterMark: 1 });
    this.#records = records;
  }

  override _read(): void {
    this.#records.next().then(
      ({ done, value }) => {
        this.push(done ? null : (value satisfies ConsumerRecord<K, V> | undefined));
      },
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    void this.#records.return().then(() => callback(error));
  }
}
