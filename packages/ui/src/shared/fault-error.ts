import type { Code, Fault } from './api/faults';

/** What is thrown inside of the server for a fault that the client shall see as it is. */
export class FaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.name = 'FaultError';
    this.fault = fault;
  }

  /** An error with this code and message. `more`: its other fields. */
  static of(code: Code, message: string, more: Partial<Fault> = {}): FaultError {
    return new FaultError({ code, message, retriable: false, ...more });
  }

  /** Also true for one that another copy of this file has made. */
  static is(error: unknown): error is FaultError {
    return error instanceof Error && typeof (error as { fault?: { code?: unknown } }).fault?.code === 'string';
  }
}
