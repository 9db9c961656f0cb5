import type { StreamsConfig } from '../config/streams-config';
import { reasonOf } from '../errors/streams-errors';
import type { StreamsMetric } from '../metrics/registry';
import type { StreamsState } from '../runtime/lifecycle/states';

/** What a worker is started with. */
export interface WorkerTask {
  /** The module with the topology. */
  readonly url: string;
  readonly config: StreamsConfig;
}

/** To a worker. */
export type Request =
  { readonly type: 'close'; readonly timeoutMs: number } | { readonly type: 'metrics'; readonly id: number };

/**
 * From a worker. `started`: its `start` has resolved. `failed`: it will end with this error. `ended`: everything is
 * released, and nothing more comes.
 */
export type Report =
  | { readonly type: 'state'; readonly state: StreamsState }
  | { readonly type: 'started' }
  | { readonly type: 'ended' }
  | { readonly type: 'failed'; readonly error: SentError }
  | { readonly type: 'metrics'; readonly id: number; readonly metrics: readonly StreamsMetric[] };

/** An error on its way: the copy that a message makes has neither its class nor its code. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly stack?: string | undefined;
  readonly cause?: SentError | undefined;
}

export function sendError(error: unknown, depth = 0): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: reasonOf(error) };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    ...{ name, message, stack, code: typeof code === 'string' ? code : undefined },
    cause: cause === undefined || depth > 5 ? undefined : sendError(cause, depth + 1),
  };
}

export function receiveError({ name, message, code, stack, cause }: SentError): Error {
  const error = new Error(message, cause && { cause: receiveError(cause) });
  return Object.assign(error, { name, stack, ...(code === undefined ? {} : { code }) });
}
