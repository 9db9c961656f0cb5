/** What a sample of the topic says about a query. */
import { prepareCondition, prepareQuery } from '../../../src/server/kql/query';
import type { RecordView } from '../../../src/server/kql/record';
import { warningsOf } from '../../../src/server/kql/warnings';
import { options } from './run';
import { partOf, records, recordWith } from './trades';

/** Messages, each with the place that is underlined and the text after the fix. */
function warn(
  text: string,
  sample: readonly RecordView[] = records,
): [message: string, place: string, fixed?: string][] {
  const prepared = text.startsWith('select') ? prepareQuery(text, options) : prepareCondition(text, options);
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.fault));
  return warningsOf(prepared.query, sample).map(({ message, at, fix }) => {
    const place = text.slice(...at!);
    return fix === undefined
      ? [message, place]
      : [message, place, text.slice(0, fix.at[0]) + fix.text + text.slice(fix.at[1])];
  });
}

test.each<[string, [string, string, string?][]]>([
  ["symbl = 'x'", [['no sampled record has `symbl`; 7 have `symbol`', 'symbl', "symbol = 'x'"]]],
  ["value.symbl = 'x'", [['no sampled record has `symbl`; 7 have `symbol`', 'symbl', "value.symbol = 'x'"]]],
  ["value['symbl'] = 'x'", [['no sampled record has `symbl`; 7 have `symbol`', 'symbl', "value['symbol'] = 'x'"]]],
  ['nothing = 1', [['no sampled record has `nothing`; they have symbol, exchange, price, volume, id, …', 'nothing']]],
  ['legs[*].qtty > 1', [['no sampled record has `qtty`; 2 have `qty`', 'qtty', 'legs[*].qty > 1']]],
  ['symbol.x = 1', [['no sampled record has `x`', 'x']]],
  ['key.a = 1', [['no sampled record has `a`: no sampled key is a JSON object', 'key.a']]],
  ["headers.scr = 'a'", [['no sampled record has the header `scr`; 5 have `src`', 'scr', "headers.src = 'a'"]]],
  ["headers.src[*] = 'a' or headers.reason = 'x'", []],
  ["volume > '1k'", [["volume > '1k': '1k' is no number: never true", "'1k'"]]],
  ["'1k' != volume", [["'1k' != volume: '1k' is no number: always true", "'1k'"]]],
  ["price > '1k'", []],
  ['exchange = 5', [['exchange = 5: 5 is a number, and the sample has texts only: never true', '5']]],
  ["timestamp > 'noon'", [["timestamp > 'noon': 'noon' is no time: never true", "'noon'"]]],
  ["timestamp > '2026-01-01' and partition = '0' and topic = 'x' and offset > 1", []],
  ["offset > 'x'", [["offset > 'x': 'x' is no number: never true", "'x'"]]],
  ['Partition = 0', [['`Partition` is a field of the value; did you mean partition?', 'Partition', 'partition = 0']]],
  [
    'select symbl, count(*) from trades group by symbl',
    [['no sampled record has `symbl`; 7 have `symbol`', 'symbl', 'select symbol, count(*) from trades group by symbl']],
  ],
  [
    `"symbol" = 'AAPL'`,
    [
      [
        `"symbol" = 'AAPL' is the same for every record: "symbol" is a string; did you mean symbol?`,
        '"symbol"',
        "symbol = 'AAPL'",
      ],
    ],
  ],
  ['1 = 1', [['1 = 1 is the same for every record', '1 = 1']]],
  ["price > 5 or 'x'", [["'x' is the same for every record; a test compares it with something", "'x'"]]],
  ['true and not false', []],
  ['select * from trades', []],
  ["select bucket(timestamp, '1h'), count(*) from trades group by 1", []],
])('%s', (text, expected) => expect(warn(text)).toEqual(expected));

test('without a sample only what is wrong in itself', () => {
  expect(warn("symbl = 1 and timestamp > 'noon' and KEY = 2", [])).toEqual([
    ["timestamp > 'noon': 'noon' is no time: never true", "'noon'"],
    ['`KEY` is a field of the value; did you mean key?', 'KEY', "symbl = 1 and timestamp > 'noon' and key = 2"],
  ]);
});

test('a field that is really called so', () => {
  expect(warn('Partition = 0', [recordWith('{"Partition":1}')])).toEqual([]);
});

test('values that are no JSON', () => {
  expect(warn('a = 1', [recordWith('text')])).toEqual([
    ['no sampled record has `a`: no sampled value is a JSON object', 'a'],
  ]);
});

test('a record that cannot be read is no reason to fail', () => {
  const key = { ...partOf('x'), get value(): never { throw new Error('x'); } }; // prettier-ignore
  expect(() => warn("key.a = '1' and key > 5", [recordWith('{}', { key })])).not.toThrow();
});

test('at most twenty', () => {
  const text = Array.from({ length: 40 }, (_, i) => `nope${i}x = 1`).join(' and ');
  expect(warn(text)).toHaveLength(20);
});
