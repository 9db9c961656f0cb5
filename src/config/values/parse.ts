import { kindOf } from '../../errors/brief';
import { invalidValue } from '../invalid';
import { parseOffsetReset } from './offset-reset';
import { Password } from '../security/password';
import type { JavaProperty, JavaType, ValidValues } from '../names/property';

const limits: Partial<Record<JavaType, [bigint, bigint]>> = {
  SHORT: [-(2n ** 15n), 2n ** 15n - 1n],
  INT: [-(2n ** 31n), 2n ** 31n - 1n],
  LONG: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** String.trim() of Java: removes characters up to and including the blank. */
export function javaTrim(text: string): string {
  return text.replace(/^[\0- ]+|[\0- ]+$/g, '');
}

/** Integer.parseInt and its variants. Returns the number, or `undefined` if Java refuses it. */
export function parseInteger(value: unknown, type: 'SHORT' | 'INT' | 'LONG'): number | undefined {
  let integer: bigint;
  if (typeof value === 'bigint') integer = value;
  else if (typeof value === 'number') {
    if (!Number.isInteger(value)) return undefined;
    integer = BigInt(value);
  } else if (typeof value === 'string') {
    const text = javaTrim(value);
    if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
    integer = BigInt(text.replace(/^\+/, ''));
  } else return undefined;
  const [low, high] = limits[type]!;
  return integer < low || integer > high ? undefined : Number(integer);
}

/** Double.parseDouble without hexadecimal numbers. */
export function parseDouble(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return undefined;
  const text = javaTrim(value);
  if (/^[+-]?(NaN|Infinity)$/.test(text)) return Number(text.replace(/^[+-](?=NaN)/, ''));
  return /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[fFdD]?$/.test(text)
    ? Number(text.replace(/[fFdD]$/, ''))
    : undefined;
}

export function parseBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const text = javaTrim(value).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

export function parseList(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value !== 'string') return undefined;
  const text = javaTrim(value);
  return text === '' ? [] : text.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/);
}

const whole = { SHORT: 'a 16-bit integer', INT: 'a 32-bit integer', LONG: 'a 64-bit integer' } as const;

/**
 * Parses a user's value by Java's rules (ConfigDef.parseType): strings are trimmed, numbers and booleans are accepted
 * as such and as strings. PASSWORD returns a {@link Password}, LIST an array. Throws ConfigError.
 */
export function parseJavaValue(property: JavaProperty, value: unknown): unknown {
  if (value === null) return null;
  const { name, type } = property;
  switch (type) {
    case 'SHORT':
    case 'INT':
    case 'LONG': {
      const number = parseInteger(value, type);
      if (number === undefined) throw invalidValue(name, value, `Expected ${whole[type]}, but it was ${kindOf(value)}`);
      return number;
    }
    case 'DOUBLE': {
      const number = parseDouble(value);
      if (number === undefined) throw invalidValue(name, value, `Expected a number, but it was ${kindOf(value)}`);
      return number;
    }
    case 'BOOLEAN': {
      const boolean = parseBoolean(value);
      if (boolean === undefined) throw invalidValue(name, value, 'Expected value to be either true or false');
      return boolean;
    }
    case 'STRING':
      if (typeof value === 'string') return javaTrim(value);
      // acks: everybody writes 1, although Java insists on "1".
      if (typeof value === 'number' && property.valid?.oneOf?.includes(String(value))) return String(value);
      throw invalidValue(
        name,
        value,
        property.valid?.oneOf
          ? mustBeOneOf(property.valid)
          : `Expected value to be a string, but it was ${kindOf(value)}`,
      );
    case 'PASSWORD':
      if (typeof value === 'string') return new Password(javaTrim(value));
      if (value instanceof Password) return value;
      throw invalidValue(name, value, `Expected value to be a string, but it was ${kindOf(value)}`, true);
    case 'LIST': {
      const list = parseList(value);
      if (!list)
        throw invalidValue(name, value, `Expected a comma separated list or an array, but it was ${kindOf(value)}`);
      return list;
    }
    case 'CLASS':
      if (typeof value === 'string') return javaTrim(value);
      if (typeof value === 'function' || typeof value === 'object') return value;
      throw invalidValue(name, value, `Expected a name, a function, an object or a class, but it was ${kindOf(value)}`);
  }
}

/** Java's wording. */
const mustBeOneOf = ({ oneOf, ignoreCase }: ValidValues): string =>
  `String must be one of${ignoreCase ? ' (case insensitive)' : ''}: ${oneOf!.join(', ')}`;

function checkRange(name: string, value: number, valid: ValidValues): void {
  if (valid.or !== undefined && value === valid.or) return;
  if (value < valid.min!)
    throw invalidValue(
      name,
      value,
      `Value must be at least ${valid.min}${valid.or === undefined ? '' : ` or ${valid.or}`}`,
    );
  if (valid.max !== undefined && value > valid.max)
    throw invalidValue(name, value, `Value must be no more than ${valid.max}`);
}

function checkList(name: string, value: readonly unknown[]): readonly unknown[] {
  for (const element of value) {
    if (
      typeof element === 'string'
        ? element === ''
        : typeof element !== 'function' && (typeof element !== 'object' || element === null)
    ) {
      throw invalidValue(name, value, 'Values in the list must not be empty');
    }
  }
  return [...new Set(value)];
}

/** Checks a parsed value with Java's validators (ConfigDef.Validator). Returns the effective value. */
export function validateJavaValue(property: JavaProperty, value: unknown): unknown {
  const { name, valid } = property;
  if (!valid) return value;
  if (valid.min !== undefined) {
    if (value === null) throw invalidValue(name, value, 'Value must be non-null');
    checkRange(name, value as number, valid);
  } else if (valid.oneOf) {
    const wanted = valid.ignoreCase ? String(value).toUpperCase() : value;
    const match = valid.oneOf.find((candidate) => (valid.ignoreCase ? candidate.toUpperCase() : candidate) === wanted);
    if (value === null || match === undefined) {
      throw invalidValue(name, value, mustBeOneOf(valid));
    }
  } else if (valid.nonEmpty) {
    if (value === '') throw invalidValue(name, value, 'String must be non-empty');
  } else if (valid.offsetReset) {
    if (value === null || !parseOffsetReset(value as string)) {
      throw invalidValue(
        name,
        value,
        'Must be latest, earliest, none, or by_duration: with a duration of zero or more, such as by_duration:PT1H',
      );
    }
  } else if (valid.list) {
    if (value === null) throw invalidValue(name, value, 'Value must be non-null');
    return checkList(name, value as readonly unknown[]);
  }
  return value;
}
