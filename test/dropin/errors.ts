/** What programs look at in an error. */

/** The entry's errors have the core's as their innermost cause. */
export function described(error: unknown): Record<string, unknown> {
  const { name, message, type, code, retriable, topic, errors, partitions, groups, cause } = error as Record<
    string,
    unknown
  >;
  const isOurs = typeof cause === 'object' && cause !== null && !('isFatal' in cause);
  return {
    name,
    message,
    type,
    code,
    retriable,
    topic,
    errors: (errors as unknown[] | undefined)?.map(described),
    // In no order: kafkajs has them as the broker answers.
    parts: ((partitions ?? groups) as { error?: unknown }[] | undefined)
      ?.map(({ error, ...one }) => ({
        ...one,
        error: error === undefined ? undefined : described(error),
      }))
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    cause: isOurs ? described(cause) : undefined,
  };
}

/** The error of a promise or a function; undefined: none. */
export async function errorOf(work: Promise<unknown> | (() => unknown)): Promise<unknown> {
  try {
    await (typeof work === 'function' ? work() : work);
    return undefined;
  } catch (error) {
    return described(error);
  }
}
