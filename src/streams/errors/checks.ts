import { isPromise } from './promises';
import { StreamsError, TopologyError } from './streams-errors';

/**
 * The result of a function of an operator. `undefined` is Java's null.
 * @throws StreamsError ERR_ASYNC_HANDLER for a promise, whose rejection is ignored.
 */
export function syncResult<T>(result: T, node: string): T {
  if (result === undefined) return null as T;
  if (isPromise(result)) {
    Promise.resolve(result).catch(() => undefined);
    throw new StreamsError(`${node}: its function returned a promise. Return the value itself.`, {
      code: 'ERR_ASYNC_HANDLER',
      node,
    });
  }
  return result;
}

/** A function of the user's. @throws TopologyError naming the operation otherwise. */
export function needFunction(value: unknown, operation: string, what: string): void {
  if (typeof value !== 'function') throw new TopologyError(`${operation}: ${what} must be a function`);
}

/** @throws TopologyError for anything but a text with at least one character. */
export function needTopic(topic: unknown, operation: string): asserts topic is string {
  if (typeof topic !== 'string' || topic === '')
    throw new TopologyError(`${operation}: a topic must be a text that is not empty`);
}
