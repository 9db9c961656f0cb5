/** Records as rows, as lines of a file, and as a query sees them. */
import { csvLine } from '../../../src/server/scan/exports/csv';
import { csvLines, jsonLines } from '../../../src/server/scan/exports/lines';
import { CurrentRecord, type ReadAs } from '../../../src/server/scan/records/record';
import { drawerBounds, listBounds, rowOf } from '../../../src/server/scan/records/rows';
import { columnsOf, type GivenRecord } from '../../helpers/scan/records';

const recordOf = (given: GivenRecord, readAs: Partial<ReadAs> = {}): CurrentRecord =>
  new CurrentRecord({ topic: 't', ...readAs }).at(columnsOf([given]), 0);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('a row', () => {
  test('has a beginning of each part', () => {
    const row = rowOf(recordOf({ key: 'k'.repeat(100), value: hex('ff'.repeat(100)) }), listBounds(10), true);
    expect(row).toEqual({
      ...{ p: 0, o: '0', t: 1000, tt: 'create', h: [], size: 200, late: true },
      k: { size: 100, as: 'text', text: 'k'.repeat(10), cut: true },
      v: { size: 100, as: 'hex', text: 'ff'.repeat(5), cut: true },
    });
  });

  test('is small, however many headers there are', () => {
    const headers = Array.from({ length: 1_000_000 }, (_, i) => [`h${i}`, 'x'.repeat(i % 50)] as const);
    const record = recordOf({ value: 'v', headers });
    const row = rowOf(record, listBounds(1024), false);
    expect(row.h).toHaveLength(100);
    expect(row.hTotal).toBe(1_000_000);
    const long = recordOf({
      headers: [
        ['n'.repeat(1e6), 'v'.repeat(1e6)],
        ['b', 'c'.repeat(1e6)],
      ],
    });
    expect(JSON.stringify(rowOf(long, listBounds(1024), false)).length).toBeLessThan(2000);
    expect(JSON.stringify(rowOf(record, drawerBounds, false)).length).toBeLessThan(2_000_000);
  });

  test('without a time has none', () => {
    expect(rowOf(recordOf({ timestamp: -1 }), listBounds(10), false).t).toBeNull();
  });
});

describe('a line of JSON', () => {
  const lineOf = (given: GivenRecord, readAs?: Partial<ReadAs>): string => jsonLines.line(recordOf(given, readAs));

  test('keeps JSON as it was written', () => {
    const value = '{"id":9007199254740993, "p":1.0,\n"a":1,"a":2}';
    expect(
      lineOf({
        key: 'k',
        value,
        headers: [
          ['h', 'a'],
          ['h', hex('ff')],
          ['n', null],
        ],
      }),
    ).toBe(
      '{"topic":"t","partition":0,"offset":0,"timestamp":1000,"timestampType":"CREATE_TIME","key":"k",' +
        '"value":{"id":9007199254740993, "p":1.0, "a":1,"a":2},"headers":[["h","a"],["h",{"$base64":"/w=="}],["n",null]]}\n',
    );
  });

  test.each<[string, GivenRecord, Partial<ReadAs>, string]>([
    ['null', { value: null }, {}, 'null'],
    ['empty', { value: '' }, {}, '""'],
    ['text', { value: 'a"b\n' }, {}, '"a\\"b\\n"'],
    ['bytes', { value: hex('00ff') }, {}, '{"$base64":"AP8="}'],
    ['a number that was chosen', { value: hex('7fffffffffffffff') }, { value: 'int64' }, '9223372036854775807'],
    ['a number that JSON does not have', { value: hex('7fc00000') }, { value: 'float32' }, '"NaN"'],
  ])('of %s', (_, given, readAs, expected) => {
    expect(lineOf(given, readAs)).toContain(`"value":${expected},"headers"`);
  });

  test('a guess is bytes', () => {
    expect(lineOf({ key: hex('0000002a') })).toContain('"key":{"$base64":"AAAAKg=="}');
  });

  test('is always JSON in one line', () => {
    for (const value of ['\u2028', '\ud800', '"', '\\', '{"a":"\\n"}', '[1,\r\n2]', 'null', '{"a":1}{']) {
      const line = lineOf({ key: value, value, headers: [[value, value]] });
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(() => JSON.parse(line) as unknown).not.toThrow();
    }
  });
});

test('a line of CSV', () => {
  expect(csvLines.head).toBe('topic,partition,offset,timestamp,timestampType,key,value,headers\r\n');
  const line = csvLines.line(recordOf({ key: '=1+1', value: '{"a":"b"}', headers: [['h', 'x']], timestamp: -1 }));
  expect(line).toBe(`t,0,0,,CREATE_TIME,'=1+1,"{""a"":""b""}","[[""h"",""x""]]"\r\n`);
  expect(csvLines.line(recordOf({ key: null, value: '' }))).toBe('t,0,0,1000,CREATE_TIME,,"",\r\n');
});

test.each([
  ['a', 'a'],
  ['', '""'],
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['a\nb', '"a\nb"'],
  ['=cmd()', "'=cmd()"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['="a"', '"\'=""a"""'],
])('the cell %j', (cell, expected) => {
  expect(csvLine([cell])).toBe(`${expected}\r\n`);
});

describe('what a query sees', () => {
  const valueOf = (value: GivenRecord['value'], readAs: Partial<ReadAs> = {}) => recordOf({ value }, readAs).value;

  test.each<[string, GivenRecord['value'], Partial<ReadAs>, unknown, string | null, boolean]>([
    ['null', null, {}, null, null, false],
    ['JSON', '{"a":[1]}', {}, { a: [1] }, '{"a":[1]}', true],
    ['long JSON', `{"a":"${'x'.repeat(2000)}"}`, {}, { a: 'x'.repeat(2000) }, `{"a":"${'x'.repeat(2000)}"}`, true],
    ['exact numbers', '[9007199254740993]', {}, [9007199254740993n], '[9007199254740993]', true],
    ['text', 'hello', {}, 'hello', 'hello', false],
    ['text that begins as JSON', '{a}', {}, '{a}', '{a}', false],
    ['a number that was chosen', hex('00000007'), { value: 'int32' }, 7, '7', false],
    ['a JSON scalar that was chosen', '42', { value: 'json' }, 42, '42', true],
    ['CBOR', hex('d9d9f7a1616101'), {}, { a: 1 }, '{"a":1}', true],
  ])('of %s', (_, value, readAs, expected, text, isJson) => {
    const part = valueOf(value, readAs);
    expect([part.value, part.text, part.isJson]).toEqual([expected, text, isJson]);
  });

  test('of bytes, and of a key that is guessed', () => {
    const part = valueOf(hex('00ff'));
    expect([Buffer.from(part.value as Uint8Array).toString('hex'), part.text]).toEqual(['00ff', '00ff']);
    const { key } = recordOf({ key: hex('0000002a') });
    expect([key.value, key.bytes!.length]).toEqual([42, 4]);
  });

  test('of a record that is nested too deep', () => {
    const text = '['.repeat(600) + ']'.repeat(600);
    expect([valueOf(text).value, valueOf(text).isJson]).toEqual([text, false]);
  });

  test('goes from record to record', () => {
    const record = new CurrentRecord({ topic: 't' });
    const columns = columnsOf([
      { key: 'a', value: '{"n":1}', headers: [['h', '1']] },
      { value: '{"n":2}', offset: 7, timestamp: -1 },
    ]);
    const first = record.at(columns, 0);
    expect([first.key.value, first.value.value, first.headers[0]?.[1].value, first.size]).toEqual([
      'a',
      { n: 1 },
      '1',
      8,
    ]);
    const second = record.at(columns, 1);
    expect([second.key.value, second.value.value, second.headers.length]).toEqual([null, { n: 2 }, 0]);
    expect([second.offset, second.timestamp]).toEqual([7, null]);
  });
});
