import { usageError } from '../exit';
import { unescapeBytes } from '../io/delimiter';
import { type RowWriter, type Rows, writeKey, writeValue } from './rows';

export interface FormatOptions {
  /** Text for a null key or value; undefined: empty. */
  nullText: string | undefined;
}

/**
 * kcat's `-f`: `%s` value, `%S` its length (−1 for null), `%R` that length as 4 bytes big-endian, `%k` key, `%K` its
 * length, `%T` timestamp in ms, `%h` headers as `a=1,b=2`, `%t` topic, `%p` partition, `%o` offset, `%%` a percent
 * sign; escapes as in {@link unescapeBytes}. The bytes of keys and values are written unchanged.
 */
export function compileFormat(format: string, options: FormatOptions): RowWriter {
  const nullBytes = options.nullText === undefined ? undefined : Buffer.from(options.nullText);
  const steps: RowWriter[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal === '') return;
    const bytes = unescapeBytes(literal, '-f');
    steps.push((_rows, _i, out) => out.bytes(bytes));
    literal = '';
  };
  for (let at = 0; at < format.length; at++) {
    const character = format[at] as string;
    if (character !== '%') {
      literal += character;
      continue;
    }
    const token = format[++at];
    if (token === '%') {
      literal += '%';
      continue;
    }
    flush();
    steps.push(tokenWriter(token, format, nullBytes));
  }
  flush();
  return (rows, i, out) => {
    for (let step = 0; step < steps.length; step++) steps[step]!(rows, i, out);
  };
}

function tokenWriter(token: string | undefined, format: string, nullBytes: Buffer | undefined): RowWriter {
  switch (token) {
    case 's':
      return (rows, i, out) => writeValue(rows, i, nullBytes, out);
    case 'k':
      return (rows, i, out) => writeKey(rows, i, nullBytes, out);
    case 'S':
      return (rows, i, out) => out.integer(rows.valueLength(i));
    case 'K':
      return (rows, i, out) => out.integer(rows.keyLength(i));
    case 'R':
      return (rows, i, out) => {
        const length = Buffer.allocUnsafe(4);
        length.writeInt32BE(rows.valueLength(i));
        out.bytes(length);
      };
    case 'T':
      return (rows, i, out) => out.integer(rows.timestamp(i));
    case 'h':
      return writeHeaders;
    case 't':
      return topicWriter();
    case 'p':
      return (rows, _i, out) => out.integer(rows.partition);
    case 'o':
      return (rows, i, out) => out.integer(rows.offset(i));
    default:
      throw usageError(
        `-f '${format}': ${token === undefined ? 'a % at the end' : `%${token}`} is unknown. Valid are %s %S %R %k %K %T %h %t %p %o %%`,
      );
  }
}

function topicWriter(): RowWriter {
  let of: Rows | undefined;
  let name = Buffer.alloc(0);
  return (rows, _i, out) => {
    if (rows !== of) {
      of = rows;
      name = Buffer.from(rows.topic);
    }
    out.bytes(name);
  };
}

const writeHeaders: RowWriter = (rows, i, out) => {
  let first = true;
  for (const [name, value] of rows.headers(i)) {
    out.text(`${first ? '' : ','}${name}=`);
    if (value === null) out.text('NULL');
    else out.bytes(value);
    first = false;
  }
};

/** The output of `consume` without `-f`: the value and the delimiter, with `-K` preceded by the key. */
export function plainWriter(delimiter: Buffer, keyDelimiter: Buffer | undefined, options: FormatOptions): RowWriter {
  const nullBytes = options.nullText === undefined ? undefined : Buffer.from(options.nullText);
  if (keyDelimiter === undefined) {
    return (rows, i, out) => {
      writeValue(rows, i, nullBytes, out);
      out.bytes(delimiter);
    };
  }
  return (rows, i, out) => {
    writeKey(rows, i, nullBytes, out);
    out.bytes(keyDelimiter);
    writeValue(rows, i, nullBytes, out);
    out.bytes(delimiter);
  };
}
