import { isUtf8 } from 'node:buffer';
import type { Decoder, Part } from '../../shared/api';
import { decodeByHand } from './by-hand';
import { MAX_DECODED } from './formats/json-writer';
import { CBOR_MARK, cborToJson } from './formats/cbor';
import { asHex, decodedNull, type Decoded } from './decoded';
import { isJson, looksLikeJson } from './json-check';
import { isUuid, readNumber, readUuid } from './formats/numbers';
import { decodeKafkasOwn, isKafkasOwn } from './formats/kafkas-own';
import { idInFront, type Registry, type SchemaUse } from './registry';
import { isText } from './text';

/** What is known of a key or value besides its bytes. */
export interface Setting {
  readonly topic: string;
  readonly role: 'key' | 'value';
  /** What the user chose; undefined: the first that fits. */
  readonly choice?: Decoder;
  readonly registry?: Registry;
}

/** What of the same record may say how a part is to be read. */
export interface Beside {
  readonly key: Buffer | null;
  readonly headers: () => readonly (readonly [name: string, value: Buffer | null])[];
}

/** Finds how a key or value is read. Never throws: what a decoder cannot read is hex, with the reason. */
export function decode(bytes: Buffer | null, setting: Setting, beside: Beside): Decoded {
  if (bytes === null) return decodedNull;
  if (bytes.length === 0) return { bytes, as: 'text', nature: 'text', source: bytes };
  const { choice, topic, role } = setting;
  if (choice !== undefined) return chosen(bytes, choice, setting, beside);
  if (isKafkasOwn(topic)) {
    try {
      return { bytes, as: 'offsets', nature: 'json', source: decodeKafkasOwn(bytes, topic, role, beside.key) };
    } catch (error) {
      return { ...asHex(bytes), tried: [['offsets', reasonOf(error)]] };
    }
  }
  const use = schemaUse(bytes, setting, beside);
  const read = use && readBySchema(bytes, use);
  if (read?.nature) return read as Decoded;
  const found = detect(bytes) ?? (role === 'key' ? guess(bytes) : undefined);
  const tried = read?.tried ?? (found === undefined ? schemaHint(bytes, setting) : undefined);
  return tried === undefined ? (found ?? asHex(bytes)) : { ...(found ?? asHex(bytes)), tried };
}

/** A header's value: text or hex. */
export function decodeHeader(bytes: Buffer | null): Decoded {
  if (bytes === null) return decodedNull;
  return isText(bytes) ? { bytes, as: 'text', nature: 'text', source: bytes } : asHex(bytes);
}

/** What bytes show by themselves, without a guess. */
function detect(bytes: Buffer): Decoded | undefined {
  if (bytes.length > 3 && bytes.subarray(0, 3).equals(CBOR_MARK)) {
    try {
      return { bytes, as: 'cbor', nature: 'json', source: cborToJson(bytes, MAX_DECODED) };
    } catch {
      // Other bytes may begin like this.
    }
  }
  if (looksLikeJson(bytes) && isUtf8(bytes) && isJson(bytes))
    return { bytes, as: 'json', nature: 'json', source: bytes };
  if (isText(bytes)) return { bytes, as: 'text', nature: 'text', source: bytes };
  return undefined;
}

function guess(bytes: Buffer): Decoded | undefined {
  const guessed = (as: Decoder, nature: 'number' | 'text', source: string): Decoded => {
    return { bytes, as, nature, source, isGuess: true };
  };
  if (bytes.length === 4) return guessed('int32', 'number', readNumber(bytes, 'int32'));
  if (bytes.length === 8) return guessed('int64', 'number', readNumber(bytes, 'int64'));
  if (bytes.length === 16 && isUuid(bytes)) return guessed('uuid', 'text', readUuid(bytes));
  return undefined;
}

function chosen(bytes: Buffer, choice: Decoder, setting: Setting, beside: Beside): Decoded {
  try {
    if (choice === 'offsets') {
      const source = decodeKafkasOwn(bytes, setting.topic, setting.role, beside.key);
      return { bytes, as: 'offsets', nature: 'json', source };
    }
    if (choice.startsWith('serde:')) {
      const use = schemaUse(bytes, setting, beside);
      if (use === undefined) throw new Error('no schema id stands in front of it or in a header');
      return use.read(bytes);
    }
    return { bytes, as: choice, ...decodeByHand(bytes, choice, (inside) => detect(inside) ?? asHex(inside)) };
  } catch (error) {
    return { ...asHex(bytes), tried: [[choice, reasonOf(error)]] };
  }
}

function schemaUse(bytes: Buffer, { registry, role }: Setting, beside: Beside): SchemaUse | undefined {
  return registry?.useOf(bytes, role, beside.headers);
}

/** Bytes that nothing fits may have been written with a schema. */
function schemaHint(bytes: Buffer, { registry }: Setting): Part['tried'] | undefined {
  const id = idInFront(bytes);
  if (id === undefined) return undefined;
  const whose = registry === undefined ? 'no registry is given (--registry)' : 'the registry does not know it';
  return [['serde:registry', `it looks like schema ${id}: ${whose}`]];
}

function readBySchema(bytes: Buffer, use: SchemaUse): Partial<Decoded> & { tried?: Part['tried'] } {
  try {
    return use.read(bytes);
  } catch (error) {
    return { tried: [[use.decoder, reasonOf(error)]] };
  }
}

const reasonOf = (error: unknown): string => (error as Error).message;
