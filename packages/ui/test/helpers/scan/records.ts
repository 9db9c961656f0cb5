/** Records as the library gives them, without a broker. */
import type { RecordColumns } from 'kafka-napi';

export type Bytes = string | Buffer | null;

export interface GivenRecord {
  key?: Bytes;
  value?: Bytes;
  headers?: readonly (readonly [name: string, value: Bytes])[];
  offset?: number;
  timestamp?: number;
  partition?: number;
}

const bytesOf = (bytes: Bytes | undefined): Buffer | null =>
  bytes === null || bytes === undefined ? null : Buffer.from(bytes as string);

/** Keys and values lie one behind the other, among other bytes. */
export function columnsOf(records: readonly GivenRecord[]): RecordColumns {
  const parts = records.map(({ key, value }) => [bytesOf(key), bytesOf(value)] as const);
  const pieces: Buffer[] = [Buffer.from('AAA')];
  let at = 3;
  const starts = parts.map(([key, value]) => {
    const start = at;
    for (const piece of [key ?? Buffer.alloc(0), value ?? Buffer.alloc(0), Buffer.from('BBB')]) {
      pieces.push(piece);
      at += piece.length;
    }
    return start;
  });
  return {
    topic: 't',
    partition: records[0]?.partition ?? 0,
    leaderEpoch: null,
    count: records.length,
    bytes: Buffer.concat(pieces),
    offset: (i: number) => records[i]!.offset ?? i,
    timestamp: (i: number) => records[i]!.timestamp ?? 1000 + i,
    timestampType: () => 'CREATE_TIME',
    key: (i: number) => parts[i]![0],
    value: (i: number) => parts[i]![1],
    keyStart: (i: number) => starts[i]!,
    valueStart: (i: number) => starts[i]! + (parts[i]![0]?.length ?? 0),
    keyLength: (i: number) => parts[i]![0]?.length ?? -1,
    valueLength: (i: number) => parts[i]![1]?.length ?? -1,
    headers: (i: number) => (records[i]!.headers ?? []).map(([name, one]) => [name, bytesOf(one)]),
  } as unknown as RecordColumns;
}
