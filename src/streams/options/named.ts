import { TopologyError } from '../errors/streams-errors';

const LONGEST_NAME = 249;

/** @throws TopologyError for a name that Java refuses. */
export function checkName(name: string): string {
  if (name === '') throw new TopologyError('A name must not be empty');
  if (name === '.' || name === '..') throw new TopologyError(`A name must not be ${name}`);
  if (name.length > LONGEST_NAME) throw new TopologyError(`The name ${name} is longer than ${LONGEST_NAME} characters`);
  if (!/^[\w.-]+$/.test(name))
    throw new TopologyError(`The name ${name} must consist of ASCII letters, digits, '.', '_' and '-'`);
  return name;
}

/** The name of a processor. A plain string will do. Java's Named. */
export class Named {
  readonly name: string;

  /** @throws TopologyError for a name that is empty, too long, or has other characters than letters, digits . _ - */
  constructor(name: string) {
    this.name = checkName(name);
  }

  static as(name: string): Named {
    return new Named(name);
  }

  withName(name: string): Named {
    return new Named(name);
  }
}

/** Where an argument may be a name. */
export type NamedInput = string | Named;

const nameOf = (input: unknown): string | undefined =>
  typeof input === 'string' ? checkName(input) : input instanceof Named ? input.name : undefined;

/**
 * The optional last arguments of an operator: a name (a string or a Named), then options, either of which may be left
 * out. @throws TopologyError for anything else.
 */
export function readArguments<O extends object>(
  operation: string,
  args: readonly unknown[],
): { name: string | undefined; options: O | undefined } {
  let name: string | undefined;
  let options: O | undefined;
  for (const arg of args) {
    if (arg === undefined || arg === null) continue;
    const asName = nameOf(arg);
    if (asName !== undefined && name === undefined && options === undefined) name = asName;
    else if (asName === undefined && typeof arg === 'object' && options === undefined) options = arg as O;
    else
      throw new TopologyError(`${operation}: after the functions come a name and options, each once and in this order`);
  }
  return { name, options };
}

/** An operator that has no options: one name at most. */
export function readName(operation: string, arg: unknown): string | undefined {
  const { name, options } = readArguments<object>(operation, [arg]);
  if (options !== undefined) throw new TopologyError(`${operation}: it takes a name, and no options`);
  return name;
}

/** The name within options. */
export function nameIn(options: { readonly name?: string | undefined } | undefined): string | undefined {
  return options?.name === undefined ? undefined : checkName(options.name);
}
