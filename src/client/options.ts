import { ConfigError } from '../errors/config-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import { checkSignal, checkTimeout, type WaitOptions } from './waiting';

/** Names of {@link WaitOptions}. */
export const waitOptions = ['timeoutMs', 'signal'] as const;

function kindOf(value: object | ((...args: never) => unknown) | string | number): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return Array.isArray(value) ? 'a list' : 'an AbortSignal';
}

const isSignal = (value: object): boolean => 'aborted' in value && 'addEventListener' in value;

/** Throws if `options` is not an object, or has an unknown option. undefined and null are allowed. */
export function checkOptions(operation: string, options: unknown, names: readonly string[], hint = ''): void {
  if (options === undefined || options === null) return;
  if (typeof options !== 'object' || Array.isArray(options) || isSignal(options)) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: options must be an object { ${names.join(', ')} }; got ${kindOf(options)}${hint}`,
    );
  }
  for (const name in options) {
    if (names.includes(name) || !Object.hasOwn(options, name)) continue;
    throw new InvalidArgumentError(
      operation,
      `${operation}: unknown option '${name}'. Valid options: ${names.join(', ')}`,
    );
  }
}

/**
 * Checks the last argument of a call that waits.
 * @param otherwise Default timeout in ms.
 * @param also Names of the call's own options, which it checks itself.
 */
export function checkWait(
  operation: string,
  options: WaitOptions | undefined,
  otherwise: number,
  also: readonly string[] = [],
): { timeoutMs: number; signal: AbortSignal | undefined } {
  checkOptions(operation, options, also.length === 0 ? waitOptions : [...also, ...waitOptions]);
  return {
    timeoutMs: checkTimeout(operation, options?.timeoutMs, otherwise),
    signal: checkSignal(operation, options?.signal),
  };
}

/** A client takes only its configuration. Java's constructors also take serializers, which would be ignored here. */
export function checkOneArgument(
  name: string,
  others: readonly unknown[],
  properties?: readonly [string, string],
): void {
  if (others.every((other) => other === undefined)) return;
  const where = properties && `, serializers and deserializers too: '${properties.join("', '")}'`;
  throw new ConfigError({
    property: properties?.[0] ?? 'bootstrap.servers',
    message: `new ${name}: takes one argument, got ${others.length + 1}. Everything goes into the configuration${where ?? ''}`,
  });
}
