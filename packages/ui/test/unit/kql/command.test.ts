/** What `kafka-napi query` prints. */
import { Answer, usedUp } from '../../../src/server/kql/command/answer';
import { withCaret } from '../../../src/server/kql/command/caret';
import { shownCell, shownPlan, shownRow, shownTime } from '../../../src/server/kql/command/shown';
import { visible, visibleLines } from '../../../src/server/kql/command/visible';
import { parse } from '../../../src/shared/kql/parser';

function caret(query: string): string[] {
  const parsed = parse(query);
  if (parsed.ok) throw new Error('it is a query');
  return withCaret(query, parsed.fault).split('\n').slice(1);
}

test.each([
  ['select * from t were', ['  select * from t were', '                  ^^^^']],
  ['select * from t\nwhere a = 1 adn\nb = 2', ['  where a = 1 adn', '              ^^^']],
  ["select 'トヨタ' from t were", ["  select 'トヨタ' from t were", '                         ^^^^']],
  ['select * from t where', ['  select * from t where', '                       ^']],
  ["select a from t where b = 'x\ny", ["  select a from t where b = 'x", '                            ^^']],
  ['select\ta from t were', ['  select\\ta from t were', '                   ^^^^']],
])('carets under %j', (query, expected) => expect(caret(query)).toEqual(expected));

test('of a long line so much as is near', () => {
  const [line, carets] = caret(
    `select * from t where ${"a = 'some text' or ".repeat(20)} b adn c ${' and d'.repeat(40)}`,
  ) as [string, string];
  expect(line.length).toBeLessThan(130);
  expect(line.slice(carets.indexOf('^'), carets.length)).toBe('adn');
});

test('no text moves the cursor or turns the direction', () => {
  const text = 'a\u001b[31mb\u009b1m\u202ec\r\nd\u0000\t\u2066\ufeff\u200f\u007f';
  expect(visible(text)).toBe('a\\u001b[31mb\\u009b1m\\u202ec\\r\\nd\\u0000\\t\\u2066\\ufeff\\u200f\\u007f');
  expect(visibleLines('{"a":"\u202e\u009b"}\n{"b":1}\n')).toBe('{"a":"\\u202e\\u009b"}\n{"b":1}\n');
  expect(JSON.parse(visibleLines('"\u009b\u2028"'))).toBe('\u009b\u2028');
  expect(visible('トヨタ 😀 é')).toBe('トヨタ 😀 é');
});

test('cells, rows and times', () => {
  expect(
    [null, 'null', '"a"', '""', '190.25', '{"a":1}', '"\\u001b[0m"', 'true'].map((cell) =>
      shownCell(cell, 'any', 'UTC'),
    ),
  ).toEqual([null, 'null', 'a', "''", '190.25', '{"a":1}', '\\u001b[0m', 'true']);
  expect(shownCell('1767225600000', 'time', 'Europe/Berlin')).toBe('2026-01-01T01:00:00.000+01:00');
  expect(shownCell('"(other)"', 'time', 'UTC')).toBe('(other)');
  expect(shownTime(9e15, 'Europe/Berlin')).toBe('9000000000000000');
  expect(shownTime(0, 'America/St_Johns')).toBe('1969-12-31T20:30:00.000-03:30');
  const part = (text: string) => ({ size: text.length, as: 'text' as const, text });
  expect(
    shownRow(
      {
        p: 0,
        o: '7',
        t: null,
        tt: 'none',
        k: { size: 0, as: 'null' },
        v: { ...part('x\ny'), cut: true },
        h: [
          ['a', part('1')],
          ['b', { size: 0, as: 'text', text: '' }],
        ],
        size: 3,
      },
      'UTC',
    ),
  ).toEqual(['0', '7', null, 'null', 'x\\ny…', "a=1, b=''"]);
});

test('plans', () => {
  const ranges = Array.from({ length: 25 }, (_, p) => ({ p, from: '0', to: p === 0 ? '0' : '2000' }));
  const lines = shownPlan({
    ranges,
    records: '48000',
    narrowed: [],
    key: 'auto',
    value: 'json',
    order: 'newest first',
    filter: 'every record',
  });
  expect(lines.slice(0, 5)).toEqual([
    'order: newest first',
    'decoders: key auto, value json',
    'reads: 48,000 records at most',
    '  partition 0: nothing',
    '  partition 1: offsets 0 to 1999, 2,000 at most',
  ]);
  expect(lines.slice(-3)).toEqual(['  and 5 more partitions', 'filter:', '  every record']);
});

test('the events of a query', async () => {
  const seen: string[] = [];
  const answer = new Answer('UTC', (text) => seen.push(text));
  const progress = {
    scanned: '1000000',
    matched: '2',
    bytes: 1,
    ms: 1,
    done: 0.5,
    at: null,
    faults: { decode: 0, filter: 0, longText: 0 },
  };
  await answer.event('queued', '{"place":0}');
  await answer.event('meta', JSON.stringify({ span: '3104822' }));
  await answer.event(
    'columns',
    JSON.stringify({
      columns: [
        { name: 't', type: 'time' },
        { name: 'n', type: 'number' },
      ],
    }),
  );
  await answer.event('table', JSON.stringify({ rows: [['0', '1']], groups: 1, overflow: false }));
  await answer.event(
    'table',
    JSON.stringify({
      rows: [
        ['0', '2'],
        ['60000', null],
      ],
      groups: 2,
      overflow: false,
    }),
  );
  await answer.event('progress', JSON.stringify(progress));
  await answer.event(
    'done',
    JSON.stringify({ ...progress, reason: 'records', older: null, newer: null, gaps: '0', notes: [] }),
  );
  expect([answer.header, answer.rows, answer.coverage, seen]).toEqual([
    ['t', 'n'],
    [
      ['1970-01-01T00:00:00.000Z', '2'],
      ['1970-01-01T00:01:00.000Z', null],
    ],
    'over 1,000,000 records of about 3,104,822',
    ['1,000,000 records read, 2 found'],
  ]);
  expect([
    usedUp('records', {}),
    usedUp('bytes', { bytes: 1024 }),
    usedUp('time', { ms: 5000 }),
    usedUp('page', {}),
    usedUp('end', {}),
  ]).toEqual(['1,000,000 records', '1,024 bytes', '5 s', undefined, undefined]);
});
