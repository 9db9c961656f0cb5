/**
 * Everything that crosses the wire between the server and the page. Both sides compile against these files.
 *
 * Offsets, lags and counts of records are texts of digits (`Int64`), because they may be beyond 2^53.
 */
export type * from './api/basics';
export type * from './api/cluster';
export * from './api/faults';
export type * from './api/groups';
export type * from './api/produce';
export type * from './api/queries';
export type * from './api/records';
export type * from './api/scans';
export * from './api/session';
export type * from './api/topics';
