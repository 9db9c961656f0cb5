/** What a Connect cluster answered instead of what was asked for. */

/** Stable, for programs. docs/connect.md says when each is raised. */
export type ConnectErrorCode =
  | 'ERR_CONNECT_BAD_REQUEST'
  | 'ERR_CONNECT_UNAUTHORIZED'
  | 'ERR_CONNECT_NOT_FOUND'
  | 'ERR_CONNECT_ALREADY_EXISTS'
  | 'ERR_CONNECT_CONFLICT'
  | 'ERR_CONNECT_STARTING'
  | 'ERR_CONNECT_NO_LEADER'
  | 'ERR_CONNECT_SERVER'
  | 'ERR_CONNECT_REDIRECT'
  | 'ERR_CONNECT_ANSWER'
  | 'ERR_CONNECT_UNREACHABLE';

export interface ConnectErrorOptions {
  readonly code: ConnectErrorCode;
  readonly operation: string;
  readonly message: string;
  readonly worker?: string | undefined;
  readonly status?: number | undefined;
  readonly isRetriable: boolean;
  readonly mayHaveHappened: boolean;
  readonly cause?: unknown;
}

const brand = Symbol.for('kafka-napi.ConnectError');

/**
 * The base of what a `ConnectClient` rejects with, wrong arguments (`InvalidArgumentError`), time-outs (`TimeoutError`)
 * and aborts (`AbortError`) aside, which are kafka-napi's own. Passwords, credentials and values of secret properties
 * that were sent are `[hidden]` in its message.
 */
export class ConnectError extends Error {
  readonly code: ConnectErrorCode;
  /** The method that failed: `'createConnector'`. */
  readonly operation: string;
  /** The worker that answered, without user and password. Undefined where none could be reached. */
  readonly worker: string | undefined;
  /** HTTP status of the answer; undefined without one. */
  readonly status: number | undefined;
  /** The same call may succeed when it is made again later. */
  readonly isRetriable: boolean;
  /** The request may have been carried out although it failed: look before you make it again. */
  readonly mayHaveHappened: boolean;

  constructor(options: ConnectErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.operation = options.operation;
    this.worker = options.worker;
    this.status = options.status;
    this.isRetriable = options.isRetriable;
    this.mayHaveHappened = options.mayHaveHappened;
  }

  toJSON(): Record<string, unknown> {
    const { name, message, code, operation, worker, status, isRetriable, mayHaveHappened } = this;
    return { name, message, code, operation, worker, status, isRetriable, mayHaveHappened };
  }

  /** True for an error of this class, whichever realm or copy of the package it comes from. */
  static is(value: unknown): value is ConnectError {
    return typeof value === 'object' && value !== null && (value as { [brand]?: unknown })[brand] === true;
  }
}

Object.defineProperty(ConnectError.prototype, 'name', { value: 'ConnectError', configurable: true, writable: true });
Object.defineProperty(ConnectError.prototype, brand, { value: true });
