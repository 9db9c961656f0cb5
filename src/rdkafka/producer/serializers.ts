type Answer = (error: unknown, data?: unknown) => void;

/** A value or key serializer: its result at once, by a promise, or by a callback as second argument. */
export type Serializer = ((data: never, callback: Answer) => void) | ((data: never) => unknown);

/** An error of a serializer, with what it was given. */
function serializationError(serializer: Serializer, data: unknown, cause: unknown): Error {
  const message = `Could not serialize value: ${cause instanceof Error ? cause.message : String(cause)}`;
  return Object.assign(new Error(message, { cause }), { value: data, serializer });
}

/**
 * Calls the serializer. `done` gets its result, at once if it is there at once. Throws what a synchronous one throws.
 */
export function serialize(serializer: Serializer | undefined, data: unknown, done: Answer): void {
  if (serializer === undefined) return done(null, data);
  let isOver = false;
  const once: Answer = (error, result) => {
    if (isOver) return;
    isOver = true;
    if (error) done(error);
    else if (result === undefined) done(serializationError(serializer, data, 'the serializer returned undefined'));
    else done(null, result);
  };
  let result: unknown;
  try {
    result = (serializer as (data: unknown, callback?: Answer) => unknown)(
      data,
      ...(serializer.length > 1 ? [once] : ([] as [])),
    );
  } catch (error) {
    throw serializationError(serializer, data, error);
  }
  if (serializer.length > 1) return;
  const promise = result as {
    then?: (resolve: (data: unknown) => void, reject: (error: unknown) => void) => void;
  } | null;
  if (typeof promise?.then === 'function') promise.then((data) => once(null, data), once);
  else once(null, result);
}
