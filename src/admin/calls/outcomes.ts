import { errorDescription } from '../../client/events/error-description';
import { errorNumber } from '../../errors/codes';
import { KafkaError, type NativeErrorData } from '../../errors/kafka-error';
import { fulfilled, PartialFailureError, rejected, type Outcome } from '../../errors/partial-failure-error';
import { TimeoutError } from '../../errors/waiting-errors';

/** The error of one of several resources. `resource` names it, as 'topic orders'. */
export function resourceError(operation: string, resource: string, error: NativeErrorData): KafkaError {
  const message = `${operation}: ${resource}: ${error.message}`;
  if (error.errno === errorNumber('ERR__TIMED_OUT')) return new TimeoutError(operation, message, timedOut);
  return KafkaError.fromNative({ ...error, operation, message });
}

const timedOut = { code: 'ERR__TIMED_OUT', errno: errorNumber('ERR__TIMED_OUT') } as const;

/** Like {@link resourceError}, for an error number from librdkafka. */
export function errnoError(operation: string, resource: string, errno: number, detail?: string): KafkaError {
  const message = detail ?? errorDescription(errno);
  const flags = { isFatal: false, isRetriable: false, txnRequiresAbort: false };
  return resourceError(operation, resource, { errno, message, ...flags });
}

/** The error of a resource that the broker's answer lacks. */
export function missingError(operation: string, resource: string): KafkaError {
  return errnoError(operation, resource, errorNumber('ERR__FAIL'), 'it is missing from the answer of the broker');
}

/** The outcome of a resource, from its error or null. */
export function outcomeOf<T>(operation: string, resource: string, error: NativeErrorData | null, value: T): Outcome<T> {
  return error === null ? fulfilled(value) : rejected(resourceError(operation, resource, error));
}

/** Returns the values. Throws the error of the only resource, or a PartialFailureError. */
export function allFulfilled<T>(operation: string, outcomes: readonly Outcome<T>[]): T[] {
  const values: T[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') values.push(outcome.value);
    else if (outcomes.length === 1) throw outcome.reason;
    else throw new PartialFailureError(operation, outcomes);
  }
  return values;
}

/**
 * The outcome of each of `asked` in its order, from answers in any order. A resource missing from the broker's answer
 * has failed.
 */
export function inOrder<Asked, Answer, T>(
  asked: readonly Asked[],
  keyOfAsked: (asked: Asked) => string,
  answers: readonly Answer[],
  keyOfAnswer: (answer: Answer) => string,
  outcome: (answer: Answer, asked: Asked) => Outcome<T>,
  missing: (asked: Asked) => KafkaError,
): Outcome<T>[] {
  const byKey = new Map(answers.map((answer) => [keyOfAnswer(answer), answer]));
  return asked.map((item) => {
    const answer = byKey.get(keyOfAsked(item));
    return answer === undefined ? rejected<T>(missing(item)) : outcome(answer, item);
  });
}
