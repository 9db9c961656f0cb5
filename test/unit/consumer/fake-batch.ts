import type * as Boundary from '../../../src/binding/boundary';

const { DrainColumn, DrainWord } = jest.requireActual<typeof Boundary>('../../../src/binding/boundary');

export interface FakeRecord {
  offset: number;
  topicId?: number;
  partition?: number;
  timestamp?: number;
  timestampType?: number;
  leaderEpoch?: number;
  key?: Buffer | null;
  value?: Buffer | null;
  headers?: [string, Buffer | null][];
}

function packHeaders(headers: [string, Buffer | null][]): Buffer {
  return Buffer.concat(
    headers.map(([name, value]) => {
      const lengths = Buffer.alloc(8);
      lengths.writeInt32LE(Buffer.byteLength(name), 0);
      lengths.writeInt32LE(value ? value.length : -1, 4);
      return Buffer.concat([lengths, Buffer.from(name), value ?? Buffer.alloc(0)]);
    }),
  );
}

/** A drain as the addon lays it out. `large`: values from here on in bytes go apart, as `takeLarge` gives them. */
export function fakeDrain(
  records: readonly FakeRecord[],
  large = Infinity,
): { slab: ArrayBuffer; large: ArrayBuffer[] } {
  const count = records.length;
  const columns = DrainWord.HEADER_WORDS * 4 + count * DrainColumn.END;
  const bytesStart = (columns + 7) & ~7;
  const parts: Buffer[] = [];
  const apart: ArrayBuffer[] = [];
  const rows = records.map((record) => {
    const { key = null, value = null } = record;
    const headers = packHeaders(record.headers ?? []);
    const position = parts.reduce((sum, part) => sum + part.length, 0);
    if (key) parts.push(key);
    if (value && value.length > large) apart.push(new Uint8Array(value).buffer as ArrayBuffer);
    else if (value) parts.push(value);
    parts.push(headers);
    return { ...record, key, value, headersLength: headers.length, position };
  });
  const bytes = Buffer.concat(parts);
  const slab = new ArrayBuffer(bytesStart + bytes.length);
  const ints = new Int32Array(slab, 0, DrainWord.HEADER_WORDS);
  ints[DrainWord.COUNT] = count;
  ints[DrainWord.BYTES_START] = bytesStart;
  let at = DrainWord.HEADER_WORDS * 4;
  const doubles = (of: (row: (typeof rows)[number]) => number) => {
    new Float64Array(slab, at, count).set(rows.map(of));
    at += 8 * count;
  };
  const words = (of: (row: (typeof rows)[number]) => number) => {
    new Int32Array(slab, at, count).set(rows.map(of));
    at += 4 * count;
  };
  doubles(({ offset }) => offset);
  doubles(({ timestamp }) => timestamp ?? -1);
  words(({ topicId }) => topicId ?? 0);
  words(({ partition }) => partition ?? 0);
  words(({ leaderEpoch }) => leaderEpoch ?? -1);
  words(({ key }) => key?.length ?? -1);
  words(({ value }) => value?.length ?? -1);
  words(({ headersLength }) => headersLength);
  words(({ position }) => position);
  new Uint8Array(slab, at, count).set(rows.map(({ timestampType }) => timestampType ?? 0));
  new Uint8Array(slab, bytesStart).set(bytes);
  return { slab, large: apart };
}
