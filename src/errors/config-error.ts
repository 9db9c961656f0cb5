import { KafkaError, nameErrorClass } from './kafka-error';

/** A property that cannot be used: unknown, of the wrong type, out of range, or in conflict with another. Code `ERR_CONFIG`. */
export class ConfigError extends KafkaError {
  /** The property's name, as the user wrote it where the user did. */
  readonly property: string;
  /** What it got; '[hidden]' for a secret. */
  readonly value: unknown;
  /** The nearest known name, where the name is unknown. */
  readonly suggestion: string | undefined;

  constructor(options: {
    property: string;
    value?: unknown;
    message: string;
    suggestion?: string;
    cause?: unknown;
    errno?: number;
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
