import { FaultError } from '../../shared/fault-error';
import { insteadOf, type Schema } from './schema';

/** Reads one parameter of the query string; its text is undefined where it is absent. */
export type Param<T> = (given: string | undefined, name: string) => T;

export type Params = Readonly<Record<string, Param<unknown>>>;

export type ReadParams<P extends Params> = { [K in keyof P]: P[K] extends Param<infer T> ? T : never };

/** The parameters of a query string. Throws for one that is unknown or stands there twice. */
export function readQuery<P extends Params>(params: P, given: URLSearchParams): ReadParams<P> {
  const names = Object.keys(params);
  for (const name of new Set(given.keys())) {
    if (!Object.hasOwn(params, name)) {
      const known = names.length === 0 ? 'There are none here' : insteadOf(name, names);
      throw FaultError.of('BAD_REQUEST', `The parameter ${name.slice(0, 64)} is unknown. ${known}`, { field: name });
    }
    if (given.getAll(name).length > 1)
      throw FaultError.of('BAD_REQUEST', `The parameter ${name} stands there more than once`, { field: name });
  }
  const read = names.map((name) => [name, params[name]!(given.get(name) ?? undefined, name)]);
  return Object.fromEntries(read) as ReadParams<P>;
}

/** A parameter whose text a schema reads. */
export function param<T>(schema: Schema<T>): Param<T | undefined> {
  return (given, name) => (given === undefined ? undefined : schema(given, name));
}

/** A whole number, or `usual` where it is absent. */
export function count(schema: Schema<number>, usual: number): Param<number> {
  return (given, name) => {
    if (given === undefined) return usual;
    // Number() would also read "1e3", " 7" and "".
    return schema(/^-?\d{1,16}$/.test(given) ? Number(given) : given, name);
  };
}

/** `true` or `1`, `false` or `0`; false where it is absent. */
export const switchParam: Param<boolean> = (given, name) => {
  if (given === undefined || given === 'false' || given === '0') return false;
  if (given === 'true' || given === '1' || given === '') return true;
  throw FaultError.of('BAD_REQUEST', `${name} must be true or false`, { field: name });
};

/** Names between commas; none where it is absent. */
export function names(schema: Schema<string>, most: number): Param<string[]> {
  return (given, name) => {
    if (given === undefined || given === '') return [];
    const all = given.split(',');
    if (all.length > most)
      throw FaultError.of('BAD_REQUEST', `${name} has ${all.length} names. At most ${most}`, { field: name });
    return all.map((one) => schema(one, name));
  };
}
