import type { Job } from './job';

/** Rows, or their bytes, of one event at most. */
const MAX_ROWS = 50;
const MAX_BYTES = 64 * 1024;
/** Rows wait this long for others at most. */
const WAIT_MS = 50;

/** Data of the events that have these rows. @param rows Their JSON. */
export function eventsOfRows(rows: readonly string[]): string[] {
  const events: string[] = [];
  let [from, bytes] = [0, 0];
  rows.forEach((row, i) => {
    if (i > from && (i - from >= MAX_ROWS || bytes + row.length > MAX_BYTES)) {
      events.push(eventOf(rows.slice(from, i)));
      [from, bytes] = [i, 0];
    }
    bytes += row.length;
  });
  if (from < rows.length) events.push(eventOf(rows.slice(from)));
  return events;
}

const eventOf = (rows: readonly string[]): string => `{"rows":[${rows.join(',')}]}`;

/** Sends rows, several in one event. */
export class RowSender {
  readonly #send: Job['send'];
  #rows: string[] = [];
  #bytes = 0;
  #since = 0;

  constructor(send: Job['send']) {
    this.#send = send;
  }

  /** @param row Its JSON. */
  async add(row: string): Promise<void> {
    if (this.#rows.length > 0 && this.#bytes + row.length > MAX_BYTES) await this.flush();
    if (this.#rows.length === 0) this.#since = performance.now();
    this.#rows.push(row);
    this.#bytes += row.length;
    if (this.#rows.length >= MAX_ROWS) await this.flush();
  }

  /** Sends what has waited long enough. */
  tick(): void {
    if (this.#rows.length > 0 && performance.now() - this.#since >= WAIT_MS) void this.flush();
  }

  async flush(): Promise<void> {
    if (this.#rows.length === 0) return;
    const json = eventOf(this.#rows);
    this.#rows = [];
    this.#bytes = 0;
    await this.#send('rows', json);
  }
}
