import { KafkaError, nameErrorClass } from './kafka-error';

const causeMessage = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String((cause as { message?: unknown } | null)?.message ?? cause);

/**
 * A serializer failed, so the record was not accepted. Codes `ERR_KEY_SERIALIZATION`, `ERR_VALUE_SERIALIZATION`;
 * `cause` is the serializer's error. Java's SerializationException.
 */
export class SerializationError extends KafkaError {
  readonly topic: string;
  readonly isKey: boolean;

  constructor(options: { topic: string; isKey: boolean; cause: unknown; operation?: string | undefined }) {
    const side = options.isKey ? 'key' : 'value';
    super({
      code: options.isKey ? 'ERR_KEY_SERIALIZATION' : 'ERR_VALUE_SERIALIZATION',
      message: `The ${side} of a record for topic ${options.topic} cannot be serialized: ${causeMessage(options.cause)}`,
      operation: options.operation ?? 'serialize',
      cause: options.cause,
    });
    this.topic = options.topic;
    this.isKey = options.isKey;
  }
}
nameErrorClass(SerializationError, 'SerializationError');

/**
 * A deserializer failed. Codes `ERR_KEY_DESERIALIZATION`, `ERR_VALUE_DESERIALIZATION`; `cause` is the deserializer's
 * error. The position stays at this record: `seek` beyond it to continue. Java's RecordDeserializationException.
 */
export class DeserializationError extends KafkaError {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly isKey: boolean;

  constructor(options: {
    topic: string;
    partition: number;
    offset: number;
    isKey: boolean;
    cause: unknown;
    operation?: string | undefined;
  }) {
    const side = options.isKey ? 'key' : 'value';
    super({
      code: options.isKey ? 'ERR_KEY_DESERIALIZATION' : 'ERR_VALUE_DESERIALIZATION',
      message:
        `The ${side} of the record at offset ${options.offset} of ${options.topic}-${options.partition} cannot be deserialized: ` +
        causeMessage(options.cause),
      operation: options.operation ?? 'deserialize',
      cause: options.cause,
    });
    this.topic = options.topic;
    this.partition = options.partition;
    this.offset = options.offset;
    this.isKey = options.isKey;
  }
}
nameErrorClass(DeserializationError, 'DeserializationError');
