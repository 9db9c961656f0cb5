import { KafkaError } from '../errors/kafka-error';
import { librdkafkaCodes } from '../errors/codes.generated';

/** The call makes no sense in the consumer's present state. Code `ERR__STATE`; Java's IllegalStateException. */
export function stateError(operation: string, message: string): KafkaError {
  return new KafkaError({
    code: 'ERR__STATE',
    errno: librdkafkaCodes.ERR__STATE,
    message: `${operation}: ${message}`,
    operation,
  });
}

/** Code `ERR_ASSIGNMENT_LOST`. Java's CommitFailedException. */
export function assignmentLostError(operation: string, topic: string, partition: number): KafkaError {
  return new KafkaError({
    code: 'ERR_ASSIGNMENT_LOST',
    operation,
    message: `${operation}: ${topic}-${partition} is not assigned to this consumer any more; whoever has it now reads from its committed offset`,
  });
}
