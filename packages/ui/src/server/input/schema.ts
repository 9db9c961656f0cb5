import { FaultError } from '../../shared/fault-error';
import { nearest } from './nearest';

/**
 * Reads a value that came from outside: returns it in its type, or throws BAD_REQUEST with the field. `at` is the
 * field's name from the top, `''` for the whole.
 */
export type Schema<T> = (value: unknown, at: string) => T;

/** The type that a schema reads. */
export type Read<S> = S extends Schema<infer T> ? T : never;

/** `field: what is wrong. What is right.` */
export function wrong(at: string, message: string, details: { hint?: string } = {}): FaultError {
  return FaultError.of('BAD_REQUEST', at === '' ? `The body ${message}` : `${at} ${message}`, {
    ...(at === '' ? {} : { field: at }),
    ...details,
  });
}

const inside = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);

/** A name that is not one of `names`, as the end of a sentence: with the nearest one, or all of them. */
export function insteadOf(given: string, names: readonly string[]): string {
  const best = nearest(given, names);
  return best === undefined ? `Known are ${names.join(', ')}` : `Did you mean ${best}?`;
}

type Shape = Record<string, Schema<unknown>>;
type OptionalKeys<S extends Shape> = { [K in keyof S]: undefined extends Read<S[K]> ? K : never }[keyof S];
type ObjectOf<S extends Shape> = { [K in Exclude<keyof S, OptionalKeys<S>>]: Read<S[K]> } & {
  [K in OptionalKeys<S>]?: Read<S[K]>;
};

/** An object with these fields and no others. */
export function object<S extends Shape>(shape: S): Schema<ObjectOf<S>> {
  const names = Object.keys(shape);
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(at, 'must be an object');
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(shape, name)) {
        const field = inside(at, name);
        throw FaultError.of('BAD_REQUEST', `${field} is unknown. ${insteadOf(name, names)}`, { field });
      }
    }
    const given = value as Record<string, unknown>;
    const read: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(shape)) {
      const field = schema(Object.hasOwn(given, name) ? given[name] : undefined, inside(at, name));
      if (field !== undefined) read[name] = field;
    }
    return read as ObjectOf<S>;
  };
}

export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return (value, at) => (value === undefined ? undefined : schema(value, at));
}

export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return (value, at) => (value === null ? null : schema(value, at));
}

export function list<T>(item: Schema<T>, { least = 0, most }: { least?: number; most: number }): Schema<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw wrong(at, 'must be a list');
    if (value.length < least) throw wrong(at, `must have at least ${least} ${least === 1 ? 'entry' : 'entries'}`);
    if (value.length > most) throw wrong(at, `has ${value.length} entries. At most ${most}`);
    return value.map((one, i) => item(one, `${at}[${i}]`));
  };
}

/** A list of exactly two. */
export function pair<A, B>(first: Schema<A>, second: Schema<B>): Schema<[A, B]> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length !== 2) throw wrong(at, 'must be a list of two');
    return [first(value[0], `${at}[0]`), second(value[1], `${at}[1]`)];
  };
}

/** An object whose names are data, as the names of configurations. */
export function dictionary<T>(item: Schema<T>, { most }: { most: number }): Schema<Record<string, T>> {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(at, 'must be an object');
    const entries = Object.entries(value);
    if (entries.length > most) throw wrong(at, `has ${entries.length} entries. At most ${most}`);
    return Object.fromEntries(entries.map(([name, one]) => [name, item(one, inside(at, name))]));
  };
}

/** The first of the schemas that takes the value; the fault is that of the last. */
export function either<A, B>(first: Schema<A>, second: Schema<B>): Schema<A | B> {
  return (value, at) => {
    try {
      return first(value, at);
    } catch {
      return second(value, at);
    }
  };
}
