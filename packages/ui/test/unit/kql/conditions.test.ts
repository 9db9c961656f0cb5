/** What conditions find: comparisons, two-valued logic, times, bytes, lists, texts. */
import { cellOf } from '../../../src/server/kql/results/cells';
import { prepareCondition } from '../../../src/server/kql/query';
import { idsWhere, options, prepare, run } from './run';
import { partOf, records, recordWith } from './trades';

const thing = recordWith(
  '{"n":5,"d":1.50,"s":"text","ns":"1e1","b":true,"bs":"true","z":null,"e":"","list":[1,"2",null,{"a":[3,4]}],' +
    '"o":{"x":1,"y":[1,2]},"o2":{"y":[1,2.0],"x":1.0},"t":"2026-01-01T00:00:00Z","local":"2026-01-01 01:00",' +
    '"big":12345678901234567890,"json":"{\\"a\\":[{\\"b\\":1}]}","empty":[],"u":"Ünïcode 😀","odd-name":1}',
  {
    headers: [
      ['h', partOf('first')],
      ['h', partOf('last')],
      ['x-y', partOf('5')],
      ['nul', partOf(null)],
      ['raw', partOf(Buffer.from([0xff, 0xfe]))],
    ],
  },
);

function holds(condition: string): boolean {
  const prepared = prepareCondition(condition, { ...options, zone: 'Europe/Berlin' });
  if (!prepared.ok) throw new Error(`${condition}: ${JSON.stringify(prepared.fault)}`);
  const result = prepared.query.matches(thing);
  expect(prepared.query.context.faults.filter).toBe(0);
  return result;
}

const isTrue = [
  'n = 5', 'n == 5.0', 'n = 5e0', "n = '5'", "'5' = n", 'ns = 10', "d = '1.5'", 'd < 1.6', 'n > ns - 6', 'n != 6',
  "s = 'text'", "s > 'Text'", "s < 'texu'", 'b', 'b = true', "b = 'true'", 'bs = true', 'bs', 'not (b = false)',
  'z is null', 'z = null', 'null = z', 'z != 1', 'nope is missing', 'nope != 1', 'nope != null', 'not nope = 1', 'not (nope < 1)',
  'z is not missing', "e = ''", 'e is not null', 'n not in (1, 2)', "n in (1, '5')", 'n in (z, n)', 'z in (null)', 'nope not in (1, null)',
  'n between 5 and 5', "n between '4' and 6", 'n not between 6 and 7', 'nope not between 1 and 2',
  'list[0] = 1', 'list[1] = 2', 'list[-1].a[0] = 3', 'list[*] = 2', 'list[*].a[*] = 4', 'list[*] is null', 'list[*].a is missing',
  'list[*] != 9', 'list[9] is missing', 'empty[*] != 1', 'not (empty[*] = 1)', 'list[*] > 1', 'list[*] in (7, 2)', 'list[*] between 2 and 3',
  'o = o2', 'o.y = o2.y', 'o is not null', "list contains 1", "list contains '2'", 'list not contains 9', 'o.y contains 2', 'list contains null',
  "s contains 'EX'", "value contains '\"N\":5'", "value like '%\"d\":1.50,%'", 'n like 5'.replace('5', "'5'"), "b like 'tr%'",
  "t = @2026-01-01T00:00Z", "local = @2026-01-01T00:00Z", "timestamp = '2026-01-01 01:00'", "timestamp = '2026-01-01T00:00:00.000Z'",
  'timestamp = 1767225600000', "timestamp = '1767225600'", 'timestamp < @now', 'timestamp >= @3h', "timestamp between '2026-01-01' and @2026-01-02",
  'timestamp + 1h > timestamp', 'timestamp - timestamp = 0', 'timestamp + 90m - timestamp = 5400000', 'big = 12345678901234567890', 'big > 12345678901234567889',
  "headers.h = 'last'", "headers.h[0] = 'first'", "headers.h[-1] = 'last'", "headers.h[*] = 'first'", "header('h') = 'last'", "header('h') like 'la%'",
  "headers['x-y'] = 5", 'headers.nul is null', 'headers.other is missing', 'headers.raw is ff.fe', "headers.raw = x'fffe'", "headers.raw > x'ff'",
  "headers[*] = 'first'", "headers[0] = 'first'", "length(headers) = 5", "headers.h = x'6c617374'",
  'json(json).a[*].b = 1', 'json(json).a[0].b + 1 = 2', "json('[1,2]')[1] = 2", 'json(s) is missing', 'json(o).x = 1',
  'length(s) = 4', 'length(list) = 4', 'length(o) = 2', 'length(u) = 9', 'length(n) is missing', "lower(u) = 'ünïcode 😀'", "upper(s) = 'TEXT'",
  "coalesce(nope, z, s) = 'text'", 'coalesce(nope, z) is null', "number(' 7 ') = 7", 'number(b) = 1', "string(d) = '1.5'", "string(b) = 'true'",
  "time(1767225600, 's') = timestamp", "time(1767225600000000, 'us') = timestamp", "time('1767225600000000000', 'ns') = timestamp", "time(t) = timestamp",
  "bucket(timestamp, '1h') = timestamp", "bucket(timestamp + 59m, 1h) = timestamp", "bucket(timestamp, '1d') = @2026-01-01",
  'd * 2 = 3', 'n / 2 = 2.5', '-n = -5', '1 / 3 * 3 != 1', '0.1 + 0.2 = 0.3', '(n + 1) * 2 = 12', 's + 1 is missing', 'z + 1 is missing',
  "value['odd-name'] = 1", "value.'odd-name' = 1", 'size > 10', "topic = 'trades'", 'partition = 0 and offset = 0', 'key is null',
  "s matches '^t.xt$'", "s matches 'ex'", "not s matches '^ex'", "n matches '^5$'", "u matches '😀$'", "list[*] matches '^2$'",
  "s like 'te__'", "s like '____'", "u like '%_'", "u ilike 'ÜNÏ%😀'", "s like '%'", "e like '%'", "e like ''", "nope unlike '%'", "s not like 'x%'",
  '1 = 1', "'a' < 'b'", "x'00' < x'01'", "x'41' = 'A'", "'A' = x'41'", 'true', 'not false',
]; // prettier-ignore

const isFalse = [
  'n = 5.1', "n = 'x'", "n = ' 5'", "n = '05'", "n > 'x'", "n < 'x'", "s = 5", 's > 5', 's < 5', 'n = true', 'b = 1', "b = 'TRUE'", 'n', 's', 'nope', 'z',
  'z = 0', "z = ''", 'z < 1', 'z > 1', 'nope = null', 'nope = nope', 'nope < 1', 'nope > 1', 'nope >= 1', 'nope is null', 'z is missing', 'nope in (null)',
  'nope between 1 and 2', "nope like '%'", "z like '%'", "nope matches ''", "nope contains ''", 'list[*] = 9', 'empty[*] = 1', 'empty[*] is missing', 'list[*] != 1',
  'o = list', 'o < o2', 'list contains 3', "s contains 'y'", 's contains nope', "timestamp > 'tomorrow'", 'timestamp = null', 'time(s) is not missing',
  "headers.h = 'first'", 'headers.h is missing', "key = ''", 'key.x is not missing', 'b > false', "s matches 'EX'", "s like 'TEXT'", "s like 'tex'", "s like '%x'",
  "s like 'te_'", "s ilike 'TEX'", 'not true', 'length(s) = 5', '1 / 0 = 0', 'timestamp * 2 > 0', 'value is missing', 'value = null', "x'00' > x'01'",
]; // prettier-ignore

test.each(isTrue)('true: %s', (condition) => expect(holds(condition)).toBe(true));
test.each(isFalse)('false: %s', (condition) => expect(holds(condition)).toBe(false));

test('each opposite is the opposite', () => {
  const operands = [
    'symbol',
    'price',
    'exchange',
    'id',
    'tags[*]',
    'headers.src',
    'headers.src[*]',
    'key',
    'value',
    'nope',
  ];
  const all = idsWhere('true', records);
  const opposites: [string, string][] = [
    ["= 'AAPL'", "!= 'AAPL'"],
    ['== 190.25', '<> 190.25'],
    ["in ('a', 1)", "not in ('a', 1)"],
    ["like 'A%'", "unlike 'A%'"],
    ["ilike 'a%'", "not ilike 'a%'"],
    ["contains 'a'", "not contains 'a'"],
    ["matches 'A'", "not matches 'A'"],
    ['between 1 and 2', 'not between 1 and 2'],
    ['is null', 'is not null'],
    ['is missing', 'is not missing'],
    ['is 41', 'is not 41'],
  ];
  for (const operand of operands)
    for (const [test, opposite] of opposites) {
      const found = idsWhere(`${operand} ${test}`, records).split(' ').filter(Boolean);
      const rest = idsWhere(`${operand} ${opposite}`, records).split(' ').filter(Boolean);
      expect([operand, test, [...found, ...rest].sort().join(' ')]).toEqual([
        operand,
        test,
        all.split(' ').sort().join(' '),
      ]);
      expect(idsWhere(`not (${operand} ${test})`, records)).toBe(rest.join(' '));
    }
});

test('a decoder whose value throws: the record does not match and is counted', () => {
  const broken = { ...recordWith('{}'), get value(): never { throw new Error('x'); } }; // prettier-ignore
  const prepared = prepareCondition('a != 1', options);
  if (!prepared.ok) throw new Error('no');
  expect([prepared.query.matches(broken), prepared.query.context.faults.filter]).toEqual([false, 1]);
});

test('cells are JSON in one line', () => {
  const record = recordWith('{\n  "a": 1.0,\r\n "b": "x\\ny"\n}', { headers: [['h', partOf('1')]] });
  expect(
    run(
      'select value, value.a, value.b, headers, headers.h, key, nope, timestamp, size, partition, @0000000000, 1 + 1, (tags) from t',
      [record],
    ),
  ).toEqual([
    [
      '{   "a": 1.0,  "b": "x\\ny" }',
      '1',
      '"x\\ny"',
      '[["h","1"]]',
      '"1"',
      'null',
      null,
      '1767225600000',
      '29',
      '0',
      '0',
      '2',
      null,
    ],
  ]);
  const bytes = recordWith('', { key: partOf(Buffer.from([255, 0])) });
  expect(run('select key from t', [bytes])).toEqual([['{"$base64":"/wA="}']]);
  const long = recordWith(`{"a":"${'x'.repeat(5000)}","b":["${'y'.repeat(5000)}"]}`);
  const [row] = run('select a, b, value from t', [long]) as string[][];
  expect(row!.map((cell) => (JSON.parse(cell) as string).length)).toEqual([4097, 4097, 4097]);
});

test('a list is whole, or shown as cut', () => {
  for (let length = 1; length < 12; length++) {
    const value: number[] = Array.from({ length }, () => 1);
    for (let limit = 1; limit < 30; limit++) {
      const shown = JSON.parse(cellOf(value, limit)!) as unknown;
      if (typeof shown === 'string') expect(shown.endsWith('…')).toBe(true);
      else expect(shown).toEqual(value);
    }
  }
});

test('columns have names, types and units', () => {
  expect(
    prepare('select lower(a), size as s, bucket(timestamp, 5m), max(timestamp), avg(a), min(a) from t group by 1, 2, 3')
      .columns,
  ).toEqual([
    { name: 'lower(a)', type: 'string' },
    { name: 's', type: 'number', unit: 'bytes' },
    { name: 'bucket(timestamp, 5m)', type: 'time', unit: '5m' },
    { name: 'max(timestamp)', type: 'time' },
    { name: 'avg(a)', type: 'number' },
    { name: 'min(a)', type: 'any' },
  ]);
});
