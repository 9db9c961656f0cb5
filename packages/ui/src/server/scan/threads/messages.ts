/** What the pool and its workers say to each other. */
import type {
  Budget,
  BytesRequest,
  CheckRequest,
  CheckResult,
  Decoder,
  ExportRequest,
  Fault,
  Gap,
  QueryRequest,
  RecordRequest,
  Row,
  ScanRequest,
  StreamEventName,
  TailRequest,
} from '../../../shared/api';

/** What a worker is started with. */
export interface WorkerData {
  readonly kafkaPath: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly decode: Readonly<Record<string, { key?: Decoder; value?: Decoder }>>;
  readonly registry?: string;
  readonly budget: Budget;
  /** Shared: the number of the job that is cancelled. */
  readonly cancelled: Int32Array;
}

export interface ExportResult {
  records: number;
  bytes: number;
  reason: 'end' | 'page' | 'records' | 'bytes' | 'time' | 'cancelled';
}

/** The kinds of jobs: what is asked, and what is answered at the end. */
export interface Jobs {
  scan: { request: ScanRequest; result: void };
  tail: { request: TailRequest; result: void };
  query: { request: QueryRequest; result: void };
  record: { request: RecordRequest; result: Row | Gap };
  bytes: { request: BytesRequest; result: { base64: string; total: number } };
  part: { request: BytesRequest; result: number };
  check: { request: CheckRequest; result: CheckResult };
  export: { request: ExportRequest; result: ExportResult };
}

export type JobKind = keyof Jobs;

export interface JobMessage<K extends JobKind = JobKind> {
  readonly type: 'start';
  readonly id: number;
  /** For `meta`. */
  readonly scanId: string;
  readonly kind: K;
  readonly request: Jobs[K]['request'];
}

export type ToWorker =
  | JobMessage
  /** Wakes a job that waits; one that does not sees the shared number. */
  | { readonly type: 'cancel'; readonly id: number }
  /** So many bytes have been taken. */
  | { readonly type: 'taken'; readonly bytes: number };

export type FromWorker =
  | { readonly type: 'ready' }
  /** It still answers. */
  | { readonly type: 'beat' }
  | { readonly type: 'event'; readonly id: number; readonly name: StreamEventName; readonly json: string }
  | { readonly type: 'chunk'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  /** `where`: of an error of the program itself, for the log. */
  | { readonly type: 'fault'; readonly id: number; readonly fault: Fault; readonly where?: string };

/** How often a worker says that it still answers. */
export const BEAT_MS = 500;
