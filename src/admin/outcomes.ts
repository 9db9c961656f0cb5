import { errorDescription } from '../client/error-description';
import { errorName, isRetriableErrno } from '../errors/codes';
import { KafkaError, type NativeErrorData } from '../errors/kafka-error';
import { PartialFailureError, type Outcome } from '../errors/partial-failure-error';

export function fulfilled<T>(value: T): Outcome<T> {
  return { status: 'fulfilled', value };
}

export function rejected<T>(reason: KafkaError): Outcome<T> {
  return { status: 'rejected', reason };
}

/** The error of one resource among several; `resource` says which, as 'topic orders'. */
export function resourceError(operation: string, resource: string, error: NativeErrorData): KafkaError {
  return KafkaError.fromNative({ ...error, operation, message: `${operation}: ${resource}: ${error.message}` });
}

/** As {@link resourceError}, where librdkafka gives a number only. */
export function errnoError(operation: string, resource: string, errno: number, detail?: string): KafkaError {
  return new KafkaError({
    code: errorName(errno),
    errno,
    message: `${operation}: ${resource}: ${detail ?? errorDescription(errno)}`,
    operation,
    isRetriable: isRetriableErrno(errno),
  });
}

/** The outcome of a resource that came with an error or null. */
export function outcomeOf<T>(operation: string, resource: string, error: NativeErrorData | null, value: T): Outcome<T> {
  return error === null ? fulfilled(value) : rejected(resourceError(operation, resource, error));
}

/** The values, or the one error of the one resource, or a PartialFailureError. */
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
 * The outcome of each of `asked` in its order, from answers that may come in another. A resource that the broker did not mention
 * failed.
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
