import { useMemo } from 'preact/hooks';

import { rate, short } from '../../format/number';
import { zone } from '../../format/zone';
import { copy } from '../../parts/copy';
import { Choice } from '../../parts/forms/fields';
import type { Column as GridColumn } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { Plot } from '../../parts/plot/plot';
import { Empty } from '../../parts/states';
import { Num, Text } from '../../parts/values';
import { Tokens } from '../../record/json/tokens';
import { pathOf } from '../../route/match';
import { go, place, setQuery, url } from '../../route/router';
import { t } from '../../texts';
import { cellText, csvOf, isNumber, plotOf } from './cells';
import type { Cells, Column, Run } from './run';

interface RowItem {
  cells: Cells;
  at: number;
}

function Cell({ cell, column }: { cell: string | null; column: Column }) {
  if (cell === null) return <span class="none">{t.query.missing}</span>;
  if (cell === 'null') return <span class="none">null</span>;
  if (column.type === 'time') return <>{cellText(cell, column, zone.value)}</>;
  if (isNumber(cell)) return <Num value={cell} />;
  if (/^[[{]/.test(cell)) return <Tokens line={cell.slice(0, 400)} />;
  return <Text text={cellText(cell, column, zone.value).slice(0, 400)} />;
}

/** Numbers and times have their width, other values share what is left. */
function columnsFor(columns: readonly Column[], rows: readonly Cells[]): GridColumn<RowItem>[] {
  const sample = rows.slice(0, 100);
  return columns.map((column, at) => {
    const numbers =
      column.type === 'number' || (sample.length > 0 && sample.every((row) => row[at] === null || isNumber(row[at]!)));
    const longest = Math.max(
      column.name.length + 2,
      ...sample.map((row) => cellText(row[at] ?? null, column, 'UTC').length),
    );
    const width = Math.min(60, longest) * 8 + 20;
    const isTime = column.type === 'time';
    return {
      id: `${at}`,
      head: column.name,
      ...(column.unit === undefined ? {} : { title: column.unit }),
      width: isTime ? '196px' : longest > 28 ? 'minmax(160px, 1fr)' : `${Math.max(70, width)}px`,
      mono: true,
      end: numbers && !isTime,
      cell: ({ cells }) => <Cell cell={cells[at] ?? null} column={column} />,
    };
  });
}

/** Where a row is a message: the columns of `select *`. */
function addressOf(columns: readonly Column[], cells: Cells): [string, string] | null {
  const partition = columns.findIndex(({ name }) => name === 'partition');
  const offset = columns.findIndex(({ name }) => name === 'offset');
  const found = [cells[partition], cells[offset]];
  return partition >= 0 && offset >= 0 && found.every((one) => isNumber(one ?? null))
    ? (found as [string, string])
    : null;
}

export function Result({ run, topic }: { run: Run; topic: string | null }) {
  const columns = run.columns.value;
  const rows = run.rows.value;
  const grid = useMemo(() => columnsFor(columns, rows), [columns, rows]);
  const items = useMemo(() => rows.map((cells, at) => ({ cells, at })), [rows]);
  const plot = useMemo(() => plotOf(columns, rows), [columns, rows]);
  const asPlot = plot !== null && place.value.query.get('view') !== 'table';
  const open = ({ cells }: RowItem): void => {
    const address = addressOf(columns, cells);
    if (address !== null && topic !== null) go(pathOf('topics', topic, 'messages', ...address));
  };
  const opens = topic !== null && rows[0] !== undefined && addressOf(columns, rows[0]) !== null;
  if (rows.length === 0)
    return run.reading.running.value || run.reading.done.value === null ? null : (
      <Empty title={t.query.nothing}>
        {topic !== null && <a href={url(pathOf('topics', topic, 'messages'))}>{t.query.seeTopic}</a>}
      </Empty>
    );
  return (
    <>
      <div class="bar">
        {plot !== null && (
          <Choice
            label={t.query.view}
            value={asPlot ? 'plot' : 'table'}
            options={[
              ['plot', t.query.plot],
              ['table', t.query.table],
            ]}
            onValue={(view) => setQuery({ view: view === 'table' ? view : null }, true)}
          />
        )}
        {run.overflow.value && <span class="state warn">{t.query.overflow}</span>}
        <span class="grow" />
        <button type="button" onClick={() => void copy(csvOf(columns, rows, zone.value), t.query.csv)}>
          {t.query.copyCsv}
        </button>
      </div>
      {asPlot ? (
        <Plot
          label={t.query.plot}
          caption={false}
          {...plot}
          height={320}
          format={(value) => (Math.abs(value) >= 10_000 ? short(value) : rate(value))}
        />
      ) : (
        <Grid
          label={t.query.result}
          columns={grid}
          count={items.length}
          at={(index) => items[index]}
          keyOf={({ at }) => at}
          stale={run.reading.stale.value}
          {...(opens ? { onOpen: open } : {})}
        />
      )}
    </>
  );
}
