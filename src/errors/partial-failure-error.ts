import { KafkaError, nameErrorClass } from './kafka-error';

/** Of one resource or record among several: what became of it, as `Promise.allSettled` tells; `error` is the same as `reason`. */
export type Outcome<T> =
  { status: 'fulfilled'; value: T } | { status: 'rejected'; reason: KafkaError; error: KafkaError };

export function fulfilled<T>(value: T): Outcome<T> {
  return { status: 'fulfilled', value };
}

export function rejected<T>(reason: KafkaError): Outcome<T> {
  return { status: 'rejected', reason, error: reason };
}

/**
 * A call about several resources, of which at least one failed. The others were done all the same. `results` has one
 * {@link Outcome} for each, in the order asked; `errors` only the failures. Code `ERR_PARTIAL_FAILURE`.
 */
export class PartialFailureError<T = unknown> extends KafkaError {
  readonly results: readonly Outcome<T>[];
  readonly errors: readonly KafkaError[];

  constructor(operation: string, results: readonly Outcome<T>[]) {
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    super({
      code: 'ERR_PARTIAL_FAILURE',
      message: `${operation}: ${errors.length} of ${results.length} failed; the first: ${errors[0]?.message ?? 'unknown'}`,
      operation,
      isFatal: errors.some((error) => error.isFatal),
      isRetriable: errors.every((error) => error.isRetriable),
      txnRequiresAbort: errors.some((error) => error.txnRequiresAbort),
      cause: errors[0],
    });
    this.results = results;
    this.errors = errors;
  }
}
nameErrorClass(PartialFailureError, 'PartialFailureError');
