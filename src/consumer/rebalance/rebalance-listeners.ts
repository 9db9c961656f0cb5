import { KafkaError } from '../errors/kafka-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import type { TopicPartition } from './topic-partition';

/** Called with the partitions; the consumer waits for what it returns, at most 90 % of `max.poll.interval.ms`. */
export type RebalanceListener = (
  partitions: TopicPartition[],
  context: { signal: AbortSignal },
) => void | Promise<void>;

/** Java's ConsumerRebalanceListener. */
export interface RebalanceListeners {
  /** These were added. `seek`, `pause` and `position` may be called for them. `signal` aborts when one of them goes. */
  onPartitionsAssigned?: RebalanceListener;
  /** These go, once this is done: `commit` still works for them. `signal` aborts when the time for it is up. */
  onPartitionsRevoked?: RebalanceListener;
  /** These went already, and others may be reading them: nothing can be committed. Left out: `onPartitionsRevoked` is called. */
  onPartitionsLost?: RebalanceListener;
}

export type ListenerName = keyof RebalanceListeners;
const names: readonly ListenerName[] = ['onPartitionsAssigned', 'onPartitionsRevoked', 'onPartitionsLost'];

export function checkListeners(operation: string, listeners: unknown): RebalanceListeners {
  if (listeners === undefined || listeners === null) return {};
  if (typeof listeners !== 'object') {
    throw new InvalidArgumentError(
      operation,
      `${operation}: the listeners must be an object with ${names.join(', ')}; got ${typeof listeners}`,
    );
  }
  for (const name of names) {
    const listener = (listeners as Record<string, unknown>)[name];
    if (listener !== undefined && typeof listener !== 'function') {
      throw new InvalidArgumentError(operation, `${operation}: ${name} must be a function; got ${typeof listener}`);
    }
  }
  return listeners;
}

export function isPromise<T>(value: T | Promise<T>): value is Promise<T>;
export function isPromise(value: unknown): value is Promise<unknown>;
export function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

export function listenerError(name: string, cause: unknown): KafkaError {
  return new KafkaError({
    code: 'ERR_LISTENER',
    message: `${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    operation: name,
    cause,
  });
}
