import { KafkaError } from '../errors/kafka-error';
import { AbortError, TimeoutError } from '../errors/waiting-errors';
import { InvalidArgumentError } from '../errors/usage-errors';

/** What every method that returns a promise takes in its last argument. */
export interface WaitOptions {
  /** Milliseconds; 0 does not wait, `Infinity` waits for ever. */
  timeoutMs?: number;
  /** Ends the wait with an `AbortError`; what was handed over already may still happen. */
  signal?: AbortSignal;
}

/** setTimeout fires at once for anything longer; a wait beyond this (24.8 days) has no timer. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A wait in ms as the user gave it, or the default where it was left out. Throws for what is no time. */
export function checkTimeout(operation: string, timeoutMs: unknown, otherwise: number): number {
  if (timeoutMs === undefined) return otherwise;
  if (typeof timeoutMs !== 'number' || Number.isNaN(timeoutMs) || timeoutMs < 0) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: timeoutMs must be a number of milliseconds, 0 or more, or Infinity; got ${String(timeoutMs)}`,
    );
  }
  return timeoutMs;
}

/** Milliseconds as librdkafka takes them: −1 for no end. */
export function nativeTimeout(timeoutMs: number): number {
  return timeoutMs > LONGEST_TIMER_MS ? -1 : Math.ceil(timeoutMs);
}

export function checkSignal(operation: string, signal: unknown): AbortSignal | undefined {
  if (signal === undefined || signal === null) return undefined;
  if (typeof signal === 'object' && 'aborted' in signal && 'addEventListener' in signal) return signal as AbortSignal;
  throw new InvalidArgumentError(operation, `${operation}: signal must be an AbortSignal; got ${typeof signal}`);
}

/** For calls that may have nothing to wait for: a signal that has aborted already ends those as well. */
export function throwIfAborted(operation: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortError(operation, signal.reason);
}

/** A clock that never steps back, in ms. */
export function now(): number {
  return performance.now();
}

/** What is left of a wait that ends at `deadline` ({@link now}'s clock), never negative. */
export function remaining(deadline: number): number {
  return Math.max(0, deadline - now());
}

/** Calls back after timeoutMs, however long that is. Returns what cancels it. */
export function startTimer(timeoutMs: number, onTime: () => void): () => void {
  if (timeoutMs > LONGEST_TIMER_MS) return () => undefined;
  const timer = setTimeout(onTime, timeoutMs);
  return () => clearTimeout(timer);
}

/**
 * A promise with a deadline and a signal. `start` gets the settlers and may return a function that is called when the wait ended early
 * (deadline or signal), to withdraw what can be withdrawn.
 */
export function wait<T>(
  operation: string,
  options: { timeoutMs: number; signal?: AbortSignal; timeoutMessage?: () => string; timeoutError?: () => Error },
  start: (resolve: (value: T) => void, reject: (reason: unknown) => void) => (() => void) | void,
): Promise<T> {
  const { timeoutMs, signal } = options;
  if (signal?.aborted) return Promise.reject(new AbortError(operation, signal.reason));
  return new Promise<T>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let withdraw: (() => void) | void = undefined;
    const finish = () => {
      if (timer !== undefined) clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const giveUp = (error: Error) => {
      finish();
      withdraw?.();
      reject(error);
    };
    const onAbort = () => giveUp(new AbortError(operation, signal!.reason));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (timeoutMs <= LONGEST_TIMER_MS) {
      timer = setTimeout(() => {
        giveUp(
          options.timeoutError?.() ??
            new TimeoutError(operation, options.timeoutMessage?.() ?? `${operation}: not done within ${timeoutMs} ms`),
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
 * librdkafka's answer to a question that nobody answered in time, as the TimeoutError that it is: its own timer may be first. Only
 * of metadata does a transport failure mean that: there it is how the wait for a usable broker ends.
 */
export function asTimeout(
  error: unknown,
  op: string,
  { operation, timeoutMs }: { operation: string; timeoutMs: number },
): unknown {
  if (!KafkaError.is(error) || error instanceof TimeoutError) return error;
  const { code } = error;
  if (code !== 'ERR__TIMED_OUT' && (op !== 'metadata' || code !== 'ERR__TRANSPORT')) return error;
  const message = `${operation}: not done within ${timeoutMs} ms: ${error.message}`;
  return new TimeoutError(operation, message, { cause: error });
}
