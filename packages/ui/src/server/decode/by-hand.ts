import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { Decoder } from '../../shared/api';
import { cborToJson } from './formats/cbor';
import type { Decoded } from './decoded';
import { isJson } from './json-check';
import { MAX_DECODED, TooMuch } from './formats/json-writer';
import { msgpackToJson } from './formats/msgpack';
import { isNumberKind, isTurnable, numberKinds, readNumber, readUuid } from './formats/numbers';

const fixed = ['json', 'text', 'hex', 'base64', 'latin1', 'uuid', 'msgpack', 'cbor', 'gzip', 'offsets'] as const;

/** What one can choose without a registry. `offsets` fits only the keys and values of Kafka's own topics. */
export const decoderNames: readonly Decoder[] = [
  ...fixed,
  ...numberKinds,
  ...numberKinds.filter(isTurnable).map((kind): Decoder => `${kind}:le`),
];

/** Whether `name` is a decoder that needs no registry. */
export const isDecoder = (name: string): name is Decoder => (decoderNames as readonly string[]).includes(name);

type Found = Pick<Decoded, 'nature' | 'source' | 'inner'>;

/**
 * Reads bytes by a decoder that was chosen. `detect` finds what is inside of gzip.
 * @throws Error in plain words where it does not fit.
 */
export function decodeByHand(bytes: Buffer, decoder: Decoder, detect: (bytes: Buffer) => Decoded): Found {
  switch (decoder) {
    case 'json':
      if (!isUtf8(bytes)) throw new Error('it is not valid UTF-8');
      if (!isJson(bytes)) throw new Error('it is no JSON, or nested more than 512 deep');
      return { nature: 'json', source: bytes };
    case 'text':
      if (!isUtf8(bytes)) throw new Error('it is not valid UTF-8');
      return { nature: 'text', source: bytes };
    case 'hex':
    case 'base64':
      return { nature: 'bytes', source: bytes };
    case 'latin1':
      return { nature: 'text', source: bytes.toString('latin1') };
    case 'uuid':
      return { nature: 'text', source: readUuid(bytes) };
    case 'msgpack':
      return { nature: 'json', source: msgpackToJson(bytes, MAX_DECODED) };
    case 'cbor':
      return { nature: 'json', source: cborToJson(bytes, MAX_DECODED) };
    case 'gzip':
      return insideOfGzip(bytes, detect);
    default:
      return { nature: 'number', source: numberOf(bytes, decoder) };
  }
}

function numberOf(bytes: Buffer, decoder: string): string {
  const kind = decoder.replace(/:le$/, '');
  const isTurned = kind !== decoder;
  if (!isNumberKind(kind) || (isTurned && !isTurnable(kind))) throw new Error(`there is no decoder ${decoder}`);
  return readNumber(bytes, kind, isTurned);
}

function insideOfGzip(bytes: Buffer, detect: (bytes: Buffer) => Decoded): Found {
  let inside: Buffer;
  try {
    inside = gunzipSync(bytes, { maxOutputLength: MAX_DECODED });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ERR_BUFFER_TOO_LARGE' ? new TooMuch(MAX_DECODED) : new Error(`it is no gzip: ${message}`);
  }
  const { as, nature, source } = detect(inside);
  return { nature, source, inner: as as Decoder };
}
