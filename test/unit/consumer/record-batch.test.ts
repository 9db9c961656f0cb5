import fc from 'fast-check';

import { LARGE_VALUE } from '../../../src/binding/boundary';
import { ConsumerRecord } from '../../../src/consumer/records/consumer-record';
import { ConsumerRecords } from '../../../src/consumer/records/consumer-records';
import { PartitionState } from '../../../src/consumer/partitions/partition-state';
import { RecordBatch, Run } from '../../../src/consumer/records/record-batch';
import { fakeDrain, type FakeRecord } from './fake-batch';

const bytes = fc.option(
  fc.uint8Array({ maxLength: 20 }).map((data) => Buffer.from(data)),
  { nil: null },
);
const anyRecord: fc.Arbitrary<Omit<FakeRecord, 'offset'>> = fc.record({
  topicId: fc.nat(2),
  partition: fc.nat(2),
  timestamp: fc.integer({ min: -1, max: 2 ** 41 }),
  timestampType: fc.nat(2),
  leaderEpoch: fc.integer({ min: -1, max: 3 }),
  key: bytes,
  value: bytes,
  headers: fc.array(fc.tuple(fc.string({ maxLength: 5 }), bytes), { maxLength: 3 }),
});

const recordOf = (batch: RecordBatch, i: number) => {
  const state = new PartitionState('t', batch.partition(i));
  return new ConsumerRecord(new Run(batch, i, i + 1, state), i, batch.key(i), batch.value(i));
};

test('every column comes out as it went in, and a copy is equal and holds nothing of the batch', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 8 }), (rows) => {
      const records = rows.map((row, i) => ({ ...row, offset: 100 + i }));
      const batch = new RecordBatch(fakeDrain(records).slab);
      expect(batch.count).toBe(records.length);
      records.forEach((expected, i) => {
        const record = recordOf(batch, i);
        expect(batch.topicId(i)).toBe(expected.topicId);
        expect(record).toMatchObject({
          partition: expected.partition,
          offset: expected.offset,
          timestamp: expected.timestamp,
        });
        expect(record.timestampType).toBe(
          ['NO_TIMESTAMP_TYPE', 'CREATE_TIME', 'LOG_APPEND_TIME'][expected.timestampType!],
        );
        expect(record.leaderEpoch).toBe(expected.leaderEpoch === -1 ? null : expected.leaderEpoch);
        expect([record.key, record.value]).toEqual([expected.key, expected.value]);
        expect(record.headers).toEqual(expected.headers);
        const copy = record.copy();
        expect(copy.toJSON()).toEqual(record.toJSON());
        for (const view of [copy.key, copy.value, ...copy.headers.map(([, value]) => value)]) {
          if (view) expect(batch.holds(view)).toBe(false);
        }
      });
    }),
  );
});

test('views are real Buffers, so that deepStrictEqual holds, and cannot be transferred away', () => {
  const batch = new RecordBatch(fakeDrain([{ offset: 0, value: Buffer.from('abc') }]).slab);
  const value = batch.value(0)!;
  expect(Buffer.isBuffer(value)).toBe(true);
  expect(Object.getPrototypeOf(value)).toBe(Buffer.prototype);
  // Versions of Node refuse in different ways: an exception, or a copy that does not change the original.
  try {
    structuredClone(value, { transfer: [value.buffer as ArrayBuffer] });
  } catch {
    // Refused.
  }
  expect(batch.value(0)!.toString()).toBe('abc');
});

test('a large value has memory of its own, and its neighbours are found all the same', () => {
  const large = Buffer.alloc(LARGE_VALUE + 1, 'L');
  const drained = fakeDrain(
    [
      { offset: 0, key: Buffer.from('a'), value: Buffer.from('1'), headers: [['h', Buffer.from('x')]] },
      { offset: 1, key: Buffer.from('b'), value: large, headers: [['h', null]] },
      { offset: 2, key: Buffer.from('c'), value: Buffer.from('3'), headers: [['i', Buffer.from('z')]] },
    ],
    LARGE_VALUE,
  );
  const batch = new RecordBatch(drained.slab, drained.large);
  expect(batch.value(1)!.equals(large)).toBe(true);
  expect(batch.headers(1)).toEqual([['h', null]]);
  expect([batch.key(2)!.toString(), batch.value(2)!.toString(), batch.headers(2)]).toEqual([
    'c',
    '3',
    [['i', Buffer.from('z')]],
  ]);
  const copy = recordOf(batch, 1).copy();
  expect([copy.value!.equals(large), copy.headers, batch.holds(copy.value!)]).toEqual([true, [['h', null]], false]);
});

test('header() gives the last of a name', () => {
  const headers: [string, Buffer | null][] = [
    ['a', Buffer.from('1')],
    ['b', null],
    ['a', Buffer.from('2')],
  ];
  const record = recordOf(new RecordBatch(fakeDrain([{ offset: 0, headers }]).slab), 0);
  expect([record.header('a')?.toString(), record.header('b'), record.header('c')]).toEqual(['2', null, undefined]);
});

test('ConsumerRecords: count, order, partitions, records of one, next offsets', () => {
  const batch = new RecordBatch(
    fakeDrain(
      [0, 1, 1, 0].map((partition, i) => ({
        offset: 10 * (i + 1),
        partition,
        leaderEpoch: 4,
        value: Buffer.from(String(i)),
      })),
    ).slab,
  );
  const states = [new PartitionState('t', 0), new PartitionState('t', 1)];
  const segment = (start: number, end: number, partition: number) => ({
    run: new Run(batch, start, end, states[partition]!),
    start,
    end,
  });
  const records = new ConsumerRecords<Buffer, Buffer>([segment(0, 1, 0), segment(1, 3, 1), segment(3, 4, 0)]);
  expect([records.count, records.isEmpty]).toEqual([4, false]);
  for (let i = 0; i < 2; i++) expect([...records].map(({ value }) => value!.toString())).toEqual(['0', '1', '2', '3']);
  expect(records.partitions()).toEqual([
    { topic: 't', partition: 0 },
    { topic: 't', partition: 1 },
  ]);
  expect(records.records({ topic: 't', partition: 0 }).map(({ offset }) => offset)).toEqual([10, 40]);
  expect(records.records('t').length).toBe(4);
  expect(records.records('u')).toEqual([]);
  expect(records.offsets()).toEqual([
    { topic: 't', partition: 0, offset: 41, leaderEpoch: 4, metadata: '' },
    { topic: 't', partition: 1, offset: 31, leaderEpoch: 4, metadata: '' },
  ]);
});

test('headers are an own property: spread copies and structured clones have them', () => {
  const headers: [string, Buffer | null][] = [
    ['é', Buffer.from('1')],
    ['trace', Buffer.alloc(300, 'x')],
    ['trace', null],
  ];
  const drained = fakeDrain([
    { offset: 0, key: Buffer.from('k'), value: Buffer.from('v'), headers },
    { offset: 1, headers },
    { offset: 2 },
  ]);
  const batch = new RecordBatch(drained.slab);
  const run = new Run(batch, 0, 3, new PartitionState('t', 0));
  const records = [
    recordOf(batch, 0),
    // Strings: what the batch holds is not kept.
    new ConsumerRecord(run, 0, 'k', 'v'),
    recordOf(batch, 1),
    recordOf(batch, 2),
  ];
  for (const [i, record] of records.entries()) {
    const expected = i < 3 ? headers : [];
    expect(Object.keys(record)).toContain('headers');
    expect({ ...record }.headers).toEqual(expected);
    const clone = structuredClone(record);
    expect(clone.headers.map(([name, value]) => [name, value && Buffer.from(value)])).toEqual(expected);
    expect(clone).toMatchObject({
      topic: 't',
      partition: 0,
      offset: record.offset,
      timestampType: 'NO_TIMESTAMP_TYPE',
    });
    // The same list each time.
    expect(record.headers).toBe(record.headers);
    expect(record.copy().headers).toEqual(expected);
    expect({ ...record.copy() }.headers).toEqual(expected);
  }
});

test('a copy of a deserialized view keeps its class', () => {
  const batch = new RecordBatch(fakeDrain([{ offset: 7, leaderEpoch: 2, timestamp: 5, timestampType: 1 }]).slab);
  const run = new Run(batch, 0, 1, new PartitionState('t', 0));
  const key = new Float64Array([1, 2, 3]).subarray(1);
  const value = new Int8Array([1, -2, 3]).subarray(1);
  const copy = new ConsumerRecord(run, 0, key, value).copy();
  expect([copy.key, copy.value]).toEqual([new Float64Array([2, 3]), new Int8Array([-2, 3])]);
  expect([copy.key!.buffer === key.buffer, copy.value!.buffer === value.buffer]).toEqual([false, false]);
  expect(copy).toMatchObject({ offset: 7, leaderEpoch: 2, timestamp: 5, timestampType: 'CREATE_TIME', headers: [] });
});

test('columns: everything that the records have, and bytes where the columns say', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 3, maxLength: 8 }), (rows) => {
      const batch = new RecordBatch(fakeDrain(rows.map((row, i) => ({ ...row, offset: 100 + i }))).slab);
      const run = new Run(batch, 1, rows.length, new PartitionState('t', 0));
      const records = new ConsumerRecords([{ run, start: 1, end: rows.length }]);
      const [columns] = records.columns();
      expect(columns).toMatchObject({ topic: 't', partition: 0, leaderEpoch: run.leaderEpoch, count: rows.length - 1 });
      const at = (start: number, length: number) =>
        length < 0 ? null : columns!.bytes.subarray(start, start + length);
      [...records].forEach((record, i) => {
        const { offset, timestamp, timestampType, key, value, headers } = record;
        expect({
          ...{ offset: columns!.offset(i), timestamp: columns!.timestamp(i) },
          timestampType: columns!.timestampType(i),
          ...{ key: columns!.key(i), value: columns!.value(i), headers: columns!.headers(i) },
        }).toEqual({ offset, timestamp, timestampType, key, value, headers });
        expect(at(columns!.keyStart(i), columns!.keyLength(i))).toEqual(key);
        expect(at(columns!.valueStart(i), columns!.valueLength(i))).toEqual(value);
      });
    }),
  );
});

test('columns: a large value is apart; deserialized records have none', () => {
  const large = Buffer.alloc(LARGE_VALUE + 1, 'L');
  const drained = fakeDrain([{ offset: 0, key: Buffer.from('k'), value: large }], LARGE_VALUE);
  const batch = new RecordBatch(drained.slab, drained.large);
  const run = new Run(batch, 0, 1, new PartitionState('t', 0));
  const [columns] = new ConsumerRecords([{ run, start: 0, end: 1 }]).columns();
  expect([columns!.valueStart(0), columns!.valueLength(0)]).toEqual([-1, large.length]);
  expect(columns!.value(0)!.equals(large)).toBe(true);
  const made = new ConsumerRecords<Buffer, number>([
    { run, start: 0, end: 1, records: [new ConsumerRecord<Buffer, number>(run, 0, null, 1)] },
  ]);
  expect(() => made.columns()).toThrow(/^columns: a deserializer or an interceptor/);
});
