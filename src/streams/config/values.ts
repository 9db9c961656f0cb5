import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError } from '../../errors/config-error';

/** The default of `state.dir`. */
export const defaultStateDir = (): string => path.join(tmpdir(), 'kafka-streams');

/** Reads properties of a configuration. Each method throws a ConfigError that names the property. */
export class ConfigValues {
  readonly #config: Readonly<Record<string, unknown>>;

  constructor(config: Readonly<Record<string, unknown>>) {
    this.#config = config;
  }

  has(property: string): boolean {
    return this.#config[property] !== undefined && this.#config[property] !== null;
  }

  refuse(property: string, what: string): ConfigError {
    return new ConfigError({ property, value: this.#config[property], message: `${property}: ${what}` });
  }

  integer(property: string, defaultValue: number, least: number): number {
    if (!this.has(property)) return defaultValue;
    const given = this.#config[property];
    const value = typeof given === 'string' && /^\s*-?\d+\s*$/.test(given) ? Number(given) : given;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
    throw this.refuse(property, `a whole number, ${least} or more`);
  }

  boolean(property: string, defaultValue: boolean): boolean {
    if (!this.has(property)) return defaultValue;
    const given = this.#config[property];
    if (typeof given === 'boolean') return given;
    const text = typeof given === 'string' ? given.trim().toLowerCase() : '';
    if (text === 'true' || text === 'false') return text === 'true';
    throw this.refuse(property, 'true or false');
  }

  oneOf<T extends string>(property: string, defaultValue: T, valid: readonly T[]): T {
    if (!this.has(property)) return defaultValue;
    const found = valid.find((one) => one === this.#config[property]);
    if (found !== undefined) return found;
    throw this.refuse(property, `one of ${valid.join(', ')}`);
  }

  text(property: string): string | undefined {
    if (!this.has(property)) return undefined;
    const given = this.#config[property];
    if (typeof given === 'string' && given !== '') return given;
    throw this.refuse(property, 'a text that is not empty');
  }

  /** What has only one value here; `reason` says why. */
  fixed(property: string, value: string, reason: string): void {
    if (this.has(property) && String(this.#config[property]) !== value)
      throw this.refuse(property, `must be ${value}. ${reason}`);
  }
}
