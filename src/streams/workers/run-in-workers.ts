import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { StreamsConfig } from '../config/streams-config';
import { StreamsError } from '../errors/streams-errors';
import type { UncaughtExceptionHandler } from '../runtime/lifecycle/ask-handler';
import type { StateListener } from '../runtime/lifecycle/states';
import type { WorkerTask } from './messages';
import { StreamsWorkers } from './streams-workers';
import { workerConfigs } from './worker-configs';

/** Options of {@link runInWorkers}. */
export interface WorkersOptions {
  /** How many. Each is a member of the group; more than there are tasks have nothing to do. */
  readonly workers: number;
  /** Its abort closes all workers. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Decides what follows an error that ends a worker, or its death: gets a StreamsWorkerError. `'REPLACE_THREAD'`:
   * another one takes its place. `'SHUTDOWN_CLIENT'`, the default: all workers are closed, and the state is ERROR.
   */
  readonly uncaughtExceptionHandler?: UncaughtExceptionHandler | undefined;
  /** Of all workers together: {@link StreamsWorkers.state}. */
  readonly stateListener?: StateListener | undefined;
}

/**
 * Runs an application in threads of this process: in place of Java's `num.stream.threads`. Each imports the module,
 * whose default export describes the topology: `(builder: StreamsBuilder) => void`. Resolves when all have started.
 *
 * @param module An ES or CommonJS module: `new URL('./topology.js', import.meta.url)`, or a path.
 * @param config As of KafkaStreams; without functions, which cannot go to another thread. `client.id`, `state.dir` and
 *   `group.instance.id` get the number of the worker.
 * @throws ConfigError for the configuration; StreamsWorkerError if one cannot be started: all are closed then; the
 *   reason of the signal.
 */
export async function runInWorkers(
  module: URL | string,
  config: StreamsConfig,
  options: WorkersOptions,
): Promise<StreamsWorkers> {
  const { workers: count, signal, uncaughtExceptionHandler, stateListener } = options;
  if (!Number.isInteger(count) || count < 1)
    throw new StreamsError(`runInWorkers: workers is ${String(count)}. It must be a whole number, 1 or more`);
  signal?.throwIfAborted();
  const url = typeof module === 'string' ? pathToFileURL(path.resolve(module)).href : module.href;
  const starts = workerConfigs(config, count).map((own) => (): Worker => {
    const workerData: WorkerTask = { url, config: own };
    return new Worker(path.join(__dirname, 'worker-main.js'), { workerData, name: own['client.id']! });
  });
  const workers = new StreamsWorkers(starts, { handler: uncaughtExceptionHandler, listener: stateListener });
  const abort = (): void => void workers.close();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await workers.start();
  } catch (error) {
    signal?.removeEventListener('abort', abort);
    signal?.throwIfAborted();
    throw error;
  }
  return workers;
}
