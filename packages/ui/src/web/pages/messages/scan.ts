import { signal } from '../../state/signal';

import type { Row, ScanRequest, StreamEvents } from '../../../shared/api';
import { Reading } from '../../net/reading';

export type Meta = StreamEvents['meta'];
export type Done = StreamEvents['done'];

export interface ScanOptions {
  /** Rows are shown with the oldest on top. */
  ascending: boolean;
  /** The scan gives the oldest first. */
  comesAscending: boolean;
}

/** One list of messages: what was found so far. */
export class Scan {
  readonly rows = signal<readonly Row[]>([]);
  /** Nothing was ever shown. */
  readonly untouched = signal(true);
  readonly reading = new Reading();

  /** Ends the scan before it and reads these, one after the other. `goesOn`: they add to what is shown. */
  start(requests: readonly [ScanRequest, ScanOptions][], goesOn = false): Promise<void> {
    const { reading } = this;
    return reading.start(goesOn || this.rows.peek().length === 0, async (read) => {
      if (!goesOn) reading.done.value = null;
      let rows: readonly Row[] = goesOn ? this.rows.peek() : [];
      for (const [request, { ascending, comesAscending }] of requests) {
        const earlier = reading.done.peek();
        await read('/scan', request, {
          rows: ({ rows: come }) => {
            rows = ascending === comesAscending ? [...rows, ...come] : [...come.reverse(), ...rows];
            this.#show(rows);
          },
          done: (done) => {
            this.#show(rows);
            // What lies on the other side was there before.
            const other = comesAscending
              ? { older: earlier?.older ?? done.older }
              : { newer: earlier?.newer ?? done.newer };
            reading.finish({ ...done, ...other });
          },
        });
      }
      this.#show(rows);
    });
  }

  #show(rows: readonly Row[]): void {
    this.rows.value = rows;
    this.untouched.value = false;
    this.reading.arrived();
  }
}
