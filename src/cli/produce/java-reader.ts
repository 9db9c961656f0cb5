import { usageError } from '../exit';

/** The options for LineMessageReader's properties. */
export interface JavaReader {
  keyDelimiter?: string;
  nullMarker?: string;
  headerSeparators?: HeaderSeparators;
}

export interface HeaderSeparators {
  /** Between the headers and the rest of a line. */
  end: string;
  /** Between two headers. */
  between: string;
  /** Between a header's name and its value. */
  name: string;
}

const known = [
  'parse.key',
  'key.separator',
  'parse.headers',
  'headers.delimiter',
  'headers.separator',
  'headers.key.separator',
  'null.marker',
  'ignore.error',
];

/** `parse.key=true`, `key.separator=:` … as in kafka-console-producer. */
export function javaReader(given: readonly string[]): JavaReader {
  const set = new Map<string, string>();
  for (const text of given.flatMap((one) => one.split(/,(?=[\w.]+=)/))) {
    const at = text.indexOf('=');
    const name = text.slice(0, at);
    if (at === -1 || !known.includes(name)) {
      throw usageError(`--reader-property ${text}: expected name=value; names are ${known.join(', ')}`);
    }
    set.set(name, text.slice(at + 1));
  }
  return {
    ...(set.get('parse.key') === 'true' && { keyDelimiter: set.get('key.separator') ?? '\\t' }),
    ...(set.has('null.marker') && { nullMarker: set.get('null.marker') as string }),
    ...(set.get('parse.headers') === 'true' && {
      headerSeparators: {
        end: set.get('headers.delimiter') ?? '\t',
        between: set.get('headers.separator') ?? ',',
        name: set.get('headers.key.separator') ?? ':',
      },
    }),
  };
}
