import { shown } from '../errors/brief';
import { KafkaError } from '../errors/kafka-error';
import { AbortError, TimeoutError, tooLate } from '../errors/waiting-errors';
import { InvalidArgumentError } from '../errors/usage-errors';
import { onAbort } from './signals';

/** The last argument of every method that returns a promise. */
export interface WaitOptions {
  /** Milliseconds. 0 does not wait, `Infinity` waits forever. */
  timeoutMs?: number | undefined;
  /** Ends the wait with an `AbortError`. An operation that was already started may still happen. */
  signal?: AbortSignal | undefined;
}

/** The longest wait with a timer (24.8 days): setTimeout fires at once for anything longer. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The user's timeout in ms, or the default. Throws for a value that is not a duration. */
export function checkTimeout(operation: string, timeoutMs: unknown, otherwise: number): number {
  if (timeoutMs === undefined) return otherwise;
  if (typeof timeoutMs !== 'number' || Number.isNaN(timeoutMs) || timeoutMs < 0) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: timeoutMs must be a number of milliseconds, 0 or more, or Infinity; got ${shown(timeoutMs)}`,
    );
  }
  return timeoutMs;
}

/** Milliseconds in librdkafka's form: −1 for no end. */
export function nativeTimeout(timeoutMs: number): number {
  return timeoutMs > LONGEST_TIMER_MS ? -1 : Math.ceil(timeoutMs);
}

export function checkSignal(operation: string, signal: unknown): AbortSignal | undefined {
  if (signal === undefined || signal === null) return undefined;
  if (typeof signal === 'object' && 'aborted' in signal && 'addEventListener' in signal) return signal as AbortSignal;
  throw new InvalidArgumentError(operation, `${operation}: signal must be an AbortSignal; got ${typeof signal}`);
}

/** For calls that may have nothing to wait for: a signal that has already aborted ends them too. */
export function throwIfAborted(operation: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortError(operation, signal.reason);
}

/** A clock that never steps back, in ms. */
export function now(): number {
  return performance.now();
}

/** The remaining time until `deadline` (in {@link now}'s time), never negative. */
export function remaining(deadline: number): number {
  return Math.max(0, deadline - now());
}

/** Calls back after timeoutMs of any length. Returns the function that cancels it. */
export function startTimer(timeoutMs: number, onTime: () => void, { keepAlive = true } = {}): () => void {
  if (timeoutMs > LONGEST_TIMER_MS) return () => undefined;
  const timer = setTimeout(onTime, timeoutMs);
  if (!keepAlive) timer.unref();
  return () => clearTimeout(timer);
}

/**
 * A promise with a deadline and a signal. `start` gets the settlers. It may return a function that cancels the work,
 * which is called when the deadline or the signal ends the wait.
 */
export function wait<T>(
  operation: string,
  options: {
    timeoutMs: number;
    signal?: AbortSignal | undefined;
    timeoutError?: (() => Error) | undefined;
    /** Why no broker can be reached, for the error at the deadline. */
    connectionError?: (() => KafkaError | undefined) | undefined;
  },
  start: (resolve: (value: T) => void, reject: (reason: unknown) => void) => (() => void) | void,
): Promise<T> {
  const { timeoutMs, signal } = options;
  if (signal?.aborted) return Promise.reject(new AbortError(operation, signal.reason));
  return new Promise<T>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let withdraw: (() => void) | void = undefined;
    const finish = () => {
      if (timer !== undefined) clearTimeout(timer);
      stopListening();
    };
    const giveUp = (error: Error) => {
      finish();
      withdraw?.();
      reject(error);
    };
    const stopListening = onAbort(signal, () => giveUp(new AbortError(operation, signal!.reason)));
    if (timeoutMs <= LONGEST_TIMER_MS) {
      timer = setTimeout(() => {
        giveUp(
          options.timeoutError?.() ??
            tooLate(operation, `not done within ${timeoutMs} ms`, options.connectionError?.()),
        );
      }, timeoutMs);
    }
    try {
      withdraw = start(
        (value) => {
          finish();
          resolve(value);
        },
        (reason) => {
          finish();
          reject(reason);
        },
      );
    } catch (error) {
      finish();
      reject(error);
    }
  });
}

/**
 * Turns librdkafka's error for a request without an answer into a TimeoutError: its timer may fire before ours. For
 * metadata alone, a transport failure means this too: no connection was ready in time. It is not a reason of its own,
 * for nothing has failed if brokers are only slow.
 */
export function asTimeout(
  error: unknown,
  op: string,
  {
    operation,
    timeoutMs,
    connectionError,
  }: { operation: string; timeoutMs: number; connectionError?: (() => KafkaError | undefined) | undefined },
): unknown {
  if (!KafkaError.is(error) || error instanceof TimeoutError) return error;
  const noneReady = op === 'metadata' && error.code === 'ERR__TRANSPORT';
  if (error.code !== 'ERR__TIMED_OUT' && !noneReady) return error;
  const why = noneReady ? 'no broker was ready' : error.message;
  return tooLate(operation, `not done within ${timeoutMs} ms: ${why}`, connectionError?.(), {
    cause: noneReady ? undefined : error,
  });
}
