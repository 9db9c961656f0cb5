import { isDeepStrictEqual } from 'node:util';

import { ConfigError } from '../../errors/config-error';
import { invalidValue, shown } from '../invalid';
import { known, otherOwners, settableNames, titleOf } from './known-names';
import { nearestName } from './nearest';
import { checkAlgorithm, checkNativeText } from '../security/check-values';
import { parseBoolean, parseDouble, parseInteger, parseJavaValue, parseList, validateJavaValue } from '../values/parse';
import type { JavaProperty, NativeProperty, Role } from './property';

/** The user's properties, grouped by who reads them. */
export interface Collected {
  /** Parsed and validated values of Java properties, under Java's names. */
  readonly java: Map<string, unknown>;
  /** librdkafka's own properties, in its form. */
  readonly native: Record<string, string>;
  /** Names as the user wrote them. */
  readonly userSet: Set<string>;
  readonly warnings: string[];
}

function unknownName(name: string, value: unknown, role: Role): ConfigError {
  const owners = otherOwners(name, role);
  if (owners.length > 0) {
    return new ConfigError({
      property: name,
      value: shown(value, true),
      message: `${name} is a property of ${owners.join(' and ')}, not of ${titleOf(role)}`,
    });
  }
  const suggestion = nearestName(name, settableNames(role));
  return new ConfigError({
    property: name,
    value: shown(value, true),
    message: `Unknown property ${name} of ${titleOf(role)}${suggestion ? `: did you mean ${suggestion}?` : ''} (config.unknown=warn accepts it)`,
    suggestion,
  });
}

function parseNativeNumber(property: NativeProperty, value: unknown): string {
  const number = property.type === 'INT' ? parseInteger(value, 'INT') : parseDouble(value);
  if (number === undefined || Number.isNaN(number))
    throw invalidValue(property.name, value, `Expected ${property.type === 'INT' ? 'an integer' : 'a number'}`);
  if (number < property.min! || number > property.max!)
    throw invalidValue(property.name, value, `Value must be ${property.min} to ${property.max}`);
  return String(number);
}

/**
 * Parses a librdkafka property by the rules of Java's parsers, within librdkafka's limits. librdkafka's own parser
 * accepts too much.
 */
function parseNative(property: NativeProperty, value: unknown): string {
  const { name, values } = property;
  const secret = property.secret ?? false;
  switch (property.type) {
    case 'INT':
    case 'DOUBLE':
      return parseNativeNumber(property, value);
    case 'BOOLEAN': {
      const boolean = parseBoolean(value);
      if (boolean === undefined) throw invalidValue(name, value, 'Expected value to be either true or false');
      return String(boolean);
    }
    case 'FLAGS': {
      const list = parseList(value);
      const wrong = list?.find((flag) => typeof flag !== 'string' || !values!.includes(flag.replace(/^-/, '')));
      if (!list || wrong !== undefined)
        throw invalidValue(name, list ? wrong : value, `Must be of ${values!.join(', ')}`);
      return list.join(',');
    }
    default: {
      const text =
        typeof value === 'string'
          ? value.trim()
          : Array.isArray(value) && value.every((part) => typeof part === 'string')
            ? value.join(',')
            : undefined;
      if (text === undefined) throw invalidValue(name, value, 'Expected value to be a string', secret);
      if (property.type === 'ENUM' && !values!.includes(text))
        throw invalidValue(name, value, `Must be one of ${values!.join(', ')}`);
      checkNativeText(name, text, secret);
      return text;
    }
  }
}

const isPrimitive = (value: unknown): boolean => Object(value) !== value;

/** Never throws: an element of a list may be anything, and is refused later. */
function sameValue(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b) || (isPrimitive(a) && isPrimitive(b) && String(a) === String(b));
}

function readJava(property: JavaProperty, value: unknown): unknown {
  const parsed = parseJavaValue(property, value);
  checkAlgorithm(property.name, value, parsed);
  return validateJavaValue(property, parsed);
}

/** Reads librdkafka's name of a Java property as if Java's name had been written. */
function readAlias(alias: NativeProperty, twin: JavaProperty, value: unknown): unknown {
  if (alias.factor === undefined) return readJava({ ...twin, name: alias.name }, value);
  return Number(parseNativeNumber(alias, value)) * alias.factor;
}

function secretsDiffer(property: JavaProperty, a: unknown, b: unknown): boolean {
  if (property.type !== 'PASSWORD') return !sameValue(a, b);
  const text = (value: unknown): unknown => (value as { value?: () => string } | null)?.value?.();
  return text(a) !== text(b);
}

function takeAlias(alias: NativeProperty, twin: JavaProperty, value: unknown, collected: Collected): void {
  const parsed = readAlias(alias, twin, value);
  if (collected.java.has(twin.name) && secretsDiffer(twin, collected.java.get(twin.name), parsed)) {
    throw new ConfigError({
      property: alias.name,
      value: shown(value, twin.type === 'PASSWORD'),
      message: `${alias.name} and ${twin.name} are two names of the same property, but have different values`,
    });
  }
  collected.java.set(twin.name, parsed);
  collected.userSet.add(twin.name);
}

function takeNative(property: NativeProperty, value: unknown, role: Role, collected: Collected): void {
  const { name } = property;
  if (property.class === 'reserved') {
    throw new ConfigError({
      property: name,
      value: shown(value, true),
      message: `${name} cannot be set: ${property.about}`,
    });
  }
  if (property.class === 'obsolete') {
    collected.warnings.push(`${name} is obsolete and has no effect`);
    return;
  }
  const twin = property.java === undefined ? undefined : known[role].java.get(property.java);
  if (twin) takeAlias(property, twin, value, collected);
  else collected.native[name] = parseNative(property, value);
}

/**
 * Groups, parses and validates each of the user's properties on its own. Throws ConfigError for the first invalid one.
 */
export function collect(role: Role, config: Readonly<Record<string, unknown>>): Collected {
  const collected: Collected = { java: new Map(), native: {}, userSet: new Set(), warnings: [] };
  const onUnknown = config['config.unknown'] ?? 'error';
  if (onUnknown !== 'error' && onUnknown !== 'warn')
    throw invalidValue('config.unknown', onUnknown, 'Must be error or warn');
  const set = Object.entries(config).filter(([, value]) => value !== undefined);
  const { java, native, own } = known[role];
  // Java's names first, so that an alias can be compared with its twin in any order.
  const aliases: [NativeProperty, unknown][] = [];
  for (const [name, value] of set) {
    collected.userSet.add(name);
    const javaProperty = java.get(name);
    const nativeProperty = native.get(name);
    if (javaProperty) collected.java.set(name, readJava(javaProperty, value));
    else if (nativeProperty) aliases.push([nativeProperty, value]);
    else if (!own.has(name)) {
      const error = unknownName(name, value, role);
      if (onUnknown === 'error') throw error;
      collected.warnings.push(error.message);
    }
  }
  for (const [property, value] of aliases) takeNative(property, value, role, collected);
  return collected;
}
