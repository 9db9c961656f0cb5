/** Checks of arguments: what cannot be used is refused at once, by an InvalidArgumentError that says what can. */
import { InvalidArgumentError } from 'kafka-napi';

/** The last argument of every call that waits. */
export interface CallOptions {
  /** Milliseconds for the call as a whole, with all that is tried again. */
  readonly timeoutMs?: number | undefined;
  /** Ends the call with an `AbortError`; a request that was sent may still be carried out. */
  readonly signal?: AbortSignal | undefined;
}

export function refuse(operation: string, message: string): never {
  throw new InvalidArgumentError(operation, `${operation}: ${message}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return `a ${typeof value}`;
}

export function checkObject(operation: string, what: string, value: unknown): asserts value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(operation, `${what} is ${kindOf(value)}. An object is valid`);
  }
}

/** Options by name; left out is none. */
export function checkOptions(operation: string, options: unknown, names: readonly string[]): void {
  if (options === undefined) return;
  checkObject(operation, 'the last argument', options);
  if ('aborted' in options) refuse(operation, 'the options are an AbortSignal. { signal } is valid');
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) refuse(operation, `unknown option '${name}'. Valid options: ${names.join(', ')}`);
  }
}

export const callOptions = ['timeoutMs', 'signal'];

export interface Wait {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** @param also Names of the call's own options, which it checks itself. */
export function checkWait(
  operation: string,
  options: CallOptions | undefined,
  otherwise: number,
  also: readonly string[] = [],
): Wait {
  checkOptions(operation, options, [...also, ...callOptions]);
  const timeoutMs = checkMs(operation, 'timeoutMs', options?.timeoutMs, otherwise);
  const signal: unknown = options?.signal;
  if (signal !== undefined && (typeof signal !== 'object' || signal === null || !('addEventListener' in signal))) {
    refuse(operation, `signal is ${kindOf(signal)}. An AbortSignal is valid`);
  }
  return { timeoutMs, signal: options?.signal };
}

/** A time in ms. More than a timer takes (24.8 days) counts as that. */
export function checkMs(operation: string, name: string, value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value !== 'number' || !(value > 0)) {
    refuse(
      operation,
      `${name} is ${typeof value === 'number' ? value : kindOf(value)}. A number of ms above 0 is valid`,
    );
  }
  return Math.min(value, 2 ** 31 - 1);
}

/** The name of a connector, plug-in or logger as a part of a path. */
export function pathOf(operation: string, what: string, name: unknown): string {
  if (typeof name !== 'string') refuse(operation, `the ${what} is ${kindOf(name)}. A string is valid`);
  // Servers and proxies take such a part out of the path: another call would be made.
  if (name === '' || name === '.' || name === '..') {
    refuse(operation, `the ${what} is '${name}'. A name that can stand in a path is valid`);
  }
  try {
    return encodeURIComponent(name);
  } catch {
    return refuse(operation, `the ${what} holds half a surrogate pair. Well-formed Unicode is valid`);
  }
}

/** What a property of a connector may be given as. Connect keeps strings. */
export type ConfigValue = string | number | bigint | boolean;
export type ConnectorConfigInput = Readonly<Record<string, ConfigValue>>;

/** The properties as Connect keeps them. @param nullDeletes null is valid: it deletes a property. */
export function checkConfig(operation: string, config: unknown, nullDeletes = false): Record<string, string | null> {
  checkObject(operation, 'the configuration', config);
  const properties: [string, string | null][] = [];
  for (const [name, value] of Object.entries(config)) {
    if (value === null && nullDeletes) properties.push([name, null]);
    else if (typeof value === 'string') properties.push([name, value]);
    else if (typeof value === 'boolean' || typeof value === 'bigint') properties.push([name, String(value)]);
    else if (typeof value === 'number' && Number.isFinite(value)) properties.push([name, String(value)]);
    else {
      const valid = `A string, a finite number or a boolean${nullDeletes ? ', or null to delete it,' : ''} is valid`;
      refuse(operation, `property '${name}' is ${typeof value === 'number' ? value : kindOf(value)}. ${valid}`);
    }
  }
  return Object.fromEntries(properties);
}
