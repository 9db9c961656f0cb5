import type { Part, Row } from '../../../shared/api';
import { partOf } from '../../decode/decoded';
import { decodeHeader } from '../../decode/detect';
import type { CurrentRecord } from './record';

/** How much of a record a row has. */
export interface RowBounds {
  /** Characters of the key and of the value. */
  readonly part: number;
  /** Characters of one header's name and of its value, of all headers, and headers. */
  readonly header: number;
  readonly allHeaders: number;
  readonly headers: number;
}

/** Of a row in a list: `preview` characters of each part. */
export const listBounds = (preview: number): RowBounds => ({
  part: preview,
  header: Math.min(preview, 256),
  allHeaders: 4 * preview,
  headers: 100,
});

/** Of one record in the drawer. */
export const drawerBounds: RowBounds = { part: 64 * 1024, header: 64 * 1024, allHeaders: 1024 * 1024, headers: 5000 };

/** The record as it is shown. */
export function rowOf(record: CurrentRecord, bounds: RowBounds, isLate: boolean): Row {
  const { rawHeaders } = record;
  const row: Row = {
    p: record.partition,
    o: String(record.offset),
    t: record.timestamp,
    tt: record.timestampType,
    k: partOf(record.decoded('key'), bounds.part),
    v: partOf(record.decoded('value'), bounds.part),
    h: rawHeaders.length === 0 ? [] : headersOf(record, bounds),
    size: record.size,
  };
  if (row.h.length < rawHeaders.length) row.hTotal = rawHeaders.length;
  if (isLate) row.late = true;
  return row;
}

function headersOf({ rawHeaders }: CurrentRecord, { header, allHeaders, headers }: RowBounds): [string, Part][] {
  const list: [string, Part][] = [];
  let length = 0;
  for (const [name, value] of rawHeaders) {
    if (list.length >= headers || length >= allHeaders) break;
    const shown = name.length > header ? `${name.slice(0, header)}…` : name;
    const part = partOf(decodeHeader(value), header);
    length += shown.length + (part.text?.length ?? 0);
    list.push([shown, part]);
  }
  return list;
}
