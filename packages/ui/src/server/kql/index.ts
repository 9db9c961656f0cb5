/** The query language: text in, functions over records out. */
export { MAX_GROUPS, Groups, type Table } from './aggregate';
export { compileCondition, contextOf, type Context, type QueryFaults, type Test } from './compile';
export { filterTree, planOf, readingOf, type Explained, type Reading } from './explain';
export { LATE_MS, narrow, rangesOf, type Interval, type LogRange, type Narrowing, type TimeAnswers } from './plan';
export {
  prepareCondition,
  prepareQuery,
  type Prepared,
  type PreparedCondition,
  type PreparedQuery,
  type QueryOptions,
} from './query';
export type { PartView, RecordView } from './record';
export { cellOf, cellOfPart, type Cell } from './results/cells';
export type { Column } from './results/columns';
export type { Top } from './results/top';
export { exactNumber, numberText } from './values/number';
export { jsonText, parseJson, valueOfJson } from './values/json';
export { Decimal, Time, type Value } from './values/value';
export { runQuery, type QueryCommand, type QueryTools } from './command/run-query';
export { warningsOf } from './warnings';
