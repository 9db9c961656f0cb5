import { Worker } from 'node:worker_threads';
import type { StreamEventName } from '../../../shared/api';
import { FaultError } from '../../../shared/fault-error';
import type { FromWorker, JobKind, Jobs, ToWorker, WorkerData } from './messages';

/** A worker that does not answer a cancel is ended after this time. */
const CANCEL_MS = 1000;
/** How far a job may exceed its deadline. */
const OVERTIME_MS = 2000;
/** A worker that has said nothing for this long computes without an end. */
const SILENCE_MS = 15_000;

export interface ThreadOptions {
  readonly file: string;
  readonly execArgv: readonly string[];
  readonly data: Omit<WorkerData, 'cancelled'>;
}

export interface Assignment<K extends JobKind> {
  readonly scanId: string;
  readonly kind: K;
  readonly request: Jobs[K]['request'];
  readonly signal: AbortSignal;
  /** After so many ms the job ends by itself; undefined: it does not. */
  readonly deadlineMs: number | undefined;
  readonly onEvent: (name: StreamEventName, json: string) => Promise<void>;
  readonly onChunk: (bytes: Uint8Array) => Promise<void>;
}

/** One worker from the outside: gives it one job after the other, and ends it if it does not obey. */
export class Thread {
  readonly #worker: Worker;
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(4));
  #lastId = 0;
  #lastSign = performance.now();
  #isReady = false;
  #isGone = false;
  #onMessage: (message: FromWorker) => void = () => undefined;
  #onGone: (reason: FaultError) => void = () => undefined;
  /** Resolves when it has ended. */
  readonly gone: Promise<void>;

  constructor({ file, execArgv, data }: ThreadOptions) {
    const workerData: WorkerData = { ...data, cancelled: this.#cancelled };
    const resourceLimits = { maxOldGenerationSizeMb: 256 };
    // What a worker prints is the library's, which the main thread's clients print too.
    this.#worker = new Worker(file, {
      ...{ workerData, resourceLimits, execArgv: [...execArgv], env: {} },
      ...{ stdout: true, stderr: true },
    });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.unref();
    this.#worker.on('message', (message: FromWorker) => this.#take(message));
    let failure: Error | undefined;
    this.#worker.on('error', (error) => (failure = error));
    this.gone = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#isGone = true;
        this.#onGone(reasonOf(failure));
        resolve();
      });
    });
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Does one job. Rejects with a FaultError; after a cancel too, unless the job has an answer for that. */
  async run<K extends JobKind>(job: Assignment<K>): Promise<Jobs[K]['result']> {
    const id = ++this.#lastId;
    const watch = this.#watch(id, job);
    this.#worker.ref();
    try {
      return await new Promise<Jobs[K]['result']>((resolve, reject) => {
        let taking = Promise.resolve();
        /** In their order, and one after the other. */
        const take = (bytes: number, work: () => Promise<void>): void => {
          taking = taking.then(work).catch(() => undefined);
          void taking.then(() => this.#post({ type: 'taken', bytes }));
        };
        this.#onGone = reject;
        this.#onMessage = (message) => {
          if (message.type === 'event') take(message.json.length, () => job.onEvent(message.name, message.json));
          else if (message.type === 'chunk') take(message.bytes.length, () => job.onChunk(message.bytes));
          else if (message.type === 'result') void taking.then(() => resolve(message.result as Jobs[K]['result']));
          else if (message.type === 'fault') void taking.then(() => reject(faultErrorOf(message)));
        };
        if (this.#isGone) return reject(reasonOf(undefined));
        const { scanId, kind, request } = job;
        this.#post({ type: 'start', id, scanId, kind, request } as ToWorker);
        if (job.signal.aborted) watch.cancel();
      });
    } finally {
      watch.end();
      this.#onMessage = () => undefined;
      this.#onGone = () => undefined;
      this.#worker.unref();
    }
  }

  /** Ends it, whatever it does. */
  async end(): Promise<void> {
    await this.#worker.terminate();
    await this.gone;
  }

  #post(message: ToWorker): void {
    if (!this.#isGone) this.#worker.postMessage(message);
  }

  #take(message: FromWorker): void {
    this.#lastSign = performance.now();
    if (message.type === 'ready') this.#isReady = true;
    this.#onMessage(message);
  }

  /** Sees to it that the job ends when it should. */
  #watch(id: number, { signal, deadlineMs }: Assignment<JobKind>): { cancel: () => void; end: () => void } {
    this.#lastSign = performance.now();
    const startedAt = performance.now();
    let kill: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      Atomics.store(this.#cancelled, 0, id);
      this.#post({ type: 'cancel', id });
      kill ??= setTimeout(() => void this.#worker.terminate(), CANCEL_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    const look = setInterval(() => {
      const now = performance.now();
      const silence = now - this.#lastSign;
      const isLate = deadlineMs !== undefined && now - startedAt > deadlineMs + OVERTIME_MS;
      // To load its program takes a while, in which it says nothing.
      if (this.#isReady && (silence > SILENCE_MS || (isLate && silence > OVERTIME_MS))) void this.#worker.terminate();
    }, 500);
    return {
      cancel,
      end: () => {
        signal.removeEventListener('abort', cancel);
        clearTimeout(kill);
        clearInterval(look);
      },
    };
  }
}

function faultErrorOf({ fault, where }: Extract<FromWorker, { type: 'fault' }>): FaultError {
  const error = new FaultError(fault);
  // The log shall say where in the worker it was.
  if (where !== undefined) error.stack = `${fault.message}: ${where}`;
  return error;
}

function reasonOf(failure: Error | undefined): FaultError {
  const { code } = (failure ?? {}) as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const hint = 'Read fewer or smaller records: name partitions, a narrower time, a smaller limit';
    return FaultError.of('LIMIT', 'scan: it needed more than 256 MiB of memory', { hint });
  }
  if (failure !== undefined) return FaultError.of('LIMIT', 'scan: its worker ended with an error');
  return FaultError.of('LIMIT', 'scan: it did not answer in time and was ended', {
    hint: 'A simpler filter, or one that looks at less of each record, is faster',
  });
}
