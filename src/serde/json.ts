import type { Deserializer, Serializer } from './spec';

/**
 * JSON in UTF-8, in both directions. `validate` gets the value that was read or is about to be written, and returns the
 * value to use. To refuse it, `validate` returns false or throws. Type guards, assertions, and the `parse` of common
 * schema libraries all work.
 */
export function json<T = unknown>(validate?: (value: unknown) => T | boolean | void): Serializer<T> & Deserializer<T> {
  const check = (value: unknown): T => {
    if (!validate) return value as T;
    const result = validate(value);
    if (result === undefined || result === true) return value as T;
    if (result === false && value !== false) throw new TypeError('the value was refused by the validator');
    return result as T;
  };
  return {
    serialize(data: T): string {
      const text = JSON.stringify(check(data)) as string | undefined;
      if (text === undefined) throw new TypeError(`a ${typeof data} cannot be written as JSON`);
      return text;
    },
    deserialize(data: Buffer): T {
      return check(JSON.parse(data.toString('utf8')));
    },
  };
}
