import type { Row } from '../../../src/shared/api';
import { parse } from '../../../src/shared/kql/parser';
import { completions as words } from '../../../src/shared/kql/grammar/words';
import { partitionForKey } from '../../../src/shared/partition-for-key';
import { kqlName, kqlString, quoted } from '../../../src/web/format/quoting';
import { atTopic, completions, fieldsOf, isInString, wordAt } from '../../../src/web/kql/complete';
import { kqlOf } from '../../../src/web/pages/messages/filter/as-kql';
import type { State } from '../../../src/web/pages/messages/filter/state';
import { cellText, csvOf, plotOf } from '../../../src/web/pages/query/cells';
import { deadLetterOf } from '../../../src/web/record/dead-letter';

const state: State = {
  topic: 'orders',
  mode: 'newest',
  partitions: null,
  offset: null,
  time: null,
  text: '',
  where: '',
  key: 'auto',
  value: 'auto',
  isolation: 'committed',
  strictTime: false,
  limit: 50,
  cursor: null,
  direction: 'older',
  open: null,
  around: null,
};

describe('a list as a query', () => {
  it.each<[Partial<State>, string]>([
    [{}, 'select * from orders limit 50'],
    [{ topic: 'a.b-c' }, 'select * from a.b-c limit 50'],
    [{ topic: '0x.select' }, 'select * from `0x.select` limit 50'],
    [{ mode: 'oldest', partitions: [3] }, 'select * from orders where partition = 3 order by timestamp asc limit 50'],
    [{ partitions: [0, 3] }, 'select * from orders where partition in (0, 3) limit 50'],
    [
      { mode: 'from-offset', offset: { 0: '100', 3: '7' } },
      'select * from orders where ((partition = 0 and offset >= 100) or (partition = 3 and offset >= 7)) ' +
        'order by timestamp asc limit 50',
    ],
    [{ mode: 'to-time', time: 1764158868123 }, 'select * from orders where timestamp <= @1764158868123 limit 50'],
    [
      { partitions: [1], where: "a = 1 or b = 'x'", key: 'int64' },
      "select * from orders with key int64 where partition = 1 and (a = 1 or b = 'x') limit 50",
    ],
    [
      { text: `it's -"no way"` },
      "select * from orders where (key contains 'it''s' or value contains 'it''s') and " +
        "not (key contains 'no way' or value contains 'no way') limit 50",
    ],
    [
      { mode: 'around', around: { partition: 3, offset: '1042' } },
      'select * from orders where partition = 3 and offset between 1017 and 1067 limit 50',
    ],
  ])('%j', (change, expected) => {
    const kql = kqlOf({ ...state, ...change });
    expect(kql).toBe(expected);
    expect(parse(kql)).toMatchObject({ ok: true });
  });

  it('quotes names and shells', () => {
    expect(kqlName('orders')).toBe('orders');
    expect(kqlName('select')).toBe('`select`');
    expect(kqlString("it's")).toBe("'it''s'");
    expect(quoted("select 'x'")).toBe(`'select '\\''x'\\'''`);
    expect(quoted('localhost:9092')).toBe('localhost:9092');
  });
});

const row = (value: string, headers: string[] = []): Row => ({
  p: 0,
  o: '0',
  t: 0,
  tt: 'create',
  k: { size: 0, as: 'null' },
  v: { size: value.length, as: 'json', text: value },
  h: headers.map((name) => [name, { size: 1, as: 'text', text: 'x' }]),
  size: value.length,
});

describe('completion', () => {
  const fields = fieldsOf([
    row('{"symbol":"A","legs":[{"qty":5}],"odd name":1,"__proto__":1}', ['trace-id']),
    row('{"symbol":"B"}'),
    row('no JSON'),
  ]);

  it('offers the fields of messages, the most frequent first', () => {
    expect(fields.value[0]).toBe('symbol');
    expect(fields.value).toEqual(expect.arrayContaining(['legs', 'legs[*].qty', "value['odd name']"]));
    expect(fields.headers).toEqual(["headers['trace-id']"]);
  });

  it('offers what begins so before what has it inside', () => {
    const offered = completions('select sy', 9, true, fields, words).map(({ text }) => text);
    expect(offered[0]).toBe('symbol');
    expect(completions('sum', 3, true, fields, words).map(({ text }) => text)).toContain('sum(');
    expect(completions('su', 2, false, fields, words).map(({ text }) => text)).not.toContain('sum(');
  });

  it('knows where a topic, a word and a string are', () => {
    expect(atTopic('select * from or', 16)).toBe(true);
    expect(atTopic('select * from orders where x', 28)).toBe(false);
    expect(wordAt('a = headers.sr', 14)).toEqual({ word: 'headers.sr', from: 4 });
    expect(isInString("a = 'it", 7)).toBe(true);
    expect(isInString("a = 'it''s' and b", 17)).toBe(false);
  });
});

describe('a table', () => {
  const columns = [
    { name: 't', type: 'time', unit: '1m' },
    { name: 'exchange', type: 'any' },
    { name: 'count(*)', type: 'number' },
  ];
  const rows = [
    ['60000', '"TSE"', '3'],
    ['0', '"TSE"', '1'],
    ['0', '"=cmd()"', '2'],
    ['60000', null, '9007199254740993'],
  ];

  it('is drawn as one line for each name', () => {
    const plot = plotOf(columns, rows)!;
    expect(plot.times).toEqual([0, 60000]);
    expect(plot.series.map(({ name }) => name)).toEqual(['–', 'TSE', '=cmd()']);
    expect(plot.series[1]).toEqual({ name: 'TSE', values: [1, 3] });
    expect(plotOf(columns.slice(1), rows)).toBeNull();
  });

  it('is copied as CSV, and no cell is a formula', () => {
    expect(csvOf(columns, rows, 'UTC').split('\r\n')).toEqual([
      't,exchange,count(*)',
      '1970-01-01 00:01:00.000,TSE,3',
      '1970-01-01 00:00:00.000,TSE,1',
      `1970-01-01 00:00:00.000,'=cmd(),2`,
      '1970-01-01 00:01:00.000,,9007199254740993',
      '',
    ]);
    expect(csvOf([{ name: 'a,"b"', type: 'any' }], [['"x\\ny"'], ['-1']], 'UTC')).toBe('"a,""b"""\r\n"x\ny"\r\n-1\r\n');
  });

  it('shows strings without quotes and JSON as it is', () => {
    const any = { name: 'x', type: 'any' };
    expect(['"a\\"b"', '1.0', '{"a":1}', 'null', '"cut'].map((cell) => cellText(cell, any, 'UTC'))).toEqual([
      'a"b',
      '1.0',
      '{"a":1}',
      'null',
      '"cut',
    ]);
  });
});

describe('messages', () => {
  it("goes to the partition that Java's partitioner takes", () => {
    const utf8 = new TextEncoder();
    // The values of Kafka's own test of its hash, as partitions of 2^31 - 1.
    const hashes: [string, number][] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
      ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
      ['abc', 479470107],
    ];
    for (const [key, hash] of hashes) expect(partitionForKey(utf8.encode(key), 2 ** 31)).toBe(hash & 0x7fffffff);
  });

  it('of dead letters know where they came from', () => {
    expect(deadLetterOf('orders.dlq', { h: [] })).toBe('orders');
    expect(deadLetterOf('orders', { h: [] })).toBeNull();
    expect(deadLetterOf('x', { h: [['kafka_dlt-original-topic', { size: 1, as: 'text', text: 'src' }]] })).toBe('src');
  });
});
