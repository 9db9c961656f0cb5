import { PassThrough } from 'node:stream';
import { DataOutput } from '../../../src/cli/io/stdout';
import { jsonWriter } from '../../../src/cli/records/json-record';
import { compileFormat, plainWriter } from '../../../src/cli/records/record-format';
import { oneRow, type RowWriter } from '../../../src/cli/records/rows';
import { ConsumerRecords } from '../../../src/consumer/records/consumer-records';
import { PartitionState } from '../../../src/consumer/partitions/partition-state';
import { RecordBatch, Run } from '../../../src/consumer/records/record-batch';
import { fakeDrain } from '../consumer/fake-batch';

type Rec = Parameters<typeof oneRow>[0];

function record(fields: Partial<Record<string, unknown>> = {}): Rec {
  return {
    topic: 't',
    partition: 3,
    offset: 42,
    timestamp: 1_700_000_000_000,
    timestampType: 'CREATE_TIME',
    leaderEpoch: 0,
    key: Buffer.from('k'),
    value: Buffer.from([0xff, 0x00, 0x0a]),
    headers: [
      ['a', Buffer.from('1')],
      ['a', null],
      ['b', Buffer.alloc(0)],
    ],
    ...fields,
  } as unknown as Rec;
}

const written = (writer: RowWriter, ...records: Rec[]): Promise<Buffer> =>
  collected((out) => {
    for (const each of records) writer(oneRow(each), 0, out);
  });

async function collected(write: (out: DataOutput) => void): Promise<Buffer> {
  const stream = new PassThrough();
  const out = new DataOutput(stream);
  write(out);
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  expect(await out.finish()).toBe(0);
  return Buffer.concat(chunks);
}

const format = (text: string, nullText?: string): RowWriter => compileFormat(text, { nullText });

test("kcat's tokens and escapes", async () => {
  const text = (await written(format('%t [%p] at %o: %k (%K) %S %T 100%% %h\\n\\x41\\t'), record())).toString();
  expect(text).toBe('t [3] at 42: k (1) 3 1700000000000 100% a=1,a=NULL,b=\nA\t');
});

test('keys and values are the bytes they are, %R is the length in four bytes', async () => {
  const bytes = await written(format('%R%s%k'), record({ key: Buffer.from([0, 255]) }));
  expect([...bytes]).toEqual([0, 0, 0, 3, 0xff, 0, 0x0a, 0, 255]);
  expect([...(await written(format('%R'), record({ value: null })))]).toEqual([255, 255, 255, 255]);
});

test('null and empty: lengths tell them apart, -Z names null', async () => {
  const nulls = record({ key: null, value: null });
  const empty = record({ key: Buffer.alloc(0), value: Buffer.alloc(0) });
  expect((await written(format('%K %S [%k|%s]'), nulls)).toString()).toBe('-1 -1 [|]');
  expect((await written(format('%K %S [%k|%s]'), empty)).toString()).toBe('0 0 [|]');
  expect((await written(format('[%k|%s]', 'NULL'), nulls, empty)).toString()).toBe('[NULL|NULL][|]');
});

test.each(['%x', 'a%', '%'])('-f %s is refused', (text) => {
  expect(() => format(text)).toThrow(/is unknown. Valid are %s/);
});

test('plain: value and delimiter, with -K the key before', async () => {
  const newline = Buffer.from('\n');
  expect(
    (await written(plainWriter(newline, undefined, { nullText: undefined }), record(), record({ value: null }))).equals(
      Buffer.from([0xff, 0, 10, 10, 10]),
    ),
  ).toBe(true);
  expect(
    (
      await written(
        plainWriter(newline, Buffer.from(': '), { nullText: 'NULL' }),
        record({ key: null, value: Buffer.from('v') }),
      )
    ).toString(),
  ).toBe('NULL: v\n');
});

test('large and small writes keep their order', async () => {
  const sizes = [10, 300_000, 0, 1, 100_000, 131_072, 131_071, 5, 260_000, 7];
  const records = sizes.map((size, at) => record({ value: Buffer.alloc(size, 65 + at) }));
  const expected = Buffer.concat(sizes.flatMap((size, at) => [Buffer.alloc(size, 65 + at), Buffer.from('\n')]));
  expect(
    (await written(plainWriter(Buffer.from('\n'), undefined, { nullText: undefined }), ...records)).equals(expected),
  ).toBe(true);
});

test("JSON in kcat's shape", async () => {
  const json = async (one: Rec, broker: number): Promise<string> =>
    (
      await written(
        jsonWriter(() => broker),
        one,
      )
    ).toString();
  expect(await json(record({ value: Buffer.from('é"\n') }), 7)).toBe(
    '{"topic":"t","partition":3,"offset":42,"tstype":"create","ts":1700000000000,"broker":7,' +
      '"headers":["a","1","a",null,"b",""],"key":"k","payload":"é\\"\\n"}\n',
  );
  const bare = record({ headers: [], key: null, value: null, timestamp: -1, timestampType: 'NO_TIMESTAMP_TYPE' });
  expect(await json(bare, -1)).toBe('{"topic":"t","partition":3,"offset":42,"broker":-1,"key":null,"payload":null}\n');
  for (let byte = 0; byte < 256; byte++) {
    const value = Buffer.from([97, byte, 98]);
    expect(JSON.parse(await json(record({ key: Buffer.alloc(0), value }), 1))).toMatchObject({
      key: '',
      payload: value.toString(),
    });
  }
  const long = Buffer.from(`${'x'.repeat(5000)}"`);
  expect(JSON.parse(await json(record({ value: long }), 1))).toMatchObject({ payload: long.toString() });
});

test('numbers of every length', async () => {
  const numbers = [0, 7, 10, 99, 100, 2 ** 31, 999_999_999, 1e9, 1e9 + 1, 1_234_567_890_123, 2 ** 53 - 1, -1, -1001];
  const text = numbers.map((offset) => `${offset},`).join('');
  const records = numbers.map((offset) => record({ offset }));
  expect((await written(format('%o,'), ...records)).toString()).toBe(text);
});

test('columns of a batch: the same bytes as record by record, across the borders of chunks', async () => {
  const sizes = [0, 1, 23, 24, 25, 4095, 4096, 4097, 65_535, 65_536, 65_537, 131_072, 262_144, 262_145];
  const large = 262_144;
  const rows = Array.from({ length: 500 }, (_, at) => {
    const size = at % 50 === 0 ? sizes[(at / 50) % sizes.length]! : (at * 7919) % 300;
    const key = at % 3 === 0 ? null : Buffer.alloc(at % 40, at);
    const value = at % 11 === 0 ? null : Buffer.alloc(size, at);
    const headers: [string, Buffer | null][] = at % 5 === 0 ? [['h', Buffer.alloc(at % 9, 1)]] : [];
    return { offset: 1000 + at, timestamp: 1_700_000_000_000 + at, timestampType: 1, key, value, headers };
  });
  const drained = fakeDrain(rows, large);
  const batch = new RecordBatch(drained.slab, drained.large);
  const run = new Run(batch, 0, rows.length, new PartitionState('t', 0));
  const records = new ConsumerRecords<Buffer, Buffer>([{ run, start: 3, end: 497 }]);
  const writers = [
    plainWriter(Buffer.from('\n'), Buffer.from(': '), { nullText: 'NULL' }),
    format('%s %k %S %K %o %p %t %T %h\n'),
    format('%k\n'),
    jsonWriter(() => 1),
  ];
  for (const writer of writers) {
    const byColumns = await collected((out) => {
      for (const columns of records.columns()) for (let i = 0; i < columns.count; i++) writer(columns, i, out);
    });
    expect(byColumns.equals(await written(writer, ...records))).toBe(true);
  }
});
