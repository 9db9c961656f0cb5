import type { ComponentChildren } from 'preact';

/** One column of a grid. */
export interface Column<T> {
  id: string;
  head: string;
  /** A track of a CSS grid. */
  width: string;
  end?: boolean;
  mono?: boolean;
  sort?: boolean;
  /** Not shown on a narrow screen. */
  wide?: boolean;
  title?: string;
  cell(row: T, index: number): ComponentChildren;
}
