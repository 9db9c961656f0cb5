/** The types of the admin client's arguments. */
import type { Any } from '../base/any';
import type { LibrdKafkaError } from '../base/types';
import type { ConsumerGroupStates, ConsumerGroupTypes, IsolationLevel } from './values';

/** Called without an error if all is well, which node-rdkafka's types do not say. */
export type Done = (err: LibrdKafkaError) => void;
export type Answer<T> = (err: LibrdKafkaError, result: T) => Any;
export type EventHandlers = { [event: string]: (...args: Any[]) => void };

export interface Timeout {
  /** ms; 5000 by default. */
  timeout?: number | undefined;
}

export interface ListGroupsOptions extends Timeout {
  matchConsumerGroupStates?: ConsumerGroupStates[] | undefined;
  matchConsumerGroupTypes?: ConsumerGroupTypes[] | undefined;
}

/** What the caller may do is then in `authorizedOperations`. */
export interface DescribeOptions extends Timeout {
  includeAuthorizedOperations?: boolean | undefined;
}

export interface GroupOffsetsOptions extends Timeout {
  requireStableOffsets?: boolean | undefined;
}

export interface DeleteRecordsOptions extends Timeout {
  operationTimeout?: number | undefined;
}

export interface ListOffsetsOptions extends Timeout {
  isolationLevel?: IsolationLevel | undefined;
}
