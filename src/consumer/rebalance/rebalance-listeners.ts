import { checkOptions } from '../../client/options';
import { KafkaError } from '../../errors/kafka-error';
import { InvalidArgumentError } from '../../errors/usage-errors';
import type { TopicPartition } from '../partitions/topic-partition';

/** Called with the partitions. The consumer waits for the returned promise, at most 90 % of `max.poll.interval.ms`. */
export type RebalanceListener = (
  partitions: TopicPartition[],
  context: { signal: AbortSignal },
) => void | Promise<void>;

/** Java's ConsumerRebalanceListener. */
export interface RebalanceListeners {
  /**
   * These partitions were added. `seek`, `pause` and `position` may be called for them. `signal` aborts when one of
   * them is revoked or lost.
   */
  onPartitionsAssigned?: RebalanceListener | undefined;
  /**
   * These partitions are revoked after this call: `commit` still works for them here. `signal` aborts at the deadline.
   */
  onPartitionsRevoked?: RebalanceListener | undefined;
  /**
   * These partitions are already gone and other members may be reading them, so nothing can be committed. Default:
   * `onPartitionsRevoked` is called instead.
   */
  onPartitionsLost?: RebalanceListener | undefined;
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
  // An instance of a class may have members of its own.
  const isPlain = Object.getPrototypeOf(listeners) === Object.prototype;
  checkOptions(operation, listeners, isPlain ? names : Object.keys(listeners));
  for (const name of names) {
    const listener = (listeners as Record<string, unknown>)[name];
    if (listener !== undefined && typeof listener !== 'function') {
      throw new InvalidArgumentError(operation, `${operation}: ${name} must be a function; got ${typeof listener}`);
    }
  }
  return listeners;
}

export function listenerError(name: string, cause: unknown): KafkaError {
  return new KafkaError({
    code: 'ERR_LISTENER',
    message: `${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    operation: name,
    cause,
  });
}
