import { KafkaError, nameErrorClass } from './kafka-error';

/** An invalid property: unknown, of the wrong type, out of range, or in conflict with another. Code `ERR_CONFIG`. */
export class ConfigError extends KafkaError {
  /** The property's name, as the user wrote it. */
  readonly property: string;
  /** The given value; '[hidden]' for a secret. */
  readonly value: unknown;
  /** The nearest known name for an unknown one. */
  readonly suggestion: string | undefined;

  constructor(options: {
    property: string;
    value?: unknown;
    message: string;
    suggestion?: string | undefined;
    cause?: unknown;
    errno?: number | undefined;
  }) {
    super({
      code: 'ERR_CONFIG',
      message: options.message,
      operation: 'configure',
      cause: options.cause,
      errno: options.errno,
    });
    this.property = options.property;
    this.value = options.value;
    this.suggestion = options.suggestion;
  }
}
nameErrorClass(ConfigError, 'ConfigError');
