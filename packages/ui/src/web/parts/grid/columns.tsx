import type { ComponentChildren } from 'preact';

import type { Column } from './column';
import { Num } from '../values';

/** A column of figures: to the right, each as wide as the others. */
export function figures<T>(
  id: string,
  head: string,
  width: string,
  cell: (row: T) => ComponentChildren,
  more: Partial<Column<T>> = {},
): Column<T> {
  return { id, head, width, cell, end: true, mono: true, ...more };
}

/** A column of whole numbers. */
export function numbers<T>(
  id: string,
  head: string,
  width: string,
  value: (row: T) => string | number | null,
  more?: Partial<Column<T>>,
): Column<T> {
  return figures(id, head, width, (row) => <Num value={value(row)} />, more);
}
