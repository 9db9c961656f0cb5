/** The words of the language. */
import type { Decoder } from '../../api/basics';
import { aggregates, metas, scalarFunctions } from '../ast';

/** Cannot be the name of a field by themselves: `value.order` can. */
export const reserved = [
  'select',
  'from',
  'with',
  'where',
  'group',
  'order',
  'limit',
  'and',
  'or',
  'not',
  'like',
  'ilike',
  'unlike',
  'matches',
  'contains',
  'in',
  'between',
  'is',
  'as',
] as const;

export const isReserved = (word: string): boolean => (reserved as readonly string[]).includes(word.toLowerCase());

export const functionNames = [...scalarFunctions, ...aggregates] as const;

/** What an editor offers where a value may begin. */
export const completions = {
  clauses: ['select', 'from', 'with', 'where', 'group by', 'order by', 'asc', 'desc', 'limit'],
  tests: [
    'and',
    'or',
    'not',
    'like',
    'ilike',
    'unlike',
    'matches',
    'contains',
    'in',
    'between',
    'is null',
    'is missing',
  ],
  paths: ['key', 'value', 'headers', ...metas],
  functions: functionNames,
} as const;

/** What the words mean that other tools have and this language has not. */
export const unknownClauses: Readonly<Record<string, string>> = {
  having: 'having is not known. A condition on records stands in where; order by and limit pick among groups',
  join: 'join is not known. A query reads one topic',
  inner: 'join is not known. A query reads one topic',
  left: 'join is not known. A query reads one topic',
  union: 'union is not known. A query reads one topic',
  over: 'over is not known. bucket(timestamp, duration) in group by makes windows of time',
  window: 'window is not known. bucket(timestamp, duration) in group by makes windows of time',
  into: 'into is not known. A query writes nothing; kafka-napi query prints its rows',
  using: 'using is not known. A query reads without a group and commits nothing',
  offset: 'offset is no clause. A condition on offset stands in where',
  emit: 'emit is not known. A query ends at the records that were there when it began',
};

/** Functions of other languages, and what is called so here. */
export const foreignFunctions: Readonly<Record<string, string>> = {
  len: 'length',
  char_length: 'length',
  lcase: 'lower',
  ucase: 'upper',
  tolower: 'lower',
  toupper: 'upper',
  str: 'string',
  to_string: 'string',
  to_number: 'number',
  cast: 'number',
  to_timestamp: 'time',
  from_unixtime: 'time',
  date_trunc: 'bucket',
  time_bucket: 'bucket',
  ifnull: 'coalesce',
  nvl: 'coalesce',
  parse_json: 'json',
  from_json: 'json',
  average: 'avg',
  mean: 'avg',
  total: 'sum',
};

const decoders = [
  'json',
  'text',
  'hex',
  'base64',
  'latin1',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'float32',
  'float64',
  'uuid',
  'msgpack',
  'cbor',
  'gzip',
  'offsets',
] as const satisfies readonly Decoder[];

/** Words for decoders that have their meaning from a registry. */
const serdes = ['avro', 'protobuf', 'jsonschema'];

export const decoderWords = [...decoders, ...serdes] as const;

/** The decoder of a word after `with`. */
export function decoderOf(word: string): Decoder | undefined {
  const name = word.toLowerCase();
  if (/^serde:[\w.-]+$/i.test(word)) return `serde:${word.slice(6)}`;
  if (serdes.includes(name)) return `serde:${name}`;
  const plain = name.endsWith(':le') ? name.slice(0, -3) : name;
  if (!(decoders as readonly string[]).includes(plain)) return undefined;
  // One byte has no order.
  if (plain !== name && !/^u?int(16|32|64)$|^float/.test(plain)) return undefined;
  return name as Decoder;
}
