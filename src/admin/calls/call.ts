import {
  checkSignal,
  checkTimeout,
  nativeTimeout,
  now,
  remaining,
  startTimer,
  wait,
  type WaitOptions,
} from '../client/waiting';
import type { Connection } from '../client/connection';
import { errorNumber } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';
import { AbortError, TimeoutError } from '../errors/waiting-errors';
import { Arguments } from './arguments';
import { lookForBrokers } from './brokers';
import { refusedByMock } from './mock-cluster';

/** librdkafka's own deadline lies this much before the caller's, so that its reason for the delay arrives first. */
const LEAD_MS = 50;
const LONGEST_OPERATION_MS = 60_000;
/** Requests that change nothing. */
const QUESTION = /^(describe|list|metadata)/;
const RETRY_MS = 100;

/** One call of the user's: its name, its deadline, its signal; however many requests it takes. */
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

  /** ms left until the caller's deadline. */
  get left(): number {
    return remaining(this.#deadline);
  }

  /** For requests that the broker itself may take long about: as long as the caller waits, within what brokers take. */
  get operationTimeoutMs(): number {
    return Math.min(this.left, LONGEST_OPERATION_MS);
  }

  /**
   * Sends one request and waits for its answer, no longer than the caller does, or than `withinMs`. A question whose connection is
   * lost is asked again; a change is not, for it may have been made.
   */
  async ask<Answer>(op: string, args: Readonly<Record<string, unknown>>, withinMs: number = Infinity): Promise<Answer> {
    const deadline = now() + Math.min(this.left, withinMs);
    for (;;) {
      try {
        return await this.#askOnce<Answer>(op, args, remaining(deadline));
      } catch (error) {
        if (!KafkaError.is(error) || error.errno !== errorNumber('ERR__TRANSPORT') || !QUESTION.test(op)) {
          throw this.#explain(error);
        }
        if (remaining(deadline) <= RETRY_MS) throw this.#noAnswer(error);
      }
      await this.pause(RETRY_MS);
    }
  }

  async #askOnce<Answer>(op: string, args: Readonly<Record<string, unknown>>, left: number): Promise<Answer> {
    const timeoutMs = nativeTimeout(left - Math.min(LEAD_MS, left / 10));
    const watch = new AbortController();
    const stopLooking = lookForBrokers(this.#connection);
    try {
      return await wait<Answer>(
        this.operation,
        {
          timeoutMs: left,
          signal: this.#signal,
          timeoutMessage: () => `${this.operation}: no answer within ${this.#timeoutMs} ms`,
        },
        (resolve, reject) => {
          this.#connection
            .request(op, { ...args, timeoutMs }, this.operation)
            .then(resolve as (value: unknown) => void, reject);
          refusedByMock(this.#connection, op, this.operation, watch.signal).catch(reject);
        },
      );
    } finally {
      watch.abort();
      stopLooking();
    }
  }

  /** Waits, no longer than the caller does. */
  async pause(ms: number): Promise<void> {
    await wait<void>(this.operation, { timeoutMs: Infinity, signal: this.#signal }, (resolve) =>
      startTimer(Math.min(ms, this.left), resolve),
    );
  }

  /** That the caller's time ran out; `why` says during what. */
  tooLate(why: string, cause?: unknown): TimeoutError {
    return new TimeoutError(this.operation, `${this.operation}: not done within ${this.#timeoutMs} ms: ${why}`, {
      cause,
    });
  }

  #explain(error: unknown): unknown {
    if (!KafkaError.is(error) || error.errno === 0) return error;
    if (error.errno === errorNumber('ERR__TIMED_OUT')) return this.#noAnswer(error);
    const { code, errno, isFatal, isRetriable } = error;
    const message = `${this.operation}: ${error.message}`;
    return new KafkaError({ code, errno, isFatal, isRetriable, message, operation: this.operation });
  }

  #noAnswer(cause: KafkaError): TimeoutError {
    const message = `${this.operation}: no answer within ${this.#timeoutMs} ms: ${cause.message}`;
    return new TimeoutError(this.operation, message, {
      code: 'ERR__TIMED_OUT',
      errno: errorNumber('ERR__TIMED_OUT'),
      cause,
    });
  }
}
