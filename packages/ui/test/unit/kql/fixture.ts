/** The table of the specification: queries on `trades` and what they give. Run in memory and on a real broker. */

/** Ids in order, or rows of cells. */
export type Expected = string | (string | null)[][];

/** Text behind `select * from trades`, or a whole query. */
export const fixture: [number: number, query: string, expected: Expected][] = [
  [1, 'limit 3', 'i h g'],
  [2, 'select symbol, price from trades where exchange == "OTCBB"', [['"PNK1"', '0.75']]],
  [3, 'Select symbol From "trades" With json Where price <= 1 And volume >= 1,000,000 Limit 25', [['"PNK1"']]],
  [4, "where exchange != 'NASDAQ'", 'g f e d b'],
  [5, 'where exchange is null', 'f'],
  [5, 'where exchange is missing', 'g e'],
  [5, 'where value is null', 'e'],
  [6, 'where price > 190', 'i h c b'],
  [7, 'where id = 9007199254740993', 'c'],
  [7, 'where id > 9007199254740992', 'c'],
  [8, 'where legs[*].qty > 10', 'd'],
  [8, 'where legs[-1].qty = 12', 'd'],
  [9, "where tags contains 'tech'", 'a'],
  [10, "where name like '%ヨ%'", 'b'],
  [10, "where symbol ilike 'aa_l'", 'h c a'],
  [11, "where symbol unlike 'A%'", 'i g f e d b'],
  [12, "where headers.src = 'z'", 'c'],
  [12, "where headers.src[*] = 'a'", 'h c a'],
  [12, 'where headers.src is null', 'g'],
  [13, 'where key is 00.00.00.2a', 'g'],
  [13, "where key = x'0000002a'", 'g'],
  [13, 'where key = 42', 'g'],
  [14, 'where timestamp >= @2026-01-01T01:00Z', 'i'],
  [15, 'where partition = 0 and offset between 1 and 2', 'd c'],
  [16, "where symbol matches '^[A-Z]{4}$' and not (price < 100)", 'i h c a'],
  [17, 'order by volume desc limit 2', 'd a'],
  [18, 'select json(payload).n as n from trades where payload is not missing', [['7']]],
  [
    19,
    'select exchange, count(*), avg(price) from trades group by exchange order by 2 desc',
    [
      ['"NASDAQ"', '4', '245.2125'],
      [null, '2', null],
      ['"OTCBB"', '1', '0.75'],
      ['"TSE"', '1', '2750'],
      ['null', '1', '1'],
    ],
  ],
  [
    20,
    "select bucket(timestamp, '1h') as t, count(*), sum(volume) from trades group by 1",
    [
      [String(Date.UTC(2026, 0, 1)), '8', '3501500'],
      [String(Date.UTC(2026, 0, 1, 1)), '1', '200'],
    ],
  ],
  [20, 'select count(distinct key) from trades', [['5']]],
];

export const wholeQuery = (query: string): string => (/^select/i.test(query) ? query : `select * from trades ${query}`);
