import { usageError } from '../exit';
import { type RowWriter, writeKey, writeValue } from './rows';

const known = [
  'print.timestamp',
  'print.partition',
  'print.offset',
  'print.epoch',
  'print.headers',
  'print.key',
  'print.value',
  'key.separator',
  'line.separator',
  'headers.separator',
  'null.literal',
];
const timestampNames: Record<string, string> = { CREATE_TIME: 'CreateTime', LOG_APPEND_TIME: 'LogAppendTime' };

/** DefaultMessageFormatter of kafka-console-consumer: `CreateTime:1\tPartition:0\tOffset:5\th:v\tkey\tvalue`. */
export function javaWriter(given: readonly string[]): RowWriter {
  const set = new Map<string, string>();
  for (const text of given.flatMap((one) => one.split(/,(?=[\w.]+=)/))) {
    const at = text.indexOf('=');
    const name = text.slice(0, at);
    // Deserializers are ignored: bytes are printed unchanged.
    if (at !== -1 && /\.?deserializer/.test(name)) continue;
    if (at === -1 || !known.includes(name)) {
      throw usageError(`--formatter-property ${text}: expected name=value; names are ${known.join(', ')}`);
    }
    set.set(name, text.slice(at + 1));
  }
  const is = (name: string): boolean => set.get(name)?.trim().toLowerCase() === 'true';
  const separator = set.get('key.separator') ?? '\t';
  const lineEnd = set.get('line.separator') ?? '\n';
  const headersSeparator = set.get('headers.separator') ?? ',';
  const nullLiteral = Buffer.from(set.get('null.literal') ?? 'null');
  const parts: RowWriter[] = [];
  if (is('print.timestamp')) {
    parts.push((rows, i, out) => {
      const kind = timestampNames[rows.timestampType(i)];
      out.text(kind === undefined ? 'NO_TIMESTAMP' : `${kind}:${rows.timestamp(i)}`);
    });
  }
  if (is('print.partition')) parts.push((rows, _i, out) => out.text(`Partition:${rows.partition}`));
  if (is('print.offset')) parts.push((rows, i, out) => out.text(`Offset:${rows.offset(i)}`));
  if (is('print.epoch')) parts.push((rows, _i, out) => out.text(`Epoch:${rows.leaderEpoch ?? ''}`));
  if (is('print.headers')) {
    parts.push((rows, i, out) => {
      const headers = rows.headers(i);
      if (headers.length === 0) out.text('NO_HEADERS');
      headers.forEach(([name, value], index) => {
        out.text(`${index === 0 ? '' : headersSeparator}${name}:`);
        out.bytes(value ?? nullLiteral);
      });
    });
  }
  if (is('print.key')) parts.push((rows, i, out) => writeKey(rows, i, nullLiteral, out));
  if (set.get('print.value') === undefined || is('print.value'))
    parts.push((rows, i, out) => writeValue(rows, i, nullLiteral, out));
  return (rows, i, out) => {
    parts.forEach((part, index) => {
      if (index > 0) out.text(separator);
      part(rows, i, out);
    });
    out.text(lineEnd);
  };
}
