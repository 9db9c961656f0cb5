/** How every method asks: its options checked, names encoded, the worker that it may name. */
import { type CallOptions, checkWait, pathOf, refuse } from '../arguments';
import type { CheckedOptions, Worker } from './options';
import { type Answer, type Call, Workers } from './workers';

/** Of calls that one worker answers for itself. */
export interface WorkerOptions extends CallOptions {
  /** Which worker: one of the client's `urls`. Default: any. */
  readonly worker?: string | undefined;
}

/** A call but for its name and path; by default a GET. */
export type CallDetails = Partial<Omit<Call, 'operation' | 'path'>> & {
  /** Names of options that the method itself has read. */
  readonly also?: readonly string[] | undefined;
};

export class Requests {
  readonly #options: CheckedOptions;
  readonly #workers: Workers;

  constructor(options: CheckedOptions) {
    this.#options = options;
    this.#workers = new Workers(options);
  }

  /** Of any path. */
  async make(
    operation: string,
    path: string,
    options: CallOptions | undefined,
    { also, ...call }: CallDetails = {},
  ): Promise<Answer> {
    const wait = checkWait(operation, options, this.#options.timeoutMs, also);
    return this.#workers.request({ operation, path, method: 'GET', ...call }, wait);
  }

  /** Of a connector. @param path What follows its name. */
  async ofConnector(
    operation: string,
    name: string,
    path: string,
    options: CallOptions | undefined,
    call: CallDetails = {},
  ): Promise<Answer> {
    const whole = `/connectors/${pathOf(operation, 'name', name)}${path}`;
    const hint = 'listConnectors() gives the names that there are';
    return this.make(operation, whole, options, { hint, ...call });
  }

  /** Of one worker, which the options may name. */
  async ofWorker(
    operation: string,
    path: string,
    options: WorkerOptions | undefined,
    { also = [], ...call }: CallDetails = {},
  ): Promise<Answer> {
    const worker = this.#workerOf(operation, options?.worker);
    return this.make(operation, path, options, { ...call, worker, also: [...also, 'worker'] });
  }

  #workerOf(operation: string, wanted: unknown): Worker | undefined {
    if (wanted === undefined) return undefined;
    const { workers } = this.#options;
    const url = typeof wanted === 'string' && URL.canParse(wanted) ? new URL(wanted) : undefined;
    const shown = url === undefined ? '' : `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    const worker = workers.find((one) => one.shown === shown);
    if (worker !== undefined) return worker;
    return refuse(operation, `worker is none of the urls. Valid: ${workers.map((one) => one.shown).join(', ')}`);
  }
}
