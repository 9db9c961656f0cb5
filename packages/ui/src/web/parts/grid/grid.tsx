import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { useKeys } from '../../state/keys';
import { narrow } from '../../state/screen';
import type { Column } from './column';
import { GridHead } from './grid-head';
import { moveWithin, stepOf } from './grid-keys';
import { reveal, useWindow } from './window';

export interface GridProps<T> {
  label: string;
  columns: Column<T>[];
  count: number;
  at(index: number): T | undefined;
  keyOf(row: T): string | number;
  /** On a narrow screen a row is one card. */
  card?: (row: T) => ComponentChildren;
  selected?: string | number | null;
  onOpen?: (row: T, index: number) => void;
  sort?: { id: string; desc: boolean };
  onSort?: (id: string) => void;
  onRange?: (from: number, to: number) => void;
  rowClass?: (row: T) => string;
  /** Called with true once the first row is out of view. */
  onAway?: (away: boolean) => void;
  stale?: boolean;
  /** As high as its rows: for lists that are short for certain. */
  short?: boolean;
}

const HEAD = 28;

/**
 * A list of rows of equal height, of which only those in view are in the page. The arrow keys move through it; Enter
 * opens a row. The row with the focus stays in the page wherever the list is scrolled to.
 */
export function Grid<T>(props: GridProps<T>) {
  const { count, at, keyOf } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const activeKey = useRef<string | number | null>(null);
  const wantsFocus = useRef(false);
  const isNarrow = narrow.value;
  const columns = isNarrow ? props.columns.filter((column) => !column.wide) : props.columns;
  const asCards = isNarrow && props.card !== undefined;
  const head = asCards ? 0 : HEAD;
  const { from, to, rowHeight } = useWindow(scroller, count, head);

  const current = Math.min(indexOf(activeKey.current, active, props), Math.max(0, count - 1));
  const move = (index: number, focus = true): void => {
    const next = Math.max(0, Math.min(count - 1, index));
    const row = at(next);
    activeKey.current = row === undefined ? null : keyOf(row);
    wantsFocus.current = focus;
    setActive(next);
    reveal(scroller.current!, next, rowHeight, head, !focus);
  };

  useEffect(() => props.onRange?.(from, to), [from, to, count]);
  const away = from > 0 || (scroller.current?.scrollTop ?? 0) > rowHeight;
  useEffect(() => props.onAway?.(away), [away]);
  useEffect(() => {
    const row = props.selected === null || props.selected === undefined ? -1 : indexOf(props.selected, -1, props);
    if (row >= 0 && !scroller.current!.contains(document.activeElement)) move(row, false);
  }, [props.selected]);
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroller.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]')?.focus({ preventScroll: true });
  });
  useKeys({
    j: () => move(scroller.current!.contains(document.activeElement) ? current + 1 : current),
    k: () => move(current - 1),
  });

  const shown: number[] = [];
  if (current < from && current < count) shown.push(current);
  for (let index = from; index < to; index += 1) shown.push(index);
  if (current >= to && current < count) shown.push(current);
  const page = Math.max(1, to - from - 12);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = stepOf(event.key, current, count, page);
    const row = at(current);
    if (step !== null) move(step);
    else if (event.key === 'Enter' && (event.target as HTMLElement).role === 'row' && row !== undefined)
      props.onOpen?.(row, current);
    else if (!moveWithin(event)) return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent, row: T, index: number): void => {
    activeKey.current = keyOf(row);
    setActive(index);
    if ((event.target as Element).closest('a, button, input, select, label') !== null) return;
    if (getSelection()?.isCollapsed !== false) props.onOpen?.(row, index);
  };
  const template = asCards ? '1fr' : columns.map((column) => column.width).join(' ');
  const classes = ['grid', props.short ? 'short' : '', props.stale ? 'stale' : '', asCards ? 'cards' : ''];

  return (
    <div
      ref={scroller}
      class={classes.filter(Boolean).join(' ')}
      role="grid"
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      style={{ '--cols': template }}
      onKeyDown={onKeyDown}
    >
      <GridHead columns={columns} sort={props.sort} onSort={props.onSort} hidden={asCards} />
      <div class="grid-body" role="rowgroup" style={{ height: `${count * rowHeight}px` }}>
        {shown.map((index) => {
          const row = at(index);
          const key = row === undefined ? `?${index}` : keyOf(row);
          return (
            <div
              key={key}
              class={`grid-row ${row !== undefined ? (props.rowClass?.(row) ?? '') : 'unknown'}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={props.onOpen === undefined ? undefined : key === props.selected}
              tabIndex={index === current ? 0 : -1}
              style={{ top: `${index * rowHeight}px` }}
              onClick={(event) => row !== undefined && onClick(event, row, index)}
            >
              {row === undefined ? (
                <div class="cell" role="gridcell">
                  <span class="bone" />
                </div>
              ) : asCards ? (
                <div class="cell card" role="gridcell">
                  {props.card!(row)}
                </div>
              ) : (
                columns.map((column) => (
                  <div class={cellClass(column)} role="gridcell" key={column.id}>
                    {column.cell(row, index)}
                  </div>
                ))
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const cellClass = (column: { end?: boolean; mono?: boolean }): string =>
  `cell${column.end ? ' end' : ''}${column.mono ? ' mono' : ''}`;

/** Where the row of a key is now: rows before it may have come or gone. */
function indexOf<T>(key: string | number | null, last: number, { count, at, keyOf }: GridProps<T>): number {
  const fits = (index: number): boolean => {
    const row = at(index);
    return row !== undefined && keyOf(row) === key;
  };
  if (key === null || (last >= 0 && fits(last))) return last;
  const reach = Math.min(count, 10_000);
  for (let index = 0; index < reach; index += 1) if (fits(index)) return index;
  return last;
}
