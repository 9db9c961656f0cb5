/** A whole query, ready to run over records. */
import type { Fault } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { faultAt } from '../../shared/kql/fault';
import type { Condition, Query } from '../../shared/kql/ast';
import { parse, parseCondition, type Parsed } from '../../shared/kql/parser';
import { isGrouped } from '../../shared/kql/resolve';
import { isZone } from '../../shared/kql/zones';
import { Groups } from './aggregate';
import { compileCondition, contextOf, type Context, type Test } from './compile';
import { orderText, readingOf, type Explained, type Reading } from './explain';
import { narrow } from './plan';
import type { RecordView } from './record';
import type { Cell } from './results/cells';
import { columnsOf, compileCells, type Column } from './results/columns';
import { Top } from './results/top';

export interface QueryOptions {
  /** The present, in ms: what `@1h` counts back from. */
  now: number;
  /** Of times that name none. Default UTC. */
  zone?: string;
  /** Characters of one cell. Default 4,096. */
  cellLimit?: number;
}

const USUAL_LIMIT = 25;
const USUAL_CELL = 4096;

/** A condition for a list of messages. */
export interface PreparedCondition extends Explained {
  kind: 'condition';
  condition: Condition;
  context: Context;
  matches: Test;
}

/**
 * A query. What to do with each record for which `matches` is true:
 * `rows`: show `cells` of it, or the whole record, in the order of `reading` until there are `limit`;
 * `top`: give it to a {@link Top}, over all records; `table`: give it to {@link Groups}, over all records.
 */
export interface PreparedQuery extends Explained {
  kind: 'rows' | 'top' | 'table';
  query: Query;
  context: Context;
  topic: string;
  /** `select *`: the whole record may be shown. */
  isWhole: boolean;
  columns: Column[];
  reading: Reading;
  /** Rows at most; null: every group. */
  limit: number | null;
  matches: Test;
  /** The cells of a record; of `rows` and `top`. */
  cells: (record: RecordView) => Cell[];
  /** Keeps the best records; `show` makes a row of one. Of `top`. */
  top: <T>(show: (record: RecordView) => T) => Top<T>;
  /** Begins the groups. Of `table`. */
  groups: () => Groups;
}

export type Prepared<T> = { ok: true; query: T } | { ok: false; fault: Fault };

/** Reads and compiles a query. Never throws. */
export function prepareQuery(text: string, options: QueryOptions): Prepared<PreparedQuery> {
  return prepared(text, parse(text), options, (query, context) => {
    const kind = isGrouped(query) ? 'table' : readingOf(query) === 'all' ? 'top' : 'rows';
    const limit = query.limit?.count ?? (kind === 'table' ? null : USUAL_LIMIT);
    const cellLimit = options.cellLimit ?? USUAL_CELL;
    const top = <T>(show: (record: RecordView) => T) => new Top(query.orderBy, limit ?? USUAL_LIMIT, context, show);
    const groups = () => new Groups(query, context, cellLimit);
    // What is wrong in them shows at once.
    if (kind === 'table') groups();
    if (kind === 'top') top(() => null);
    return {
      kind,
      text,
      query,
      context,
      topic: query.topic.name,
      decode: query.decode,
      where: query.where,
      isWhole: query.items === null,
      columns: columnsOf(query),
      reading: readingOf(query),
      limit,
      order: orderText(query, text, limit),
      narrowing: narrow(query.where, context, text),
      matches: query.where === null ? () => true : compileCondition(query.where, context),
      cells: kind === 'table' ? () => [] : compileCells(query, context, cellLimit),
      top,
      groups,
    };
  });
}

/** Reads and compiles a condition as it stands behind `where`. Never throws. */
export function prepareCondition(
  text: string,
  options: QueryOptions,
  explained: Partial<Pick<Explained, 'decode' | 'order'>> = {},
): Prepared<PreparedCondition> {
  return prepared(text, parseCondition(text), options, (condition, context) => ({
    kind: 'condition',
    text,
    condition,
    context,
    where: condition,
    decode: explained.decode ?? {},
    order: explained.order ?? 'newest first',
    narrowing: narrow(condition, context, text),
    matches: compileCondition(condition, context),
  }));
}

function prepared<A, T>(
  text: string,
  parsed: Parsed<A>,
  { now, zone = 'UTC' }: QueryOptions,
  compile: (tree: A, context: Context) => T,
): Prepared<T> {
  if (!parsed.ok) return parsed;
  if (!isZone(zone)) {
    const message = `'${zone}' is no time zone. UTC and names as Europe/Berlin are`;
    return { ok: false, fault: { code: 'BAD_REQUEST', message, field: 'timezone', retriable: false } };
  }
  try {
    return { ok: true, query: compile(parsed.query, contextOf(now, zone)) };
  } catch (error) {
    if (FaultError.is(error)) return { ok: false, fault: error.fault };
    // As in the parser: a fault of the query must not end a server.
    return { ok: false, fault: faultAt('the query cannot be compiled', [0, text.length]) };
  }
}
