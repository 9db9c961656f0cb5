import type {
  Budget,
  BytesRequest,
  CheckRequest,
  CheckResult,
  Decoder,
  ExportRequest,
  Gap,
  Ms,
  QueryRequest,
  RecordRequest,
  Row,
  ScanRequest,
  TailRequest,
} from '../../shared/api';
import type { ByteSink, Sink } from './sink';

export interface ScanPoolOptions {
  /** The file of kafka-napi, which each worker loads. */
  kafkaPath: string;
  /** Properties of the clients: `bootstrap.servers` and what else was given by `-X` and `-F`. */
  properties: Readonly<Record<string, unknown>>;
  /** Workers at most. Default 4. */
  maxScans?: number;
  /** Scans that wait for a worker, at most. Default 8. */
  maxQueued?: number;
  /** What a scan may read unless its request says more. */
  budget?: Budget;
  /** Decoders by topic, from `--decode`. */
  decode?: Readonly<Record<string, { key?: Decoder; value?: Decoder }>>;
  /** Address of a schema registry. */
  registry?: string;
  /** How long one idle worker is kept. Default 60 s. */
  warmMs?: number;
  /** The program of a worker. Default: `worker` beside this file. */
  workerFile?: string;
  /** Options of Node for a worker: tests load TypeScript by them. */
  execArgv?: readonly string[];
}

export interface ScanRequests {
  scan: ScanRequest;
  tail: TailRequest;
  query: QueryRequest;
}

export type ScanKind = keyof ScanRequests;

export interface RunningScan {
  scanId: string;
  kind: ScanKind | 'export' | 'record' | 'check';
  state: 'queued' | 'running';
  topic: string | null;
  startedAt: Ms;
  /** Who asked for it: a session. */
  owner: string | null;
}

export interface ExportResult {
  records: number;
  bytes: number;
  reason: 'end' | 'page' | 'records' | 'bytes' | 'time' | 'cancelled';
}

/**
 * The workers that read messages. Each has one Consumer and does one thing at a time; what does not fit waits, and is
 * refused beyond that.
 *
 * Every call rejects with a FaultError. `run` rejects only before its first event other than `queued`; later a fault is
 * the event `error`, which is the last.
 */
export declare class ScanPool {
  constructor(options: ScanPoolOptions);

  /**
   * Sends the events of a scan, tail or query to the sink, to the last one: `done` or `error`. A cancelled scan still
   * sends `done` with the reason `cancelled`.
   */
  run<K extends ScanKind>(
    kind: K,
    request: ScanRequests[K],
    sink: Sink,
    signal: AbortSignal,
    options?: { owner?: string },
  ): Promise<void>;

  /** One record, with 64 KiB of each part. */
  record(request: RecordRequest, signal?: AbortSignal): Promise<Row | Gap>;

  /** Bytes of a key, value or header. */
  bytes(request: BytesRequest, signal?: AbortSignal): Promise<{ base64: string; total: number }>;

  /** What a query or condition would read, and warnings from a sample of its topic. */
  check(request: CheckRequest, signal?: AbortSignal): Promise<CheckResult>;

  /** Writes the records of a scan or query as JSONL or CSV. */
  exportRows(
    request: ExportRequest,
    sink: ByteSink,
    signal: AbortSignal,
    options?: { owner?: string },
  ): Promise<ExportResult>;

  /** What runs and what waits. */
  list(): RunningScan[];

  /** True if there was such a scan. */
  cancel(scanId: string): boolean;

  /** Ends everything. Resolves when no worker is left. */
  close(): Promise<void>;
}
