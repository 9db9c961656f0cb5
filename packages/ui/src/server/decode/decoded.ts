import type { Decoder, Part } from '../../shared/api';
import { beginningOf, beginningOfUtf8 } from './text';

/** What a decoded text is: JSON, text, digits, or bytes that nothing but hex fits. */
export type Nature = 'null' | 'json' | 'text' | 'number' | 'bytes';

/** A key, value or header, and how it is read. The text is made only when it is asked for, and only so much of it. */
export interface Decoded {
  readonly bytes: Buffer | null;
  readonly as: Decoder | 'null';
  readonly nature: Nature;
  /** Its text, or bytes that are its UTF-8. Of the nature `bytes`: the bytes themselves. */
  readonly source: string | Buffer;
  readonly isGuess?: true;
  readonly schema?: Part['schema'];
  readonly tried?: Part['tried'];
  /** Of `gzip`: how that is shown which was inside. */
  readonly inner?: Decoder;
}

const nothing = Buffer.alloc(0);

export const decodedNull: Decoded = { bytes: null, as: 'null', nature: 'null', source: nothing };

export function asHex(bytes: Buffer): Decoded {
  return { bytes, as: 'hex', nature: 'bytes', source: bytes };
}

/** The whole text. */
export function textOf({ source, nature, as }: Decoded): string {
  if (typeof source === 'string') return source;
  return source.toString(nature === 'bytes' ? (as === 'base64' ? 'base64' : 'hex') : 'utf8');
}

/** As it is sent: at most `limit` characters. */
export function partOf(decoded: Decoded, limit: number): Part {
  const { bytes, as, isGuess, schema, tried, inner } = decoded;
  const part: Part = { size: bytes?.length ?? 0, as };
  if (bytes !== null) {
    const { text, isCut } = beginningOfDecoded(decoded, limit);
    part.text = text;
    if (isCut) part.cut = true;
  }
  if (isGuess) part.guess = true;
  if (inner !== undefined) part.inner = inner;
  if (schema !== undefined) part.schema = schema;
  if (tried !== undefined) part.tried = tried;
  return part;
}

function beginningOfDecoded({ source, nature, as }: Decoded, limit: number): { text: string; isCut: boolean } {
  if (typeof source === 'string') return beginningOf(source, limit);
  if (nature !== 'bytes') return beginningOfUtf8(source, limit);
  // Whole groups: three bytes are four characters of base64, one is two of hex.
  const most = as === 'base64' ? Math.floor(limit / 4) * 3 : Math.floor(limit / 2);
  return { text: source.toString(as === 'base64' ? 'base64' : 'hex', 0, most), isCut: source.length > most };
}
