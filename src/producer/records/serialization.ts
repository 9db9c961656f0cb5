import { SerializationError } from '../errors/serialization-error';
import type { ResolvedSerializer } from '../serde/resolve';
import type { ProducerRecord } from './record';

/** Bytes, string or null; or a promise of these. */
export type SerializedPart = unknown;

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** The two serializers of a producer. */
export class RecordSerializer {
  readonly #key: ResolvedSerializer;
  readonly #value: ResolvedSerializer;
  /** Neither has to be called: the packer itself checks bytes and strings. */
  readonly isIdentity: boolean;

  constructor(key: ResolvedSerializer, value: ResolvedSerializer) {
    this.#key = key;
    this.#value = value;
    this.isIdentity = key.identity && value.identity;
  }

  key(operation: string, record: ProducerRecord<unknown, unknown>): SerializedPart {
    return serialize(operation, this.#key, record.key, record, true);
  }

  value(operation: string, record: ProducerRecord<unknown, unknown>): SerializedPart {
    return serialize(operation, this.#value, record.value, record, false);
  }

  close(): void {
    this.#key.close();
    this.#value.close();
  }
}

function serialize(
  operation: string,
  serializer: ResolvedSerializer,
  data: unknown,
  record: ProducerRecord<unknown, unknown>,
  isKey: boolean,
): SerializedPart {
  if (data === null || data === undefined) return null;
  if (serializer.identity) return data;
  try {
    return serializer.serialize(data, { topic: record.topic, headers: record.headers, isKey });
  } catch (error) {
    throw serializationError(operation, isKey, record.topic, error);
  }
}

export function serializationError(
  operation: string,
  isKey: boolean,
  topic: string,
  cause: unknown,
): SerializationError {
  return new SerializationError({ topic, isKey, cause, operation });
}
