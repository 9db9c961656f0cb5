import { NO_TIMESTAMP } from '../../../src/producer/records/record';
import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { LARGE_BYTES, RecordPacker, SLAB_BYTES, SLAB_RECORDS } from '../../../src/producer/packing/record-packer';
import { readSlab } from './slab-reader';

const tooLarge = (bytes: number) => new RangeError(`too large: ${bytes}`);

function pack(packer: RecordPacker, key: unknown, value: unknown, headers?: unknown, timestamp = NO_TIMESTAMP): void {
  packer.encode('produce', key, value, headers, tooLarge);
  packer.commit(3, -1, packer.count, timestamp);
}

function packOne(key: unknown, value: unknown, headers?: unknown, timestamp = NO_TIMESTAMP) {
  const packer = new RecordPacker(4_000_000);
  pack(packer, key, value, headers, timestamp);
  return readSlab(packer.slab, 1, packer.large)[0]!;
}

const bytesOf = (data: unknown): Buffer | null =>
  data === null || data === undefined ? null : Buffer.from(data as string);

test('whatever is packed is read back', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }));
  const data = fc.oneof(text, fc.uint8Array({ maxLength: 60 }), fc.constant(null), fc.constant(undefined));
  const record = fc.record({
    key: data,
    value: data,
    headers: fc.array(fc.tuple(text, data), { maxLength: 4 }),
    timestamp: fc.oneof(fc.constant(NO_TIMESTAMP), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
  });
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), (records) => {
      const packer = new RecordPacker(1_000_000);
      for (const { key, value, headers, timestamp } of records) pack(packer, key, value, headers, timestamp);
      const read = readSlab(packer.slab, packer.count, packer.large);
      expect(read.map((one) => ({ ...one, topic: undefined, partition: undefined }))).toEqual(
        records.map(({ key, value, headers, timestamp }, id) => ({
          id,
          key: bytesOf(key),
          value: bytesOf(value),
          headers: headers.map(([name, content]) => [Buffer.from(name).toString(), bytesOf(content)]),
          timestamp: timestamp === NO_TIMESTAMP ? null : BigInt(timestamp),
          topic: undefined,
          partition: undefined,
        })),
      );
    }),
  );
});

test('null, absent and empty are distinguished', () => {
  expect(packOne(null, undefined)).toMatchObject({ key: null, value: null });
  expect(packOne('', Buffer.alloc(0))).toMatchObject({ key: Buffer.alloc(0), value: Buffer.alloc(0) });
  expect(packOne(new Uint8Array(0), '', { empty: '', none: null, absent: undefined }).headers).toEqual([
    ['empty', Buffer.alloc(0)],
    ['none', null],
    ['absent', null],
  ]);
});

test('strings of every length around the fast path, and lone surrogates', () => {
  for (let length = 0; length < 40; length++) {
    for (const unit of ['a', 'é', '€', '😀', '\ud800']) {
      const text = 'x'.repeat(length) + unit;
      expect(packOne(text, text).value).toEqual(Buffer.from(text));
    }
  }
});

test('headers: order and duplicates, a Map, bytes of another realm', () => {
  const foreign: Uint8Array = runInNewContext('new Uint8Array([1, 2])');
  expect(
    packOne(null, foreign, [
      ['a', '1'],
      ['b', null],
      ['a', foreign],
    ]),
  ).toMatchObject({
    value: Buffer.from([1, 2]),
    headers: [
      ['a', Buffer.from('1')],
      ['b', null],
      ['a', Buffer.from([1, 2])],
    ],
  });
  expect(packOne(null, null, new Map([['m', 'v']])).headers).toEqual([['m', Buffer.from('v')]]);
});

test.each([
  ['value', { key: null, value: 5 }, 'value must be a Buffer, a Uint8Array, a string or null; got a number'],
  ['value', { key: null, value: {} }, 'got a plain object'],
  ['value', { key: null, value: new Float64Array(2) }, 'got an instance of Float64Array'],
  ['value', { key: null, value: new ArrayBuffer(2) }, 'got an instance of ArrayBuffer'],
  ['key', { key: true, value: null }, 'key must be a Buffer, a Uint8Array, a string or null; got a boolean'],
  ['header value', { key: null, value: null, headers: { h: 1 } }, "value of header 'h' must be"],
  ['header name', { key: null, value: null, headers: [[1, 'x']] }, "a header's name must be a string; got a number"],
  [
    'header pair',
    { key: null, value: null, headers: ['ab'] },
    'each header must be a pair [name, value]; got a string',
  ],
  ['headers', { key: null, value: null, headers: 'ab' }, 'headers must be an object or a list'],
  ['headers', { key: null, value: null, headers: Buffer.from('ab') }, 'headers must be an object or a list'],
])(
  'a bad %s is named, and leaves nothing',
  (_part, record: { key: unknown; value: unknown; headers?: unknown }, message) => {
    const packer = new RecordPacker(1_000_000);
    pack(packer, 'k', 'v');
    expect(() => pack(packer, record.key, record.value, record.headers)).toThrow(message);
    pack(packer, 'k2', 'v2');
    expect(readSlab(packer.slab, packer.count).map((one) => one.key?.toString())).toEqual(['k', 'k2']);
  },
);

test('a detached buffer is refused instead of being sent empty', () => {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  expect(() => packOne(null, bytes)).toThrow('value is a detached buffer');
});

test('a large value is passed by pointer; one just below the limit is not', () => {
  const packer = new RecordPacker(1_000_000);
  pack(packer, 'k', Buffer.alloc(LARGE_BYTES, 1));
  expect([packer.large.length, packer.isFull]).toEqual([0, false]);
  pack(packer, 'k', Buffer.alloc(LARGE_BYTES + 1, 2), { h: 'x' });
  expect([packer.large.length, packer.isFull]).toEqual([1, true]);
  const [small, large] = readSlab(packer.slab, 2, packer.large);
  expect(small!.value!.equals(Buffer.alloc(LARGE_BYTES, 1))).toBe(true);
  expect(large!.value!.equals(Buffer.alloc(LARGE_BYTES + 1, 2))).toBe(true);
  expect(large!.headers).toEqual([['h', Buffer.from('x')]]);
});

test('a large string value', () => {
  const text = '€'.repeat(LARGE_BYTES);
  expect(packOne('k', text).value!.toString() === text).toBe(true);
});

test('behind an all but full slab, a key and headers as large as a request may be still fit', () => {
  const maxRequestSize = 300_000;
  const packer = new RecordPacker(maxRequestSize);
  const count = 4;
  for (let i = 0; i < count; i++) pack(packer, null, Buffer.alloc(LARGE_BYTES - 7));
  expect(packer.isFull).toBe(false);
  pack(packer, 'k'.repeat(maxRequestSize), 'v');
  expect(readSlab(packer.slab, packer.count)[count]!.key!.length).toBe(maxRequestSize);
  packer.clear();
  expect(() => pack(packer, 'k'.repeat(maxRequestSize + SLAB_BYTES + LARGE_BYTES), null)).toThrow('too large');
  expect(() => pack(packer, '€'.repeat(maxRequestSize), null)).toThrow('too large');
  expect(() => pack(packer, null, Buffer.alloc(maxRequestSize + 1))).toThrow('too large');
  expect(() => pack(packer, null, null, { h: '€'.repeat(maxRequestSize) })).toThrow('too large');
});

test('the slab is full after SLAB_RECORDS records', () => {
  const packer = new RecordPacker(1_000_000);
  for (let i = 0; i < SLAB_RECORDS - 1; i++) pack(packer, null, null);
  expect(packer.isFull).toBe(false);
  pack(packer, null, null);
  expect(packer.isFull).toBe(true);
});

test('a record that waits is a copy, and comes back whole', () => {
  const packer = new RecordPacker(1_000_000);
  const value = Buffer.alloc(LARGE_BYTES + 10, 7);
  packer.encode('send', 'key', value, { h: 'x' }, tooLarge);
  const { payload, requestSize } = packer;
  const waiting = packer.detach();
  value.fill(9);
  pack(packer, 'other', 'record');
  packer.clear();
  packer.restore(waiting);
  expect([packer.payload, packer.requestSize]).toEqual([payload, requestSize]);
  packer.commit(1, 2, 77, 5);
  expect(readSlab(packer.slab, 1, packer.large)).toEqual([
    {
      topic: 1,
      partition: 2,
      id: 77,
      key: Buffer.from('key'),
      value: Buffer.alloc(LARGE_BYTES + 10, 7),
      headers: [['h', Buffer.from('x')]],
      timestamp: 5n,
    },
  ]);
});
