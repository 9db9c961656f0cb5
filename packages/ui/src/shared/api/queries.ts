import type { Fault } from './faults';
import type { Budget, Plan, ScanRequest } from './scans';

export interface ExportRequest {
  format: 'jsonl' | 'csv';
  /** One of the two. */
  scan?: ScanRequest;
  query?: QueryRequest;
}

export interface CheckRequest {
  /** One of the two: a whole query, or a condition for `topic`. */
  kql?: string;
  where?: string;
  topic?: string;
  timezone?: string;
}

export interface CheckResult {
  ok: true;
  plan: Plan | null;
  warnings: Fault[];
}

export interface QueryRequest {
  query: string;
  timezone?: string;
  budget?: Budget;
}
