import { inspect } from 'node:util';

const HIDDEN = '[hidden]';

/** A secret that only `value()` returns. Java's Password. */
export class Password {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  value(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** Makes `util.inspect` and JSON show an object as `shown` instead of its content. */
export function hideWhenShown<T extends object>(target: T, shown: () => unknown): T {
  Object.defineProperty(target, inspect.custom, { value: shown });
  Object.defineProperty(target, 'toJSON', { value: shown });
  return target;
}

export const hidden = HIDDEN;
