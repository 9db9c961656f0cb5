import { inspect } from 'node:util';
import { ConfigError } from '../errors/config-error';
import { hidden } from './security/password';

/** A value in a form for error messages: short, and without secrets. */
export function shown(value: unknown, secret: boolean): unknown {
  if (secret && value !== null && value !== undefined) return hidden;
  return value;
}

function print(value: unknown): string {
  const text = typeof value === 'string' ? value : inspect(value, { depth: 0, breakLength: Infinity });
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** The error for an invalid value, with the wording of Java's ConfigException. */
export function invalidValue(property: string, value: unknown, why: string, secret = false): ConfigError {
  const visible = shown(value, secret);
  return new ConfigError({
    property,
    value: visible,
    message: `Invalid value ${print(visible)} for configuration ${property}: ${why}`,
  });
}

/** The error for a property that conflicts with others. */
export function conflict(property: string, value: unknown, message: string): ConfigError {
  return new ConfigError({ property, value, message });
}
