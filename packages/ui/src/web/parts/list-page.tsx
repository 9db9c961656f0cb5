import type { ComponentChildren } from 'preact';

import { grouped } from '../format/number';
import { useBlocks, type Blocks } from '../net/blocks';
import { queryOf } from '../net/http';
import { place, setQuery } from '../route/router';
import { useKeys } from '../state/keys';
import { fill } from '../texts';
import { Age } from './age';
import { Search } from './forms/fields';
import type { Column } from './grid/column';
import { Grid } from './grid/grid';
import { FaultBox, Skeleton } from './states';

const BLOCK = 200;

interface Props<T> {
  title: string;
  /** How many there are, as `{n} topics`. */
  count: string;
  filter: string;
  path: string;
  /** What narrows the list besides the words of its filter, as the address has it. */
  narrowed: Record<string, string | null>;
  every: number;
  columns: Column<T>[];
  /** Columns that begin with the first when one sorts by them. The others, figures, begin with the greatest. */
  words: readonly string[];
  keyOf: (row: T) => string;
  card: (row: T) => ComponentChildren;
  onOpen: (row: T) => void;
  /** Stands beside the filter. */
  controls: ComponentChildren;
  /** What is shown where nothing is listed. */
  empty: ComponentChildren;
}

/** The filter of a list, as the address has it. */
export const filterText = (): string => place.value.query.get('q') ?? '';

/** A page that is one long list of the server's: filtered, sorted, and asked for again and again. */
export function ListPage<T>(props: Props<T>) {
  const { title, path, narrowed, every, words } = props;
  const { query } = place.value;
  const q = filterText();
  const sort = { id: query.get('sort') ?? 'name', desc: query.get('desc') === '1' };
  const pathFor = (offset: number, limit: number): string =>
    `${path}${queryOf({ q, ...narrowed, sort: sort.id, desc: sort.desc || null, offset, limit })}`;
  const list: Blocks<T> = useBlocks<T>(pathFor, BLOCK, every);
  useKeys({ r: list.refresh });
  const onSort = (id: string): void => {
    const desc = sort.id === id ? !sort.desc : !words.includes(id);
    setQuery({ sort: id === 'name' && !desc ? null : id, desc: desc ? 1 : null }, true);
  };
  return (
    <div class="page fill">
      <div class="page-head">
        <h1>{title}</h1>
        <span class="facts">{list.loading ? '' : fill(props.count, { n: grouped(list.total) })}</span>
        <Age at={list.sampledAt} every={every} />
        <span class="grow" />
        <Search
          id="filter"
          class="wide-field"
          label={props.filter}
          value={q}
          onValue={(text) => setQuery({ q: text }, true)}
        />
        {props.controls}
      </div>
      {list.fault !== null && <FaultBox fault={list.fault} onRetry={list.refresh} />}
      {list.partial !== null && <p class="line muted">{list.partial}</p>}
      {list.loading && list.fault === null && <Skeleton rows={16} />}
      {list.total > 0 && (
        <Grid
          label={title}
          columns={props.columns}
          count={list.total}
          at={list.at}
          keyOf={props.keyOf}
          card={props.card}
          sort={sort}
          onSort={onSort}
          onOpen={props.onOpen}
          onRange={list.show}
          stale={list.stale}
        />
      )}
      {!list.loading && list.total === 0 && props.empty}
    </div>
  );
}
