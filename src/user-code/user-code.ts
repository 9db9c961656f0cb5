/**
 * The only place that calls functions written by the user; a lint rule ensures that nothing else in src/ does. User
 * code at a bad moment must never break a client. Therefore each kind of function has exactly one caller here, which
 * defines what happens to a throw and to a promise that rejects or never settles.
 *
 * Two rules hold for every kind:
 * - A user function may call its own client. The caller must be in a consistent state: no half-written record, no loop
 *   over a table that the call may change. A call that cannot be served at that moment throws (`ERR_CONCURRENT`,
 *   `ERR__STATE`).
 * - It may call `close()`. Closing then begins at once and continues when the user function has returned. The caller
 *   checks afterwards whether the client is still open.
 */

/** A user's object with a `then`, from any promise implementation. */
export function isPromise<T>(value: T | PromiseLike<T>): value is Promise<T>;
export function isPromise(value: unknown): value is Promise<unknown>;
export function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** No code waits for this promise: ignores its rejection. */
export function ignoreRejection(value: unknown): void {
  if (isPromise(value)) Promise.resolve(value).catch(() => undefined);
}

/**
 * Reports an error of a user function that no call can throw: as an uncaught exception, after all code of the current
 * turn has run.
 */
export function throwLater(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

// ---- Functions whose result is not used: event listeners, delivery callbacks

/**
 * An event listener. A throw becomes an uncaught exception later; the other listeners and the client continue. A
 * returned promise is ignored: if it rejects, that is an unhandled rejection, as with every EventEmitter.
 */
export function callListener(
  listener: (...args: unknown[]) => unknown,
  client: object,
  args: readonly unknown[],
): void {
  try {
    listener.apply(client, args as unknown[]);
  } catch (error) {
    throwLater(error);
  }
}

/** A delivery callback: as {@link callListener}. The record's share of `buffer.memory` and its id are already free. */
export function callDelivery<E, M>(callback: (error: E | null, metadata: M) => unknown, error: E | null, metadata: M) {
  try {
    callback(error, metadata);
  } catch (thrown) {
    throwLater(thrown);
  }
}

// ---- Plug-ins, whose failures must not fail anything else: interceptors, metric reporters, every `close()`

/**
 * A method of a plug-in, if it has it. Its error, or the rejection of a returned promise, goes to `failed` (a
 * `warning`). The promise is not awaited. `use` gets the result, if there is one, and may refuse it by throwing. With
 * `use` a promise is refused.
 */
export function callPlugin<Method extends string>(
  plugin: { [name in Method]?: (...args: never[]) => unknown },
  method: Method,
  args: readonly unknown[],
  failed: (error: unknown) => void,
  use?: (result: unknown) => void,
): void {
  try {
    const call = plugin[method] as ((...args: unknown[]) => unknown) | undefined;
    if (call === undefined) return;
    const result: unknown = call.apply(plugin, args as unknown[]);
    if (!isPromise(result)) use?.(result);
    else if (use === undefined) Promise.resolve(result).catch(failed);
    else {
      ignoreRejection(result);
      throw new TypeError('it returned a promise; its result is needed synchronously');
    }
  } catch (error) {
    failed(error);
  }
}

// ---- Functions whose result is needed: the caller throws their errors as errors of the call

/**
 * A serializer or deserializer. Throws or rejects with the user's error, which the caller turns into the error of the
 * record. One that never settles delays `send` until its deadline, and `poll` until it is woken or the client closes.
 */
export function callSerializer<D, C, R>(serializer: { serialize(data: D, context: C): R }, data: D, context: C): R {
  return serializer.serialize(data, context);
}

export function callDeserializer<D, C, R>(
  deserializer: { deserialize(data: D, context: C): R },
  data: D,
  context: C,
): R {
  return deserializer.deserialize(data, context);
}

/** A partitioner. If it throws, the record is refused. A promise is not a partition and is not awaited. */
export function callPartitioner<K>(
  partition: (topic: string, key: K, value: K, partitionCount: number) => number,
  topic: string,
  key: K,
  value: K,
  partitionCount: number,
): number {
  const chosen = partition(topic, key, value, partitionCount);
  ignoreRejection(chosen);
  return chosen;
}

/**
 * A loop's `until`. If it throws, the loop ends with that error, and the next loop begins with the record. A promise is
 * refused, because it would always be truthy.
 */
export function callUntil<R>(until: (record: R) => boolean, record: R): boolean {
  const isLast: unknown = until(record);
  if (!isPromise(isLast)) return Boolean(isLast);
  ignoreRejection(isLast);
  throw new TypeError('until returned a promise; it must return true or false at once');
}

/**
 * The handler of `forEach`. Throws its error, or returns its result to be awaited. A rejection ends the loop like a
 * throw. `close()` waits for the handler within its own time.
 */
export function callHandler<R, C>(handler: (record: R, context: C) => unknown, record: R, context: C): unknown {
  return handler(record, context);
}

/**
 * A rebalance listener. Its error or rejection goes to `failed`; the rebalance continues. Returns a promise that never
 * rejects if there is one to wait for, at most 90 % of `max.poll.interval.ms`.
 */
export function callRebalanceListener<P, C>(
  listener: (partitions: P, context: C) => unknown,
  listeners: object,
  partitions: P,
  context: C,
  failed: (error: unknown) => void,
): Promise<void> | undefined {
  try {
    const returned = listener.call(listeners, partitions, context);
    return isPromise(returned) ? Promise.resolve(returned).then(() => undefined, failed) : undefined;
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/** A token provider. Rejects with its error or rejection, which becomes the error of the login. */
export async function callTokenProvider<T>(provider: () => T | PromiseLike<T>): Promise<T> {
  return provider();
}

/** The work of `producer.transaction`. Rejects with its error or rejection: the transaction is aborted. */
export async function callWork<P, R>(work: (producer: P) => R | PromiseLike<R>, producer: P): Promise<R> {
  return work(producer);
}

/** Reads a user's iterable completely. If it throws, no element has been used yet. */
export function readAll<T>(list: Iterable<T>): T[] {
  return [...list];
}

// ---- During the construction of a client: the constructor throws their errors, and no client is created

/** Creates an object of the user's class. */
export function construct(constructor: new () => unknown): { [method: string]: unknown } {
  return new constructor() as { [method: string]: unknown };
}

/** Calls a plug-in's `configure`, if it has one. */
export function configurePlugin(plugin: { [method: string]: unknown }, ...args: readonly unknown[]): void {
  if (typeof plugin.configure === 'function') ignoreRejection(plugin.configure(...(args as unknown[])));
}
