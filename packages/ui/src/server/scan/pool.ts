import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
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
  StreamEventName,
  TailRequest,
} from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { limits } from '../../shared/limits';
import { checkCheck, checkExport, checkQuery, checkScan } from './checks';
import { cancelledDone, noProgress } from './sending/nothing';
import type { ByteSink, Sink } from './sink';
import type { ExportResult, JobKind, Jobs } from './threads/messages';
import { Threads } from './threads/threads';

export type { ExportResult };

export interface ScanPoolOptions {
  /** The file of kafka-napi, which each worker loads. */
  kafkaPath: string;
  /** Properties of the clients: `bootstrap.servers` and what else was given by `-X` and `-F`. */
  properties: Readonly<Record<string, string>>;
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
  /** The program of a worker. Default: `worker` of this package. */
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

interface Entry extends RunningScan {
  cancel: () => void;
}

/** What a job needs besides its request. */
interface Order<K extends JobKind> {
  readonly kind: K;
  readonly request: Jobs[K]['request'];
  readonly signal: AbortSignal | undefined;
  readonly owner?: string;
  readonly deadlineMs?: number;
  readonly onPlace?: (place: number) => void;
  readonly onEvent?: (name: StreamEventName, json: string) => Promise<void>;
  readonly onChunk?: (bytes: Uint8Array) => Promise<void>;
}

/** For what is not a scan: a click that waits. */
const CLICK_MS = 30_000;

/**
 * The workers that read messages. Each has one Consumer and does one thing at a time; what does not fit waits, and is
 * refused beyond that.
 *
 * Every call rejects with a FaultError. `run` may do so before its first event, and after any of them.
 */
export class ScanPool {
  readonly #threads: Threads;
  readonly #budget: Budget;
  readonly #entries = new Map<string, Entry>();

  constructor(options: ScanPoolOptions) {
    const { kafkaPath, properties, decode = {}, registry, budget = {}, execArgv = [] } = options;
    this.#budget = budget;
    this.#threads = new Threads({
      file: options.workerFile ?? workerFile(),
      execArgv,
      data: { kafkaPath, properties, decode, registry, budget },
      count: options.maxScans ?? limits.scans.usual,
      queue: options.maxQueued ?? limits.scans.queue,
      warmMs: options.warmMs ?? 60_000,
    });
  }

  /** Workers that there are. */
  get workers(): number {
    return this.#threads.count;
  }

  /**
   * Sends the events of a scan, tail or query to the sink. The last one is `done`, also of one that was cancelled,
   * unless the call rejects.
   */
  async run<K extends ScanKind>(
    kind: K,
    request: ScanRequests[K],
    sink: Sink,
    signal: AbortSignal,
    { owner }: { owner?: string } = {},
  ): Promise<void> {
    if (kind === 'query') checkQuery(request as QueryRequest);
    else checkScan(request as ScanRequest);
    // A refusal is the status of the answer, which begins with the first event.
    this.#threads.assertRoom();
    // A client sees at once that it was heard.
    await sink.event('progress', JSON.stringify(noProgress));
    let isDone = false;
    try {
      await this.#do({
        ...{ kind, request, signal, owner },
        deadlineMs: kind === 'tail' ? undefined : this.#deadline((request as ScanRequest | QueryRequest).budget),
        onPlace: (place) => void sink.event('queued', JSON.stringify({ place })),
        onEvent: (name, json) => {
          isDone ||= name === 'done';
          return sink.event(name, json);
        },
      });
    } catch (error) {
      if (!signal.aborted && !isCancel(error)) throw error;
      if (!isDone) await sink.event('done', JSON.stringify(cancelledDone));
    }
  }

  /** One record, with 64 KiB of each part. */
  record(request: RecordRequest, signal?: AbortSignal): Promise<Row | Gap> {
    return this.#do({ kind: 'record', request, signal, deadlineMs: CLICK_MS });
  }

  /** Bytes of a key, value or header. */
  bytes(request: BytesRequest, signal?: AbortSignal): Promise<{ base64: string; total: number }> {
    return this.#do({ kind: 'bytes', request, signal, deadlineMs: CLICK_MS });
  }

  /** Writes the bytes of a key, value or header, however many there are. */
  async writePart(request: BytesRequest, sink: ByteSink, signal: AbortSignal): Promise<void> {
    await this.#do({ kind: 'part', request, signal, onChunk: (bytes) => sink.write(bytes) });
  }

  /** What a query or condition would read, and warnings from a sample of its topic. */
  async check(request: CheckRequest, signal?: AbortSignal): Promise<CheckResult> {
    checkCheck(request);
    return this.#do({ kind: 'check', request, signal, deadlineMs: CLICK_MS });
  }

  /** Writes the records of a scan or query as JSONL or CSV. */
  async exportRows(
    request: ExportRequest,
    sink: ByteSink,
    signal: AbortSignal,
    { owner }: { owner?: string } = {},
  ): Promise<ExportResult> {
    checkExport(request);
    return this.#do({
      ...{ kind: 'export', request, signal, owner },
      onChunk: (bytes) => sink.write(bytes),
    });
  }

  /** What runs and what waits. */
  list(): RunningScan[] {
    return Array.from(this.#entries.values(), ({ cancel: _, ...entry }) => entry);
  }

  /** True if there was such a scan. */
  cancel(scanId: string): boolean {
    const entry = this.#entries.get(scanId);
    entry?.cancel();
    return entry !== undefined;
  }

  /** Ends everything. Resolves when no worker is left. */
  async close(): Promise<void> {
    for (const { cancel } of this.#entries.values()) cancel();
    await this.#threads.close();
  }

  async #do<K extends JobKind>(order: Order<K>): Promise<Jobs[K]['result']> {
    const { kind, request, owner } = order;
    const scanId = randomBytes(9).toString('base64url');
    const cancelling = new AbortController();
    const signals = [order.signal, cancelling.signal].filter((signal) => signal !== undefined);
    const signal = AbortSignal.any(signals);
    const entry: Entry = {
      ...{
        scanId,
        kind: kind === 'bytes' ? 'record' : kind === 'part' ? 'export' : kind,
        state: 'queued',
        topic: topicOf(request),
      },
      ...{ startedAt: Date.now(), owner: owner ?? null, cancel: () => cancelling.abort(new Cancelled()) },
    };
    this.#entries.set(scanId, entry);
    try {
      const isClick = kind === 'record' || kind === 'bytes';
      const thread = await this.#threads.lend(signal, isClick, order.onPlace ?? (() => undefined));
      entry.state = 'running';
      try {
        return await thread.run({
          ...{ scanId, kind, request, signal, deadlineMs: order.deadlineMs },
          onEvent: order.onEvent ?? (() => Promise.resolve()),
          onChunk: order.onChunk ?? (() => Promise.resolve()),
        });
      } finally {
        this.#threads.giveBack(thread);
      }
    } catch (error) {
      // A worker that had to be ended, or one that says that it was.
      throw cancelling.signal.aborted ? new Cancelled() : error;
    } finally {
      this.#entries.delete(scanId);
    }
  }

  /** When a scan that keeps to its budget has ended. */
  #deadline(budget: Budget = {}): number {
    const { usual, most } = limits.budget.ms;
    return Math.min(most, budget.ms ?? this.#budget.ms ?? usual);
  }
}

/** Beside this file; of the bundle, whose entry points share this one as a chunk, one folder above. */
function workerFile(): string {
  const name = `worker${extname(__filename)}`;
  const beside = join(__dirname, name);
  return existsSync(beside) ? beside : join(__dirname, '..', name);
}

/** The reason of a cancel by its id. */
class Cancelled extends FaultError {
  constructor() {
    super({ code: 'LIMIT', message: 'scan: it was stopped', retriable: true });
  }
}

const isCancel = (error: unknown): boolean => error instanceof Cancelled;

function topicOf(request: object): string | null {
  const { topic, scan } = request as { topic?: string; scan?: { topic?: string } };
  return topic ?? scan?.topic ?? null;
}
