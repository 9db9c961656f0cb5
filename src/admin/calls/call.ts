import {
  checkSignal,
  checkTimeout,
  nativeTimeout,
  now,
  remaining,
  startTimer,
  wait,
  type WaitOptions,
} from '../../client/waiting';
import type { Connection } from '../../client/connection';
import { AuthenticationError } from '../../errors/authentication-error';
import { errorNumber } from '../../errors/codes';
import { KafkaError } from '../../errors/kafka-error';
import { AbortError, TimeoutError, tooLate } from '../../errors/waiting-errors';
import { Arguments } from './arguments';
import { lookForBrokers } from '../cluster/brokers';
import { refusedByMock } from '../mock-cluster';

/** librdkafka's own deadline ends this much before the caller's, so that its reason for the delay arrives first. */
const LEAD_MS = 50;
const LONGEST_OPERATION_MS = 60_000;
const RETRY_MS = 100;

/** Whether this call by the user, or this request of one, changes nothing: after a lost connection it is repeated. */
export function isQuestion(name: string): boolean {
  return /^(describe|list|metadata|consumerGroupLag)/.test(name);
}

/** One call by the user: its name, its deadline and its signal, for any number of requests. */
export class AdminCall {
  readonly operation: string;
  readonly arguments: Arguments;
  readonly #connection: Connection;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #deadline: number;

  constructor(connection: Connection, operation: string, options: WaitOptions) {
    this.operation = operation;
    this.arguments = new Arguments(operation);
    this.#connection = connection;
    this.#timeoutMs = checkTimeout(operation, options.timeoutMs, connection.defaultTimeoutMs);
    this.#signal = checkSignal(operation, options.signal);
    if (this.#signal?.aborted) throw new AbortError(operation, this.#signal.reason);
    this.#deadline = now() + this.#timeoutMs;
  }

  /** ms until the caller's deadline. */
  get left(): number {
    return remaining(this.#deadline);
  }

  /** For requests that may take long on the broker: the caller's remaining time, within the limits of brokers. */
  get operationTimeoutMs(): number {
    return Math.min(this.left, LONGEST_OPERATION_MS);
  }

  /**
   * Sends one request and waits for its reply until the caller's deadline, or for `withinMs`. After a lost connection
   * only a read request is repeated: a change may already have been made.
   */
  async ask<Answer>(op: string, args: Readonly<Record<string, unknown>>, withinMs: number = Infinity): Promise<Answer> {
    const deadline = now() + Math.min(this.left, withinMs);
    const within = `no answer within ${Math.min(this.#timeoutMs, withinMs)} ms`;
    for (;;) {
      try {
        return await this.#askOnce<Answer>(op, args, remaining(deadline), within);
      } catch (error) {
        if (!KafkaError.is(error) || error.errno !== errorNumber('ERR__TRANSPORT') || !isQuestion(op)) {
          throw this.#explain(error, within);
        }
        if (remaining(deadline) <= RETRY_MS) throw this.#noAnswer(error, within);
      }
      await this.pause(RETRY_MS);
    }
  }

  async #askOnce<Answer>(
    op: string,
    args: Readonly<Record<string, unknown>>,
    left: number,
    within: string,
  ): Promise<Answer> {
    const timeoutMs = nativeTimeout(left - Math.min(LEAD_MS, left / 10));
    const watch = new AbortController();
    const stopLooking = lookForBrokers(this.#connection);
    try {
      return await wait<Answer>(
        this.operation,
        {
          timeoutMs: left,
          signal: this.#signal,
          timeoutError: () => tooLate(this.operation, within, this.#connection.connectionError()),
        },
        (resolve, reject) => {
          const refused = refusedByMock(this.#connection, op, this.operation, watch.signal);
          refused.catch(reject);
          this.#answered(this.#connection.request(op, { ...args, timeoutMs }, this.operation), refused).then(
            resolve as (value: unknown) => void,
            reject,
          );
        },
      );
    } finally {
      watch.abort();
      stopLooking();
    }
  }

  /**
   * The answer, if no mock cluster gave it. A broker's list of requests arrives before its cluster's name, so a request
   * that the broker does not know fails before the cluster is known.
   */
  async #answered(request: Promise<unknown>, refused: Promise<void>): Promise<unknown> {
    try {
      const answer = await request;
      await refused;
      return answer;
    } catch (error) {
      if (KafkaError.is(error) && error.code === 'ERR__UNSUPPORTED_FEATURE') await refused;
      throw error;
    }
  }

  /** Waits until the caller's deadline at most. */
  async pause(ms: number): Promise<void> {
    await wait<void>(this.operation, { timeoutMs: Infinity, signal: this.#signal }, (resolve) =>
      startTimer(Math.min(ms, this.left), resolve),
    );
  }

  /** The error at the caller's deadline. `why` says during which step. */
  tooLate(why: string): TimeoutError {
    return this.unsure(`not done within ${this.#timeoutMs} ms: ${why}`);
  }

  /** A change was made, but whether it is complete is not known. The caller's deadline need not have come. */
  unsure(what: string, cause?: unknown): TimeoutError {
    return tooLate(this.operation, what, this.#connection.connectionError(), { cause });
  }

  #explain(error: unknown, within: string): unknown {
    if (!KafkaError.is(error) || error.errno === 0 || error instanceof AuthenticationError) return error;
    if (error.errno === errorNumber('ERR__TIMED_OUT')) return this.#noAnswer(error, within);
    const { code, errno, isFatal, isRetriable } = error;
    const message = `${this.operation}: ${error.message}`;
    return KafkaError.of({ code, errno, isFatal, isRetriable, message, operation: this.operation });
  }

  #noAnswer(cause: KafkaError, within: string): TimeoutError {
    const unreachable = this.#connection.connectionError();
    const why = unreachable ? `; the last connection error: ${unreachable.message}` : '';
    const message = `${this.operation}: ${within}: ${cause.message}${why}`;
    return new TimeoutError(this.operation, message, {
      code: 'ERR__TIMED_OUT',
      errno: errorNumber('ERR__TIMED_OUT'),
      cause: unreachable ?? cause,
    });
  }
}
