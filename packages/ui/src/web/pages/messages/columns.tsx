import type { ComponentChildren } from 'preact';

import type { Part, Row } from '../../../shared/api';
import { bytes } from '../../format/number';
import { zone } from '../../format/zone';
import { formatTime } from '../../format/time';
import { figures, numbers } from '../../parts/grid/columns';
import type { Column } from '../../parts/grid/column';
import { Num, Text, Time } from '../../parts/values';
import { isStructured } from '../../record/decoders';
import { compactJson } from '../../record/json/json-print';
import { Tokens } from '../../record/json/tokens';
import { fill, t } from '../../texts';

/** Offsets between two messages of a partition that have none. */
export interface GapItem {
  p: number;
  from: string;
  to: string;
}

export type Item = Row | GapItem;

export const isGapItem = (item: Item): item is GapItem => 'from' in item;

export const keyOfItem = (item: Item): string => (isGapItem(item) ? `${item.p}:${item.from}-` : `${item.p}:${item.o}`);

/** Letters of a part that a row shows: what does not fit is cut by the style. */
const SHOWN = 400;
/** Letters before a word that was found. */
const LEAD = 24;

/** The beginning of a text, or what is around the first word that was searched for. */
export function excerptOf(text: string, words: RegExp | null): string {
  const found = words === null ? -1 : text.search(words);
  return found > LEAD * 2 ? `…${text.slice(found - LEAD, found - LEAD + SHOWN)}` : text.slice(0, SHOWN);
}

/** A key or value on one line. */
export function PartLine({ part, isKey, words }: { part: Part; isKey?: boolean; words: RegExp | null }) {
  if (part.as === 'null') return <span class="none">{isKey ? t.messages.nullKey : t.messages.tombstone}</span>;
  if (part.size === 0) return <span class="none">{t.messages.empty}</span>;
  const text = part.text ?? '';
  if (isStructured(part)) return <Tokens line={excerptOf(compactJson(text), words)} words={words} />;
  return (
    <>
      <Text
        text={part.as === 'hex' ? text.slice(0, SHOWN).replace(/(..)(?=.)/g, '$1 ') : excerptOf(text, words)}
        words={part.as === 'hex' ? null : words}
      />
      {(part.guess === true || part.as === 'hex') && <span class="as">{part.guess ? `${part.as}?` : part.as}</span>}
    </>
  );
}

const gapText = ({ from, to }: GapItem): string =>
  from === to ? fill(t.messages.gapOne, { from }) : fill(t.messages.gap, { from, to });

/** What the head of the time column says of the zone: `UTC+2` changes with the season, the name does not. */
const zoneName = (): string => zone.value.split('/').pop()!.replaceAll('_', ' ');

/** Beside a message that is shown wholly the list has only what finds another. */
export function columnsFor(words: RegExp | null, beside: boolean): Column<Item>[] {
  const row = (cell: (row: Row) => ComponentChildren) => (item: Item) => (isGapItem(item) ? null : cell(item));
  const columns: Column<Item>[] = [
    {
      id: 'time',
      head: fill(t.messages.time, { zone: zoneName() }),
      width: '188px',
      mono: true,
      cell: row((item) => (
        <>
          <Time ms={item.t} kind={item.tt} />
          {item.late && (
            <span class="as" title={t.record.late}>
              {t.messages.late}
            </span>
          )}
        </>
      )),
    },
    numbers('p', t.messages.partition, '36px', ({ p }) => p, { title: t.messages.partitionTitle }),
    figures(
      'offset',
      t.messages.offset,
      '92px',
      row(({ o }) => <Num value={o} />),
    ),
    {
      id: 'key',
      head: t.messages.key,
      width: 'minmax(110px, 0.28fr)',
      mono: true,
      cell: row((item) => <PartLine part={item.k} isKey words={words} />),
    },
    {
      id: 'value',
      head: t.messages.value,
      width: 'minmax(160px, 1fr)',
      mono: true,
      cell: (item) =>
        isGapItem(item) ? <span class="none">{gapText(item)}</span> : <PartLine part={item.v} words={words} />,
    },
  ];
  if (beside) return columns;
  return [
    ...columns,
    figures(
      'size',
      t.messages.size,
      '72px',
      row(({ size }) => bytes(size)),
    ),
    figures(
      'headers',
      t.messages.headers,
      '40px',
      row(({ h, hTotal }) => (hTotal ?? h.length) || <span class="none">–</span>),
      { title: t.messages.headersTitle },
    ),
  ];
}

/** A message on a phone: two lines. */
export function card(words: RegExp | null) {
  return (item: Item) =>
    isGapItem(item) ? (
      <span class="none">{gapText(item)}</span>
    ) : (
      <>
        <span class="card-head">
          <span>{item.t === null ? '–' : formatTime(item.t, zone.value)}</span>
          <span>
            {item.p}:{item.o}
          </span>
        </span>
        <span class="card-line">
          <b class="ellipsis">
            <PartLine part={item.k} isKey words={words} />
          </b>
          <span class="ellipsis">
            <PartLine part={item.v} words={words} />
          </span>
        </span>
      </>
    );
}

/** Rows with the gaps between them, where all of one partition is shown. */
export function withGaps(rows: readonly Row[], ascending: boolean): Item[] {
  const items: Item[] = [];
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1];
    if (before !== undefined && before.p === row.p) {
      const [low, high] = ascending ? [before.o, row.o] : [row.o, before.o];
      const [from, to] = [BigInt(low) + 1n, BigInt(high) - 1n];
      if (from <= to) items.push({ p: row.p, from: String(from), to: String(to) });
    }
    items.push(row);
  }
  return items;
}
