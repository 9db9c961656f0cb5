/** Grammar, precedence, places and texts of faults. */
import type { Condition, Expression } from '../../../src/shared/kql/ast';
import { parse, parseCondition, tokens } from '../../../src/shared/kql/parser';

/** The tree with all parentheses. */
function shape(node: Condition | Expression): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return `(${node.parts.map(shape).join(` ${node.kind} `)})`;
    case 'not':
      return `not ${shape(node.operand)}`;
    case 'truth':
      return shape(node.operand);
    case 'compare':
    case 'arithmetic':
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`;
    case 'negative':
      return `-${shape(node.operand)}`;
    case 'between':
      return `${shape(node.operand)}${node.negated ? ' not' : ''} between ${shape(node.low)} .. ${shape(node.high)}`;
    case 'in':
      return `${shape(node.operand)}${node.negated ? ' not' : ''} in [${node.items.map(shape).join(' ')}]`;
    case 'is':
      return `${shape(node.operand)} is${node.negated ? ' not' : ''} ${typeof node.what === 'string' ? node.what : Buffer.from(node.what).toString('hex')}`;
    case 'like':
    case 'matches':
      return `${shape(node.operand)}${node.negated ? ' not' : ''} ${node.kind}${'ignoreCase' in node && node.ignoreCase ? '(i)' : ''} <${node.pattern}>`;
    case 'contains':
      return `${shape(node.operand)}${node.negated ? ' not' : ''} contains ${shape(node.item)}`;
    case 'path':
      return [
        node.root,
        ...node.steps.map((step) =>
          step.kind === 'name' ? step.name : step.kind === 'each' ? '*' : String(step.index),
        ),
      ].join('/');
    case 'inside':
      return `${shape(node.base)}/${node.steps.map((step) => (step.kind === 'name' ? step.name : step.kind)).join('/')}`;
    case 'meta':
      return node.name;
    case 'call':
      return `${node.name}(${node.arguments.map(shape).join(' ')})`;
    case 'aggregate':
      return `${node.name}(${node.distinct ? 'distinct ' : ''}${node.argument === null ? '*' : shape(node.argument)})`;
    case 'number':
      return node.text;
    case 'duration':
      return `${node.ms}ms`;
    case 'time':
      return `@${JSON.stringify(node.time)}`;
    case 'bytes':
      return Buffer.from(node.value).toString('hex');
    case 'null':
      return 'null';
    default:
      return JSON.stringify(node.value);
  }
}

function shapeOf(text: string): string {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
  return shape(parsed.query).replaceAll('value/', '');
}

test.each([
  ['a or b and c', '(a or (b and c))'],
  ['a and b or c and d', '((a and b) or (c and d))'],
  ['a or b or c', '(a or b or c)'],
  ['not a and b', '(not a and b)'],
  ['not (a and b)', 'not (a and b)'],
  ['not a = 1', 'not (a = 1)'],
  ['not not a', 'not not a'],
  ['(a or b) and c', '((a or b) and c)'],
  ['a = 1 + 2 * 3', '(a = (1 + (2 * 3)))'],
  ['a = (1 + 2) * 3', '(a = ((1 + 2) * 3))'],
  ['a - b - c > 0', '(((a - b) - c) > 0)'],
  ['a / b / c > 0', '(((a / b) / c) > 0)'],
  ['-a * b < 1', '((-a * b) < 1)'],
  ['- - a = 1', '(--a = 1)'],
  ['a between 1 and 2 and b', '(a between 1 .. 2 and b)'],
  ['a not between 1 + 1 and 2 * 2 or b', '(a not between (1 + 1) .. (2 * 2) or b)'],
  ['a in (1, 2, b)', 'a in [1 2 b]'],
  ['a not in (1)', 'a not in [1]'],
  ["a like 'x%' and b ilike 'y' or c unlike 'z'", '((a like <x%> and b like(i) <y>) or c not like <z>)'],
  ["a not like 'x' and b not ilike 'y'", '(a not like <x> and b not like(i) <y>)'],
  ["a matches 'x' and b not matches 'it''s'", "(a matches <x> and b not matches <it's>)"],
  ["tags contains 'x' and tags not contains lower(y)", '(tags contains "x" and tags not contains lower(y))'],
  ['a is null or a is not missing', '(a is null or a is not missing)'],
  ['key is 00.00.00.2a and key is not fF', '(key is 0000002a and key is not ff)'],
  ["key is x'0a ff' or key = X''", '(key is 0aff or (key = ))'],
  ['a == 1 and b <> 2', '((a = 1) and (b != 2))'],
  ['A = TRUE and B IS NULL AND C In (NULL)', '((A = true) and B is null and C in [null])'],
  ['a.b[0][-1][*].c = 1', '(a/b/0/-1/*/c = 1)'],
  [`value."odd name".'x'['y z'] = 1`, '(odd name/x/y z = 1)'],
  ['a.order.by.from = 1', '(a/order/by/from = 1)'],
  ["headers['x-y'] = 'z' and headers.n[*] = 1", '((headers/x-y = "z") and (headers/n/* = 1))'],
  ['json(p).a[0] = 1 and (x).b = 2', '((json(p)/a/index = 1) and (x/b = 2))'],
  ['volume >= 1,000,000 and a in (1,000)', '((volume >= 1000000) and a in [1 000])'.replace('000])', '0])')],
  ['a = 1_000.5e3 and b = 007', '((a = 1000.5e3) and (b = 7))'],
  [
    'timestamp > @1h and timestamp < @2026-01-01T10:00+09:00 - 5m',
    '((timestamp > @{"kind":"ago","ms":3600000}) and (timestamp < (@{"kind":"instant","ms":1767229200000} - 300000ms)))',
  ],
  ['timestamp > @today-1h', '(timestamp > (@{"kind":"midnight","daysAgo":0} - 3600000ms))'],
  [
    "timestamp > @'2026-01-01 10:00 Europe/Berlin'",
    '(timestamp > @{"kind":"local","ms":1767261600000,"zone":"Europe/Berlin"})',
  ],
  [
    'count = 1 and time = 2 and desc = 3 and missing = 4 and distinct = 5',
    '((count = 1) and (time = 2) and (desc = 3) and (missing = 4) and (distinct = 5))',
  ],
  ['where a = 1 # the rest\n and b -- more', '((a = 1) and b)'],
  ['トヨタ.価格 > 5 and $a = _b', '((トヨタ/価格 > 5) and ($a = _b))'],
  ['Partition = 0', '(Partition = 0)'],
])('%s', (text, expected) => {
  expect(shapeOf(text)).toBe(expected);
});

test('clauses', () => {
  const parsed = parse(
    'SELECT a, b AS "the b", count(DISTINCT c) AS n FROM x-1.y_z WITH KEY int32, VALUE json WHERE a GROUP BY 1, b ORDER BY n DESC, 2 LIMIT 1,000;',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault));
  const { query } = parsed;
  expect(query.items!.map(({ name, named }) => [name, named])).toEqual([
    ['a', false],
    ['the b', true],
    ['n', true],
  ]);
  expect([query.topic.name, query.decode, query.limit!.count]).toEqual([
    'x-1.y_z',
    { key: 'int32', value: 'json' },
    1000,
  ]);
  expect(query.groupBy.map(shape)).toEqual(['value/a', 'value/b']);
  expect(query.orderBy.map(({ expression, descending }) => [shape(expression), descending])).toEqual([
    ['count(distinct value/c)', true],
    ['value/b', false],
  ]);
});

test.each([
  ['trades', 'trades'],
  ['"a.b-c"', 'a.b-c'],
  ['`a-b`', 'a-b'],
  ['[shocktrade.quotes]', 'shocktrade.quotes'],
  ["'topic:quotes'", 'quotes'],
  ['2024-01-01.log', '2024-01-01.log'],
  ['a-b--c', 'a-b'],
  ['a -- where', 'a'],
])('from %s', (text, name) => {
  const parsed = parse(`select * from ${text}`);
  expect(parsed.ok && parsed.query.topic.name).toBe(name);
});

test.each([
  ['with json', { value: 'json' }],
  ['with key text', { key: 'text' }],
  ['with text, json', { key: 'text', value: 'json' }],
  ['with key int64:le, value avro', { key: 'int64:le', value: 'serde:avro' }],
  ["with value 'uuid'", { value: 'uuid' }],
  ['with value json, key hex', { key: 'hex', value: 'json' }],
])('%s', (text, decode) => {
  const parsed = parse(`select * from t ${text}`);
  expect(parsed.ok && parsed.query.decode).toEqual(decode);
});

/** Query, message, the place that is underlined, the query after the fix. */
const faults: [query: string, message: string, place: string, fixed?: string][] = [
  [
    'select * from trades were',
    '21: expected where, group, order or limit, got were; did you mean where?',
    'were',
    'select * from trades where',
  ],
  ['select * frm t', '9: expected from, got frm; did you mean from?', 'frm', 'select * from t'],
  ['selct * from t', '0: expected select, got selct; did you mean select?', 'selct', 'select * from t'],
  ['select from t', '7: expected a value, got from', 'from'],
  ['', '0: expected select, got the end', ''],
  ['select * from t where', '21: expected a value, got the end', ''],
  [
    'select * from t where a = 1 adn b',
    '28: expected and, or, group, order or limit, got adn; did you mean and?',
    'adn',
    'select * from t where a = 1 and b',
  ],
  [
    'select * from t where order = 1',
    '22: expected a value, got order; a field of this name is value.order',
    'order',
    'select * from t where value.order = 1',
  ],
  ['select * from t where sum(name) > 1', 'sum(name) in where: aggregates stand in select and order by', 'sum(name)'],
  ['select count(*) from t group by sum(a)', 'sum(a) in group by: aggregates stand in select and order by', 'sum(a)'],
  ['select sum(count(*)) from t', 'count(*) stands inside of sum(…): one of them is possible', 'count(*)'],
  [
    'select a, count(*) from t group by b',
    'a differs within a group. What stands in group by, or in an aggregate as max(a), does not',
    'a',
  ],
  ['select * from t group by a', 'select * cannot be grouped. Columns with aggregates can: select count(*)', 'a'],
  ['select a from t order by 2', 'there is no column 2; select has 1', '2'],
  ['select * from t order by 1', 'there is no column 1; select * has no numbered columns', '1'],
  [
    'select * from t where timestamp > @yesterdy',
    "'yesterdy' is no time; @yesterday, @1h, @2026-01-31 are",
    '@yesterdy',
    'select * from t where timestamp > @yesterday',
  ],
  [
    'select * from t where timestamp > @2026-02-30',
    "'2026-02-30' is no time; @yesterday, @1h, @2026-01-31 are",
    '@2026-02-30',
  ],
  [
    "select * from t where timestamp > @'2026-01-01 Europe/Berln'",
    "'Europe/Berln' is no time zone; UTC and Europe/Berlin are",
    "@'2026-01-01 Europe/Berln'",
  ],
  [
    "select * from t where a = 'x",
    "the string that begins here does not end; ' ends it",
    "'x",
    "select * from t where a = 'x'",
  ],
  ['select * from t where (a = 1', '28: expected ), got the end', '', 'select * from t where (a = 1)'],
  [
    'select * from t where a = 1 = 2',
    'a = 1 is a condition, which = cannot compare. between … and … tests a range',
    '=',
  ],
  [
    'select * from t where 1 < a < 3',
    '1 < a is a condition, which < cannot compare. between … and … tests a range',
    '<',
  ],
  ['select (a = 1) from t', '(a = 1) is a condition. A value is expected here', '(a = 1)'],
  ['select cuont(*) from t', 'cuont is no function; did you mean count?', 'cuont', 'select count(*) from t'],
  ['select len(a) from t', 'len is no function; did you mean length?', 'len', 'select length(a) from t'],
  ['select * from t where timestamp > now() - 1h', 'now is no function; @now is the present, @1h an hour ago', 'now'],
  ['select distinct a from t', 'select distinct is not known. group by gives each value once', 'distinct'],
  ['select lower() from t', 'lower takes 1 value, here are 0', 'lower()'],
  ['select count() from t', 'count takes 1 value, here are 0. count(*) counts records', 'count()'],
  ['select sum(*) from t', '* stands in count(*) only. sum needs an expression', '*'],
  ['select sum(distinct a) from t', 'distinct is known in count only: count(distinct x)', 'sum'],
  ["select bucket(a, '1x') from t", "bucket: '1x' is no length of time; '30s', '5m', '1h' and '1d' are", "'1x'"],
  ["select time(a, 'min') from t", "time: the unit is 's', 'ms', 'us' or 'ns'", "'min'"],
  [
    'select * from t where a is nul',
    '27: expected null, missing or bytes as 00.2a after is, got nul; did you mean null?',
    'nul',
    'select * from t where a is null',
  ],
  [
    'select * from t where a is not 5',
    '31: expected null, missing or bytes as 00.2a after is, got 5; != compares',
    '5',
    'select * from t where a != 5',
  ],
  ['select * from t where a && b', '&& is not known; write and', '&&', 'select * from t where a and b'],
  ['select * from t where a = ‘x’', "‘ is not known; write '", '‘', "select * from t where a = 'x’"],
  ['select * from t where a not b', '28: expected like, ilike, matches, contains, in or between, got b', 'b'],
  ['select * from t where a like b', '29: expected a string after like, got b', 'b'],
  [
    'select * from t where legs.0 = 1',
    '.0 is no step; [0] is the element of a list',
    '.0',
    'select * from t where legs[0] = 1',
  ],
  [
    'select * from t where a[x] = 1',
    "24: expected a number, a string or * in […]: [0], [-1], ['name'], [*], got x",
    'x',
  ],
  [
    'select * from t where partition.x = 1',
    'partition has nothing inside. A field of this name is value.partition',
    'partition',
    'select * from t where value.partition.x = 1',
  ],
  ['select * from t where a[*] = b[*]', '[*] can stand on one side only', 'b[*]'],
  ['select * from t where 12abc = 1', '12abc is no number and no duration; 100, 1.5e3 and 90m are', '12abc'],
  ["select * from t where a = x'0'", "x'0' is no bytes; x'0a ff' is: two digits each", "x'0'"],
  ['select * from t limit 0', 'limit 0 is not possible. 1 to 1000 are', '0', 'select * from t limit 1'],
  ['select * from t limit 5000', 'limit 5000 is not possible. 1 to 1000 are', '5000', 'select * from t limit 1000'],
  ['select * from t limit x', '22: expected a whole number after limit, got x', 'x'],
  ['select * from t limit 5 where a', 'where stands before limit: where, group by, order by, limit', 'where'],
  ['select * from t where a where b', 'where stands here a second time', 'where'],
  ['select *, a from t', '* stands alone: it is the whole record. Columns are named one by one', '*'],
  ['select * from t with jsn', '', 'jsn', 'select * from t with json'],
  ['select * from "a b"', "'a b' is no name of a topic. It has 1 to 249 of the characters a-z A-Z 0-9 . _ -", '"a b"'],
  ['select * from (select 1)', 'subqueries are not known. A query reads one topic', '('],
  ['select * from t where a in (select b from u)', 'in: subqueries are not known. A list of values is', 'select'],
  [
    'select a from t group by a having count(*) > 1',
    'having is not known. A condition on records stands in where; order by and limit pick among groups',
    'having',
  ],
  ['select * from t join u', 'join is not known. A query reads one topic', 'join'],
  ['select * into u from t', 'into is not known. A query writes nothing; kafka-napi query prints its rows', 'into'],
  ['select * from t using consumer', 'using is not known. A query reads without a group and commits nothing', 'using'],
  ['select * from t where a = 1 ; x', '', 'x'],
  ['select * from t where € = 1', '22: "€" has no meaning here', '€'],
];

test.each(faults.map(([query, ...rest]) => ({ query, rest })))('$query', ({ query, rest: [message, place, fixed] }) => {
  const parsed = parse(query);
  if (parsed.ok) throw new Error('it is a query');
  const { fault } = parsed;
  if (message !== '') expect(fault.message).toBe(message);
  expect(query.slice(...fault.at!)).toBe(place);
  expect(fault.fix && query.slice(0, fault.fix.at[0]) + fault.fix.text + query.slice(fault.fix.at[1])).toBe(fixed);
});

test('limits', () => {
  const where = (condition: string) => parse(`select * from t where ${condition}`);
  const message = (parsed: ReturnType<typeof parse>): string => (parsed.ok ? 'ok' : parsed.fault.message);
  expect(message(where(`a = '${'x'.repeat(9970)}'`))).toBe('ok');
  expect(message(where(`a = '${'x'.repeat(10_000)}'`))).toBe('the query has 10028 characters. 10000 are possible');
  expect(message(where(`${'a or '.repeat(990)}a`))).toBe('ok');
  expect(message(where(`${'a or '.repeat(1000)}a`))).toContain('more than 2000 words and signs');
  for (const [open, close] of [
    ['(', ')'],
    ['not ', ''],
    ['- ', ''],
    ['lower(', ')'],
    ['not (', ')'],
  ] as const) {
    expect([open, message(where(open.repeat(25) + 'a' + close.repeat(25)))]).toEqual([open, 'ok']);
    expect([open, message(where(open.repeat(51) + 'a' + close.repeat(51)))]).toEqual([
      open,
      expect.stringContaining('more than 50 deep'),
    ]);
  }
  expect(message(where(`a in (${'1,'.repeat(900)}1)`))).toBe('ok');
  expect(message(where(`a in (${'1,'.repeat(999)}1)`))).toContain('more than 2000 words and signs');
  expect(message(parse(`select ${'a,'.repeat(49)}a from t`))).toBe('ok');
  expect(message(parse(`select ${'a,'.repeat(50)}a from t`))).toBe('select has at most 50 expressions');
  expect(message(parse('select count(*) from t group by a, b, c, d'))).toBe('group by has at most 3 expressions');
  expect(message(where(`a like '${'x'.repeat(501)}'`))).toBe('like: the pattern is longer than 500 characters');
  expect(message(where(`a matches '${'x'.repeat(201)}'`))).toBe('matches: the pattern is longer than 200 characters');
});

test('fields named distinct', () => {
  for (const text of [
    'select distinct from t',
    'select distinct as x from t',
    'select distinct, b from t',
    'select distinct.a from t',
  ])
    expect([text, parse(text).ok]).toEqual([text, true]);
});

test('a whole query is no condition', () => {
  const parsed = parseCondition('select * from t');
  expect(parsed.ok ? '' : parsed.fault).toMatchObject({
    message: 'a whole query cannot stand here. What stands behind where in a query can',
    at: [0, 6],
  });
});

test('tokens for colours cover a text, however wrong', () => {
  const text = "select a from t where b = 'x' and c > 1.5 -- end\n and @1h x'0a' 30s ~";
  expect(tokens(text).map(({ kind, at }) => [kind, text.slice(...at)])).toEqual([
    ...['select', 'a', 'from', 't', 'where', 'b'].map((word) => ['word', word]),
    ['symbol', '='],
    ['string', "'x'"],
    ['word', 'and'],
    ['word', 'c'],
    ['symbol', '>'],
    ['number', '1.5'],
    ['word', 'and'],
    ['time', '@1h'],
    ['bytes', "x'0a'"],
    ['duration', '30s'],
    ['wrong', ' ~'],
  ]);
});
