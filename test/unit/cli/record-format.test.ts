import { PassThrough } from 'node:stream';
import { DataOutput } from '../../../src/cli/io/stdout';
import { jsonRecord } from '../../../src/cli/records/json-record';
import { compileFormat, plainWriter, type RecordWriter } from '../../../src/cli/records/record-format';

type Rec = Parameters<RecordWriter>[0];

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

async function written(writer: RecordWriter, ...records: Rec[]): Promise<Buffer> {
  const stream = new PassThrough();
  const out = new DataOutput(stream);
  for (const each of records) writer(each, out);
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  expect(await out.finish()).toBe(0);
  return Buffer.concat(chunks);
}

const format = (text: string, nullText?: string): RecordWriter => compileFormat(text, { nullText });

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
  expect(() => format(text)).toThrow(/means nothing; known are %s/);
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

test("JSON in kcat's shape", () => {
  expect(jsonRecord(record({ value: Buffer.from('é"\n') }), 7)).toBe(
    '{"topic":"t","partition":3,"offset":42,"tstype":"create","ts":1700000000000,"broker":7,' +
      '"headers":["a","1","a",null,"b",""],"key":"k","payload":"é\\"\\n"}',
  );
  const bare = record({ headers: [], key: null, value: null, timestamp: -1, timestampType: 'NO_TIMESTAMP_TYPE' });
  expect(jsonRecord(bare, -1)).toBe('{"topic":"t","partition":3,"offset":42,"broker":-1,"key":null,"payload":null}');
});
