import type { Encoded, Gap, Part, ProduceRequest, Row } from '../../../shared/api';
import { partitionForKey } from '../../../shared/partition-for-key';
import { parseTime } from '../../format/time-input';
import { zone } from '../../format/zone';
import { get, segment } from '../../net/http';
import { t } from '../../texts';

export const encodings = ['utf8', 'json', 'hex', 'base64', 'int32', 'int64', 'float64', 'uuid'] as const;
export type Encoding = (typeof encodings)[number];

/** A key, value or header as it is typed. Null is not empty. */
export interface Typed {
  isNull: boolean;
  as: Encoding;
  data: string;
}

export interface Draft {
  /** Empty: the key decides. */
  partition: string;
  key: Typed;
  value: Typed;
  headers: { name: string; value: Typed }[];
  /** Empty: the time of sending. */
  time: string;
  times: string;
}

export const emptyTyped = (as: Encoding = 'utf8', isNull = false): Typed => ({ isNull, as, data: '' });

export const emptyDraft: Draft = {
  partition: '',
  key: emptyTyped('utf8', true),
  value: emptyTyped('json'),
  headers: [],
  time: '',
  times: '1',
};

const encoded = ({ isNull, as, data }: Typed): Encoded | null => (isNull ? null : { as, data });

const shapes: Partial<Record<Encoding, [RegExp, string]>> = {
  hex: [/^([0-9a-f]{2}[\s:]*)*$/i, t.produce.wrong.hex],
  base64: [/^[A-Za-z0-9+/_=\s-]*$/, t.produce.wrong.base64],
  int32: [/^\s*-?\d{1,10}\s*$/, t.produce.wrong.number],
  int64: [/^\s*-?\d{1,19}\s*$/, t.produce.wrong.number],
  float64: [/^\s*(-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|NaN|-?Infinity)\s*$/, t.produce.wrong.number],
  uuid: [/^\s*[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\s*$/i, t.produce.wrong.uuid],
};

/** What is wrong with a text, before the server is asked. */
export function mistakeIn({ isNull, as, data }: Typed): string | null {
  if (isNull) return null;
  if (as === 'json') {
    try {
      JSON.parse(data);
      return null;
    } catch (error) {
      return data.trim() === '' ? t.produce.wrong.noJson : (error as Error).message;
    }
  }
  const shape = shapes[as];
  return shape === undefined || shape[0].test(data) ? null : shape[1];
}

export const timesOf = (draft: Draft): number | null =>
  /^\d{1,4}$/.test(draft.times) && Number(draft.times) >= 1 && Number(draft.times) <= 1000 ? Number(draft.times) : null;

/** The timestamp that was typed; undefined: none, null: it is no time. */
export const timestampOf = ({ time }: Draft): number | null | undefined =>
  time.trim() === '' ? undefined : parseTime(time, zone.value);

/** What is sent, or null while something is wrong. */
export function requestOf(draft: Draft, partitions: number | null): ProduceRequest | null {
  const { partition, key, value, headers } = draft;
  const times = timesOf(draft);
  const timestamp = timestampOf(draft);
  const parts = [key, value, ...headers.map((header) => header.value)];
  if (times === null || timestamp === null || parts.some((part) => mistakeIn(part) !== null)) return null;
  if (headers.some(({ name }) => name === '')) return null;
  if (partition !== '' && (!/^\d{1,6}$/.test(partition) || Number(partition) >= (partitions ?? Infinity))) return null;
  return {
    partition: partition === '' ? null : Number(partition),
    key: encoded(key),
    value: encoded(value),
    headers: headers.map(({ name, value: typed }) => [name, encoded(typed)]),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(times === 1 ? {} : { times }),
  };
}

/** Where the key puts the message, if that can be told from its text. */
export function partitionOf({ key }: Draft, partitions: number | null): number | null {
  if (partitions === null || partitions < 1 || key.isNull || (key.as !== 'utf8' && key.as !== 'json')) return null;
  return partitionForKey(new TextEncoder().encode(key.data), partitions);
}

async function wholeBytes(record: string, which: string, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let from = 0; from < size;) {
    const { base64 } = await get<{ base64: string }>(`${record}/bytes?part=${which}&from=${from}`);
    const block = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    if (block.length === 0) break;
    bytes.set(block, from);
    from += block.length;
  }
  return bytes;
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** A part of a message as one would type it: text as text, anything else as its bytes. */
async function typedOf(part: Part, record: string, which: string): Promise<Typed> {
  if (part.as === 'null') return emptyTyped('utf8', true);
  const isText = part.as === 'json' || part.as === 'text';
  const as = part.as === 'json' ? 'json' : 'utf8';
  if (part.size === 0) return emptyTyped('utf8');
  if (isText && !part.cut) return { isNull: false, as, data: part.text ?? '' };
  const bytes = await wholeBytes(record, which, part.size);
  if (isText) return { isNull: false, as, data: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
  return { isNull: false, as: 'hex', data: hexOf(bytes) };
}

/** A message that is sent again: its key, value and headers, byte for byte. */
export async function draftOf(topic: string, partition: number, offset: string): Promise<Draft> {
  const record = `/topics/${segment(topic)}/records/${partition}/${offset}`;
  const row = await get<Row | Gap>(record);
  if ('gap' in row) throw new Error(row.why);
  const headers: Draft['headers'] = [];
  for (const [at, [name, part]] of row.h.entries())
    headers.push({ name, value: await typedOf(part, record, `header:${at}`) });
  return {
    ...emptyDraft,
    key: await typedOf(row.k, record, 'key'),
    value: await typedOf(row.v, record, 'value'),
    headers,
  };
}
