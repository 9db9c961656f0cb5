import type { StreamsMetric } from '../metrics/registry';
import { askHandler, type UncaughtExceptionHandler } from '../runtime/lifecycle/ask-handler';
import { Replacements } from '../runtime/lifecycle/replacements';
import { States, type StateListener, type StreamsState } from '../runtime/lifecycle/states';
import { WorkerRun, type WorkerThread } from './worker-run';

/** Default time of {@link StreamsWorkers.close}. */
const CLOSE_MS = 30_000;

/** Applications in workers of this process, as one: what {@link runInWorkers} gives. */
export class StreamsWorkers {
  readonly #states = new States();
  readonly #starts: readonly (() => WorkerThread)[];
  readonly #handler: UncaughtExceptionHandler;
  readonly #replacements = new Replacements();
  readonly #runs: WorkerRun[] = [];
  #ending: Promise<void> | undefined;

  /** @internal `starts`: starts each of the workers, anew with each call. */
  constructor(
    starts: readonly (() => WorkerThread)[],
    options: { handler?: UncaughtExceptionHandler | undefined; listener?: StateListener | undefined },
  ) {
    this.#starts = starts;
    this.#handler = options.handler ?? (() => 'SHUTDOWN_CLIENT');
    if (options.listener) this.#states.listener = options.listener;
  }

  /** @internal Resolves when all have started. @throws StreamsWorkerError; all are closed then. */
  async start(): Promise<void> {
    this.#states.move('REBALANCING');
    const first = this.#starts.map((_, i) => this.#create(i));
    try {
      await Promise.all(first.map(({ started }) => started));
    } catch (error) {
      await this.#end(CLOSE_MS, error);
      throw error;
    }
    for (const [i, run] of first.entries()) void this.#watch(i, run);
  }

  #create(index: number): WorkerRun {
    const run = new WorkerRun(index + 1, this.#starts[index]!(), () => this.#changed());
    this.#runs[index] = run;
    return run;
  }

  /** Those of a worker that has failed are followed by another one's, if the handler says so. */
  async #watch(index: number, first: WorkerRun): Promise<void> {
    for (let run = first; ; run = this.#create(index)) {
      const error = await run.ended;
      if (!error || !this.#states.isAlive) return;
      if (askHandler(this.#handler, error) !== 'REPLACE_THREAD') return void this.#end(CLOSE_MS, error);
      await this.#replacements.pause();
      if (!this.#states.isAlive) return;
    }
  }

  #changed(): void {
    this.#states.move(this.#runs.every(({ state }) => state === 'RUNNING') ? 'RUNNING' : 'REBALANCING');
  }

  /** RUNNING: all workers are. REBALANCING: some are not yet, or no more. Otherwise as of KafkaStreams. */
  get state(): StreamsState {
    return this.#states.state;
  }

  /** Of each worker. */
  get workerStates(): readonly StreamsState[] {
    return this.#runs.map(({ state }) => state);
  }

  /** Resolves when all tasks of all workers run. @throws StreamsError as KafkaStreams.ready. */
  ready(options: { timeoutMs?: number | undefined; signal?: AbortSignal | undefined } = {}): Promise<void> {
    return this.#states.reached(['RUNNING'], { timeoutMs: options.timeoutMs ?? Infinity, signal: options.signal });
  }

  /** Those of all workers, as of KafkaStreams.metrics: their tags `client-id` and `thread-id` tell them apart. */
  async metrics(): Promise<StreamsMetric[]> {
    return (await Promise.all(this.#runs.map((run) => run.metrics()))).flat();
  }

  /** Closes all workers. Settles within `timeoutMs` (default 30 s): threads that still run then are ended by force. */
  async close(options: { timeoutMs?: number | undefined } = {}): Promise<void> {
    await this.#end(options.timeoutMs ?? CLOSE_MS);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** `error`: why, if nobody has asked for it. The first end counts. */
  #end(timeoutMs: number, error?: unknown): Promise<void> {
    this.#ending ??= this.#endOnce(timeoutMs, error);
    return this.#ending;
  }

  async #endOnce(timeoutMs: number, error: unknown): Promise<void> {
    if (error === undefined) this.#states.move('PENDING_SHUTDOWN');
    else this.#states.fail(error);
    this.#replacements.wake();
    await Promise.all(this.#runs.map((run) => run.close(timeoutMs)));
    this.#states.move(error === undefined ? 'NOT_RUNNING' : 'ERROR');
  }
}
