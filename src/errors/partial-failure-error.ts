import { inspect, type InspectOptions } from 'node:util';
import { KafkaError, nameErrorClass } from './kafka-error';

/** The outcome of one of several resources or records, as in `Promise.allSettled`. `error` is the same as `reason`. */
export type Outcome<T> =
  { status: 'fulfilled'; value: T } | { status: 'rejected'; reason: KafkaError; error: KafkaError };

export function fulfilled<T>(value: T): Outcome<T> {
  return { status: 'fulfilled', value };
}

export function rejected<T>(reason: KafkaError): Outcome<T> {
  return { status: 'rejected', reason, error: reason };
}

/** Maximum number of printed errors. */
const SHOWN = 10;

/**
 * A call about several resources, at least one of which failed. The others were done nevertheless. `results` has one
 * {@link Outcome} for each, in the order of the request; `errors` has only the failures. Code `ERR_PARTIAL_FAILURE`.
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

  /** @internal */
  protected override details(): object {
    const { code, operation, isFatal, isRetriable, txnRequiresAbort, results, errors } = this;
    const messages = errors.slice(0, SHOWN).map(({ message }) => message);
    return {
      code,
      operation,
      isFatal,
      isRetriable,
      txnRequiresAbort,
      failed: errors.length,
      of: results.length,
      messages,
    };
  }

  /** @internal */
  [inspect.custom](depth: number, options: InspectOptions): string {
    return depth < 0 ? `[${this.name}]` : `${this.stack ?? this.message} ${inspect(this.details(), options)}`;
  }
}
nameErrorClass(PartialFailureError, 'PartialFailureError');
