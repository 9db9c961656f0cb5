/** What the events of a query add up to. */
import type { Budget, StreamEventName, StreamEvents } from '../../../shared/api';
import { limits } from '../../../shared/limits';
import type { Sink } from '../../scan/sink';
import type { Column } from '../results/columns';
import { shownCell, shownRow } from './shown';

export type Done = StreamEvents['done'];

/** Collects columns and rows until the query is done. */
export class Answer implements Sink {
  readonly #zone: string;
  readonly #onProgress: (text: string) => void;
  #columns: Column[] = [];
  #rows: (string | null)[][] = [];
  #span: string | undefined;
  done: Done | undefined;

  constructor(zone: string, onProgress: (text: string) => void) {
    this.#zone = zone;
    this.#onProgress = onProgress;
  }

  get header(): string[] {
    return this.#columns.map(({ name }) => name);
  }

  get rows(): readonly (string | null)[][] {
    return this.#rows;
  }

  /** `over 1,000,000 records of about 3,104,822`, or `over all of 9 records`. */
  get coverage(): string {
    const scanned = BigInt(this.done?.scanned ?? 0).toLocaleString('en-US');
    const records = scanned === '1' ? '1 record' : `${scanned} records`;
    if (this.#span === undefined || this.done?.reason === 'end') return `over all of ${records}`;
    return `over ${records} of about ${BigInt(this.#span).toLocaleString('en-US')}`;
  }

  event(name: StreamEventName, json: string): Promise<void> {
    this.#take(name, json);
    return Promise.resolve();
  }

  #take(name: StreamEventName, json: string): void {
    switch (name) {
      case 'meta':
        this.#span = (JSON.parse(json) as StreamEvents['meta']).span;
        break;
      case 'columns':
        this.#columns = (JSON.parse(json) as StreamEvents['columns']).columns;
        break;
      case 'rows':
        for (const row of (JSON.parse(json) as StreamEvents['rows']).rows) this.#rows.push(shownRow(row, this.#zone));
        break;
      case 'table':
        this.#rows = (JSON.parse(json) as StreamEvents['table']).rows.map((row) =>
          row.map((cell, i) => shownCell(cell, this.#columns[i]?.type ?? 'any', this.#zone)),
        );
        break;
      case 'progress': {
        const { scanned, matched } = JSON.parse(json) as StreamEvents['progress'];
        this.#onProgress(`${BigInt(scanned).toLocaleString('en-US')} records read, ${matched} found`);
        break;
      }
      case 'done':
        this.done = JSON.parse(json) as Done;
        break;
    }
  }
}

/** What says that a budget has ended a query; undefined for any other reason. */
export function usedUp(reason: Done['reason'], budget: Budget): string | undefined {
  const usual = limits.budget;
  switch (reason) {
    case 'records':
      return `${(budget.records ?? usual.records.usual).toLocaleString('en-US')} records`;
    case 'bytes':
      return `${(budget.bytes ?? usual.bytes.usual).toLocaleString('en-US')} bytes`;
    case 'time':
      return `${((budget.ms ?? usual.ms.usual) / 1000).toLocaleString('en-US')} s`;
    default:
      return undefined;
  }
}
