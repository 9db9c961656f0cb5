import type { Decoder, Int64, Ms } from './basics';
import type { Fault } from './faults';
import type { Row } from './records';

export type ScanMode = 'newest' | 'oldest' | 'from-offset' | 'to-offset' | 'from-time' | 'to-time' | 'cursor';

export interface Budget {
  records?: number;
  bytes?: number;
  ms?: number;
}

export interface ScanRequest {
  topic: string;
  partitions?: number[];
  mode: ScanMode;
  offset?: Int64 | Record<number, Int64>;
  time?: Ms;
  strictTime?: boolean;
  cursor?: string;
  text?: string;
  where?: string;
  decode?: { key?: Decoder; value?: Decoder };
  isolation?: 'committed' | 'uncommitted';
  /** 50 at first, 500 at most. */
  limit?: number;
  /** Characters of a key or value in a row: 1,024 at first, 4,096 at most. */
  preview?: number;
  budget?: Budget;
}

export type TailRequest = Pick<
  ScanRequest,
  'topic' | 'partitions' | 'text' | 'where' | 'decode' | 'isolation' | 'preview'
> & {
  /** Where to go on after a pause. */
  from?: Record<number, Int64>;
};

export interface Plan {
  ranges: { p: number; from: Int64; to: Int64 }[];
  records: Int64;
  narrowed: string[];
  key: Decoder | 'auto';
  value: Decoder | 'auto';
  order: string;
  filter: string;
}

export interface Progress {
  scanned: Int64;
  matched: Int64;
  bytes: number;
  ms: number;
  /** From 0 to 1. */
  done: number;
  at: Ms | null;
  faults: { decode: number; filter: number; longText: number };
}

/** The events of a stream by name: `event: NAME`, then one line `data: JSON`. */
export interface StreamEvents {
  meta: {
    scanId: string;
    topicId: string;
    isolation: 'committed' | 'uncommitted';
    /** 200 at most. */
    partitions: { p: number; earliest: Int64; from: Int64; to: Int64; lastStable: Int64; latest: Int64 }[];
    partitionCount: number;
    span: Int64;
    skipped: { p: number; fault: Fault }[];
    plan: Plan | null;
  };
  queued: { place: number };
  rows: { rows: Row[] };
  progress: Progress;
  done: Progress & {
    reason: 'page' | 'end' | 'records' | 'bytes' | 'time' | 'cancelled';
    older: string | null;
    newer: string | null;
    gaps: Int64;
    notes: string[];
  };
  /** Of a query, before its table. `select *` has partition, offset, timestamp, key, value, headers. */
  columns: { columns: { name: string; type: string; unit?: string }[] };
  /**
   * The table so far, whole each time. A cell is JSON text in one line (`"AAPL"`, `190.25`, `null`, `{"a":1}`), or null
   * where there is no value. In a column of the type `time` it is milliseconds.
   */
  table: { rows: (string | null)[][]; groups: number; overflow: boolean };
  rate: {
    perSec: number;
    bytesPerSec: number;
    /** Since the last `rate`, as `skipped` and `jumped`: records that passed the filter, and were sent or not. */
    shown: Int64;
    skipped: Int64;
    /** Records that were read since the last `rate`, whether they passed or not. */
    read: Int64;
    /** Records that are not read yet. */
    behind: Int64;
    jumped?: { p: number; from: Int64; to: Int64 }[];
    /** Where the partitions go on that have moved: for `from` of the next tail. */
    next?: Record<number, Int64>;
  };
  error: Fault;
  bye: Record<string, never>;
}

export type StreamEventName = keyof StreamEvents;
