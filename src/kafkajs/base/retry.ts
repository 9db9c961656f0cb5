import { KafkaError } from '../../index';
import type { RetryOptions } from '../types/retry';
import { KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } from '../errors/errors';

type Times = Required<Omit<RetryOptions, 'restartOnFailure'>>;

const usual: Times = { maxRetryTime: 30_000, initialRetryTime: 300, factor: 0.2, multiplier: 2, retries: 5 };
/** kafkajs's own tests run with these; so do those of its users. */
const inTests: Times = { maxRetryTime: 1000, initialRetryTime: 50, factor: 0.02, multiplier: 1.5, retries: 15 };

export function retryTimes(...options: (RetryOptions | undefined)[]): Times {
  return Object.assign({}, process.env.NODE_ENV === 'test' ? inTests : usual, ...options) as Times;
}

/** The longest time that librdkafka takes. */
const LONGEST_MS = 0x7fffffff;

/** The sum of the pauses between all tries, in whole ms. */
export function totalPauses({ initialRetryTime, multiplier, maxRetryTime, retries }: Times): number {
  let pause = initialRetryTime;
  let sum = 0;
  for (let i = 0; i < retries && sum < LONGEST_MS; i++) {
    sum += pause;
    const next = Math.min(pause * multiplier, maxRetryTime);
    // The pauses no longer grow.
    if (next === pause) return Math.min(Math.ceil(sum + (retries - i - 1) * pause), LONGEST_MS);
    pause = next;
  }
  return Math.min(Math.ceil(sum), LONGEST_MS);
}

const isTimeout = (error: unknown): error is KafkaError =>
  KafkaError.is(error) && (error.code === 'ERR_TIMEOUT' || error.code === 'ERR__TIMED_OUT');

/** Neither an answer nor a failed connection stands behind it. */
const isUnanswered = (error: unknown): boolean =>
  isTimeout(error) && (error.cause === undefined || isTimeout(error.cause));

/**
 * Asks for something that may not be there yet, for as long as kafkajs tries. A broker that has not answered by then
 * has the time of a request, as there.
 */
export async function askFor<T>(
  ask: (timeoutMs: number) => Promise<T>,
  triesMs: number,
  requestMs: number,
): Promise<T> {
  try {
    return await ask(triesMs);
  } catch (error) {
    if (!isUnanswered(error) || requestMs <= triesMs) throw error;
    return ask(requestMs - triesMs);
  }
}

const mistakes = ['RangeError', 'ReferenceError', 'SyntaxError', 'TypeError'];

function mayRetry(error: unknown): boolean {
  const { retriable, name } = (error ?? {}) as { retriable?: unknown; name?: string };
  return retriable !== false && !mistakes.includes(name ?? '');
}

const around = (time: number, factor: number): number => Math.ceil(time * (1 + factor * (2 * Math.random() - 1)));

/** Ends the tries: the promise rejects with this error itself. */
export type Bail = (error: unknown) => never;

class Bailed {
  constructor(readonly error: unknown) {}
}

/**
 * Calls `attempt` until it resolves, with growing pauses. Rejects with KafkaJSNumberOfRetriesExceeded after the last
 * try, and with KafkaJSNonRetriableError at once if another try cannot help.
 */
export async function retrying<T>(
  options: RetryOptions | undefined,
  attempt: (bail: Bail, retryCount: number, retryTime: number) => Promise<T>,
): Promise<T> {
  const times = retryTimes(options);
  const bail: Bail = (error) => {
    throw new Bailed(error);
  };
  let pause = around(times.initialRetryTime, times.factor);
  for (let count = 0; ; count++) {
    try {
      return await attempt(bail, count, pause);
    } catch (thrown) {
      if (thrown instanceof Bailed) throw thrown.error;
      const error = thrown as Error & { cause?: unknown };
      if (!mayRetry(error)) throw new KafkaJSNonRetriableError(error, { cause: error?.cause || error });
      if (count >= times.retries) {
        throw new KafkaJSNumberOfRetriesExceeded(error, { retryCount: count, retryTime: pause });
      }
    }
    const waited = pause;
    pause = Math.min(around(pause, times.factor) * times.multiplier, times.maxRetryTime);
    await new Promise((resolve) => setTimeout(resolve, waited));
  }
}
