type Answer = (error: unknown, data?: unknown) => void;

/** A value or key serializer: its result at once, by a promise, or by a callback as last argument. */
export type Serializer = ((data: never, callback: Answer) => void) | ((data: never) => unknown);
/** One that also gets the topic. */
export type TopicSerializer =
  ((topic: string, data: never, callback: Answer) => void) | ((topic: string, data: never) => unknown);

/** How a producer serializes keys or values. */
export interface Serialization {
  readonly serializer: Serializer | TopicSerializer;
  readonly takesTopic: boolean;
}

/** An error of a serializer, with what it was given. */
function serializationError({ serializer }: Serialization, data: unknown, cause: unknown): Error {
  const message = `Could not serialize value: ${cause instanceof Error ? cause.message : String(cause)}`;
  return Object.assign(new Error(message, { cause }), { value: data, serializer });
}

/** `done` gets the result, at once if it is there at once. Throws what a synchronous serializer throws. */
export function serialize(serialization: Serialization | undefined, topic: string, data: unknown, done: Answer): void {
  if (serialization === undefined) return done(null, data);
  const { serializer, takesTopic } = serialization;
  let isOver = false;
  const once: Answer = (error, result) => {
    if (isOver) return;
    isOver = true;
    if (error) done(error);
    else if (result === undefined) done(serializationError(serialization, data, 'the serializer returned undefined'));
    else done(null, result);
  };
  const args = takesTopic ? [topic, data] : [data];
  const callsBack = serializer.length > args.length;
  let result: unknown;
  try {
    result = (serializer as (...args: unknown[]) => unknown)(...args, ...(callsBack ? [once] : []));
  } catch (error) {
    throw serializationError(serialization, data, error);
  }
  if (callsBack) return;
  const promise = result as { then?: (resolve: (data: unknown) => void, reject: Answer) => void } | null | undefined;
  if (typeof promise?.then === 'function') promise.then((value) => once(null, value), once);
  else once(null, result);
}
