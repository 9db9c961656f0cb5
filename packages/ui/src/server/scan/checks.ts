import type { CheckRequest, ExportRequest, QueryRequest, ScanRequest } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { prepareCondition, prepareQuery, type Prepared } from '../kql/query';
import { parseTerms } from './filter/terms';
import { readCursor } from './paging/cursor';

/**
 * Finds what is wrong with a request before anything runs, so that the answer can have the status of the fault.
 * @throws FaultError
 */
export function checkScan({ text, where, mode, cursor, time, offset }: Partial<ScanRequest>): void {
  if (text !== undefined) parseTerms(text);
  if (where !== undefined && where.trim() !== '') ok(prepareCondition(where, { now: Date.now() }), 'where');
  if (mode === 'cursor') readCursor(cursor ?? '');
  if ((mode === 'from-time' || mode === 'to-time') && time === undefined) throw missing('time', mode);
  if ((mode === 'from-offset' || mode === 'to-offset') && offset === undefined) throw missing('offset', mode);
}

export function checkQuery({ query, timezone }: QueryRequest): void {
  ok(prepareQuery(query, { now: Date.now(), zone: timezone }));
}

export function checkExport({ scan, query }: ExportRequest): void {
  if ((scan === undefined) === (query === undefined))
    throw FaultError.of('BAD_REQUEST', 'export: either a scan or a query is exported', { field: 'scan' });
  if (scan !== undefined) checkScan(scan);
  if (query !== undefined) checkQuery(query);
}

export function checkCheck({ kql, where, topic, timezone }: CheckRequest): void {
  const options = { now: Date.now(), zone: timezone };
  if ((kql === undefined) === (where === undefined))
    throw FaultError.of('BAD_REQUEST', 'check: either a query (kql) or a condition (where) is checked', {
      field: 'kql',
    });
  if (kql !== undefined) ok(prepareQuery(kql, options));
  else if (topic === undefined) throw missing('topic', 'where');
  else ok(prepareCondition(where!, options), 'where');
}

function ok<T>(prepared: Prepared<T>, field?: string): void {
  if (!prepared.ok) throw new FaultError(field === undefined ? prepared.fault : { field, ...prepared.fault });
}

const missing = (field: string, by: string): FaultError =>
  FaultError.of('BAD_REQUEST', `${field} is missing. ${by} needs it`, { field });
