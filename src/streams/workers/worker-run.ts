import { StreamsWorkerError } from '../errors/streams-errors';
import type { StreamsMetric } from '../metrics/registry';
import type { StreamsState } from '../runtime/lifecycle/states';
import { receiveError, type Report, type Request } from './messages';

/** What is needed of a Worker of `node:worker_threads`. */
export interface WorkerThread {
  postMessage(request: Request): void;
  on(event: 'message', listener: (report: Report) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
}

/** One worker, from its start to its end. */
export class WorkerRun {
  state: StreamsState = 'CREATED';
  /** Resolves when its application was started. Rejects if that fails, or the worker dies before. */
  readonly started: Promise<void>;
  /** Resolves when the thread is gone, with the error that ended it; undefined: it was closed. */
  readonly ended: Promise<StreamsWorkerError | undefined>;
  readonly #worker: number;
  readonly #thread: WorkerThread;
  readonly #changed: () => void;
  readonly #questions = new Map<number, (metrics: readonly StreamsMetric[]) => void>();
  #asked = 0;
  #failure: StreamsWorkerError | undefined;
  #isClosing = false;
  #hasEnded = false;
  #start!: { resolve(): void; reject(error: unknown): void };

  /** `worker`: its number, from 1 on. `changed`: its state is another one. */
  constructor(worker: number, thread: WorkerThread, changed: () => void) {
    this.#worker = worker;
    this.#thread = thread;
    this.#changed = changed;
    this.started = new Promise((resolve, reject) => (this.#start = { resolve, reject }));
    // Who waits for it hears of it.
    this.started.catch(() => undefined);
    thread.on('message', (report) => this.#hear(report));
    thread.on('error', (error) => this.#fail(error));
    this.ended = new Promise((resolve) => thread.on('exit', (code) => resolve(this.#end(code))));
  }

  #hear(report: Report): void {
    if (report.type === 'started') this.#start.resolve();
    else if (report.type === 'failed') this.#fail(receiveError(report.error));
    else if (report.type === 'ended') {
      this.#hasEnded = true;
      // What the module of the user has open would keep the thread alive.
      void this.#thread.terminate();
    } else if (report.type === 'state') {
      this.state = report.state;
      this.#changed();
    } else {
      this.#questions.get(report.id)?.(report.metrics);
      this.#questions.delete(report.id);
    }
  }

  #fail(error: unknown): void {
    const what = error instanceof Error ? error.message : String(error);
    this.#failure ??= new StreamsWorkerError(this.#worker, what, error);
    this.#start.reject(this.#failure);
  }

  #end(code: number): StreamsWorkerError | undefined {
    const isDead = !this.#failure && !this.#hasEnded && !this.#isClosing;
    if (isDead) this.#failure = new StreamsWorkerError(this.#worker, `it has ended with exit code ${code}`);
    this.state = this.#failure ? 'ERROR' : 'NOT_RUNNING';
    this.#start.reject(this.#failure ?? new StreamsWorkerError(this.#worker, 'it was closed before it was started'));
    for (const answer of this.#questions.values()) answer([]);
    this.#questions.clear();
    this.#changed();
    return this.#failure;
  }

  /** Nothing from a worker that ends meanwhile. */
  metrics(): Promise<readonly StreamsMetric[]> {
    if (this.state === 'ERROR' || this.state === 'NOT_RUNNING') return Promise.resolve([]);
    const id = ++this.#asked;
    return new Promise((resolve) => {
      this.#questions.set(id, resolve);
      this.#thread.postMessage({ type: 'metrics', id });
    });
  }

  /** Settles when the thread is gone: it is ended by force after the time. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosing = true;
    this.#thread.postMessage({ type: 'close', timeoutMs });
    const timer = setTimeout(() => void this.#thread.terminate(), timeoutMs);
    await this.ended;
    clearTimeout(timer);
  }
}
