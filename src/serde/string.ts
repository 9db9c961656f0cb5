import type { Builtin } from './builtin';

/** Java's charset names that Node can write. Others are decoded by TextDecoder and cannot be written. */
const nodeEncodings: Readonly<Record<string, BufferEncoding>> = {
  'utf-8': 'utf8',
  utf8: 'utf8',
  'utf-16le': 'utf16le',
  'iso-8859-1': 'latin1',
  latin1: 'latin1',
  'us-ascii': 'ascii',
  ascii: 'ascii',
};

/** ECMAScript 2024, in every Node.js this package runs on. */
const isWellFormed = (text: string): boolean => (text as unknown as { isWellFormed(): boolean }).isWellFormed();

function withoutHalves(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '?');
}

/** Java's StringSerializer and StringDeserializer for one charset; `undefined` for an unknown one. */
export function stringSerde(charset: string): Builtin | undefined {
  const encoding = nodeEncodings[charset.toLowerCase()];
  const checked = (data: unknown): string => {
    if (typeof data !== 'string') throw new TypeError(`expected a string, got a value of type ${typeof data}`);
    return data;
  };
  if (encoding === 'utf8') {
    return {
      java: 'String',
      // Half a surrogate pair has no UTF-8 form: Java writes '?', Node U+FFFD.
      serializer: {
        serialize: (data: unknown) => (isWellFormed(checked(data)) ? (data as string) : withoutHalves(data as string)),
      },
      deserializer: { deserialize: (data: Buffer) => data.toString('utf8') },
      form: 'utf8',
    };
  }
  if (encoding) {
    // Java writes '?' for characters that a one-byte charset lacks.
    const highest = encoding === 'latin1' ? 0xff : encoding === 'ascii' ? 0x7f : 0x10ffff;
    const write = (data: unknown): Buffer => {
      let text = '';
      for (const character of checked(data)) text += character.codePointAt(0)! > highest ? '?' : character;
      return Buffer.from(text, encoding);
    };
    return {
      java: 'String',
      serializer: { serialize: write },
      deserializer: {
        // Node drops the high bit of ASCII, Java replaces the byte.
        deserialize: (data: Buffer) =>
          encoding === 'ascii' ? data.toString('latin1').replace(/[\x80-\xff]/g, '\ufffd') : data.toString(encoding),
      },
    };
  }
  if (['utf-16', 'utf-16be'].includes(charset.toLowerCase())) {
    const mark = charset.toLowerCase() === 'utf-16' ? Buffer.from([0xfe, 0xff]) : Buffer.alloc(0);
    return {
      java: 'String',
      serializer: {
        serialize: (data: unknown) =>
          Buffer.concat([
            checked(data) === '' ? Buffer.alloc(0) : mark,
            Buffer.from(checked(data), 'utf16le').swap16(),
          ]),
      },
      deserializer: {
        deserialize(data: Buffer) {
          const marked = mark.length > 0 && data.length >= 2;
          const little = marked && data[0] === 0xff && data[1] === 0xfe;
          const big = marked && data[0] === 0xfe && data[1] === 0xff;
          return new TextDecoder(little ? 'utf-16le' : 'utf-16be', { ignoreBOM: true }).decode(
            data.subarray(little || big ? 2 : 0),
          );
        },
      },
    };
  }
  return undefined;
}
