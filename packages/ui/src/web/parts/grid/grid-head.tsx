import { fill, t } from '../../texts';
import type { Column } from './column';

interface Props<T> {
  columns: Column<T>[];
  sort: { id: string; desc: boolean } | undefined;
  onSort: ((id: string) => void) | undefined;
  hidden: boolean;
}

/** The names of the columns; those that sort are buttons. */
export function GridHead<T>({ columns, sort, onSort, hidden }: Props<T>) {
  const order = (id: string): 'ascending' | 'descending' | undefined =>
    sort?.id === id ? (sort.desc ? 'descending' : 'ascending') : undefined;
  return (
    <div class={hidden ? 'grid-head unseen' : 'grid-head'} role="rowgroup">
      <div class="grid-row" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <div
            key={column.id}
            class={`cell head${column.end ? ' end' : ''}`}
            role="columnheader"
            aria-sort={order(column.id)}
            title={column.title}
          >
            {column.sort && onSort !== undefined ? (
              <button
                type="button"
                class="sort"
                title={fill(t.grid.sort, { column: column.head })}
                onClick={() => onSort(column.id)}
              >
                {column.head}
                <span aria-hidden="true">{arrow(order(column.id))}</span>
              </button>
            ) : (
              column.head
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

const arrow = (order: 'ascending' | 'descending' | undefined): string =>
  order === undefined ? '' : order === 'ascending' ? '\u2002▲' : '\u2002▼';
