import type { Job } from './job';

/** Rows, or their bytes, of one event at most. */
const MAX_ROWS = 50;
const MAX_BYTES = 64 * 1024;
/** Rows wait this long for others at most. */
const WAIT_MS = 50;

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
    const json = `{"rows":[${this.#rows.join(',')}]}`;
    this.#rows = [];
    this.#bytes = 0;
    await this.#send('rows', json);
  }
}
