/** The topic `trades` of the specification, in memory. */
import type { PartView, RecordView } from '../../../src/server/kql/record';
import { parseJson } from '../../../src/server/kql/values/json';
import type { Value } from '../../../src/server/kql/values/value';

/** `00 00 00 2a`: as `kafka-napi ui` guesses it, an int32. */
const guessed = Buffer.from([0, 0, 0, 42]);

export function partOf(given: string | Buffer | null): PartView {
  if (given === null) return { bytes: null, value: null, text: null, isJson: false };
  const bytes = Buffer.from(given);
  if (bytes.equals(guessed)) return { bytes, value: 42, text: '42', isJson: false };
  const text = bytes.toString();
  if (!Buffer.from(text).equals(bytes)) return { bytes, value: bytes, text: bytes.toString('hex'), isJson: false };
  const json: Value = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  return json === undefined ? { bytes, value: text, text, isJson: false } : { bytes, value: json, text, isJson: true };
}

export interface Given {
  id: string;
  partition: number;
  offset: number;
  /** Minutes after the beginning of 2026. */
  minutes: number;
  key: string | Buffer | null;
  value: string | null;
  headers?: [name: string, value: string | null][];
}

export const trades: Given[] = [
  {
    id: 'a',
    partition: 0,
    offset: 0,
    minutes: 0,
    key: 'AAPL',
    value: '{"symbol":"AAPL","exchange":"NASDAQ","price":189.5,"volume":1000000,"tags":["tech","us"]}',
    headers: [['src', 'a']],
  },
  {
    id: 'b',
    partition: 1,
    offset: 0,
    minutes: 1,
    key: '7203.T',
    value: '{"symbol":"7203.T","exchange":"TSE","name":"トヨタ","price":2750,"volume":300}',
    headers: [['src', 'b']],
  },
  {
    id: 'c',
    partition: 0,
    offset: 1,
    minutes: 2,
    key: 'AAPL',
    value: '{"symbol":"AAPL","exchange":"NASDAQ","price":"190.25","volume":500,"id":9007199254740993}',
    headers: [
      ['src', 'a'],
      ['src', 'z'],
    ],
  },
  {
    id: 'd',
    partition: 0,
    offset: 2,
    minutes: 3,
    key: 'PNK1',
    value: '{"symbol":"PNK1","exchange":"OTCBB","price":0.75,"volume":2500000,"legs":[{"qty":5},{"qty":12}]}',
  },
  { id: 'e', partition: 1, offset: 1, minutes: 4, key: 'PNK1', value: null, headers: [['reason', 'delisted']] },
  {
    id: 'f',
    partition: 1,
    offset: 2,
    minutes: 5,
    key: null,
    value: '{"symbol":"X","exchange":null,"price":1,"volume":0}',
  },
  {
    id: 'g',
    partition: 0,
    offset: 3,
    minutes: 6,
    key: guessed,
    value: 'hello, not JSON',
    headers: [['src', null]],
  },
  {
    id: 'h',
    partition: 1,
    offset: 3,
    minutes: 7,
    key: 'AAPL',
    value: '{"symbol":"AAPL","exchange":"NASDAQ","price":191,"volume":700,"id":9007199254740992}',
    headers: [['src', 'a']],
  },
  // Offset 4 of partition 0 is the marker of a transaction.
  {
    id: 'i',
    partition: 0,
    offset: 5,
    minutes: 61,
    key: 'MSFT',
    value: '{"symbol":"MSFT","exchange":"NASDAQ","price":410.1,"volume":200,"payload":"{\\"n\\":7}"}',
  },
];

export const start = Date.UTC(2026, 0, 1);

/** The log of the topic, as a scan finds it. */
export const log = [
  { p: 0, earliest: 0, end: 6 },
  { p: 1, earliest: 0, end: 4 },
];

export interface Trade extends RecordView {
  id: string;
}

export function recordOf({ id, partition, offset, minutes, key, value, headers = [] }: Given): Trade {
  const size = (key === null ? 0 : Buffer.byteLength(key)) + (value === null ? 0 : Buffer.byteLength(value));
  return {
    id,
    topic: 'trades',
    partition,
    offset,
    timestamp: start + minutes * 60_000,
    size,
    key: partOf(key),
    value: partOf(value),
    headers: headers.map(([name, text]) => [name, partOf(text)]),
  };
}

export const records = trades.map(recordOf);

/** A record with this value. */
export const recordWith = (value: string, more: Partial<RecordView> = {}): Trade => ({
  ...recordOf({ id: '?', partition: 0, offset: 0, minutes: 0, key: null, value }),
  ...more,
});
