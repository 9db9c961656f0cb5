import { signal } from '../../state/signal';

import type { QueryRequest, StreamEvents } from '../../../shared/api';
import { Reading } from '../../net/reading';

export type Column = StreamEvents['columns']['columns'][number];
export type Cells = (string | null)[];

/** One run of a query: its columns and its rows so far. */
export class Run {
  readonly columns = signal<readonly Column[]>([]);
  readonly rows = signal<readonly Cells[]>([]);
  readonly overflow = signal(false);
  /** The text that was run. */
  readonly text = signal<string | null>(null);
  readonly reading = new Reading();

  start(request: QueryRequest): Promise<void> {
    this.text.value = request.query;
    return this.reading.start(false, (read) =>
      read('/query', request, {
        columns: ({ columns }) => {
          this.columns.value = columns;
          this.rows.value = [];
        },
        table: ({ rows, overflow }) => {
          this.overflow.value = overflow;
          this.rows.value = rows;
          this.reading.arrived();
        },
      }),
    );
  }
}
