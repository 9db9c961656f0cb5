import { SerializationError } from '../../errors/serialization-error';
import type { ResolvedSerializer } from '../../serde/resolve';
import { callPlugin, callSerializer } from '../../user-code/user-code';
import type { ProducerRecord } from './record';

/** Bytes, string or null, or a promise of these. */
export type SerializedPart = unknown;

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
    return serialized(operation, this.#key, record.key, record, true);
  }

  value(operation: string, record: ProducerRecord<unknown, unknown>): SerializedPart {
    return serialized(operation, this.#value, record.value, record, false);
  }

  /** @param failed Called with errors thrown by the `close()` of either serializer. */
  close(failed: (error: unknown) => void): void {
    for (const serializer of [this.#key, this.#value]) callPlugin(serializer, 'close', [], failed);
  }
}

function serialized(
  operation: string,
  serializer: ResolvedSerializer,
  data: unknown,
  record: ProducerRecord<unknown, unknown>,
  isKey: boolean,
): SerializedPart {
  if (data === null || data === undefined) return null;
  if (serializer.identity) return data;
  try {
    return callSerializer(serializer, data, { topic: record.topic, headers: record.headers, isKey });
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
