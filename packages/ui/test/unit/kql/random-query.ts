/** Random queries: mostly valid ones, and mutations of any text. */
import type { Random } from '../../../../../test/helpers/random';

const names = [
  'symbol',
  'price',
  'volume',
  'tags',
  'legs',
  'exchange',
  'name',
  'id',
  'payload',
  'constructor',
  '__proto__',
  'toString',
  'length',
  'hasOwnProperty',
  'valueOf',
  'トヨタ',
  'a',
  '$x',
];
const roots = ['key', 'value', 'headers', 'partition', 'offset', 'timestamp', 'topic', 'size'];
const literals = [
  '0',
  '1',
  '-1',
  '100',
  '1,000,000',
  '9007199254740993',
  '0.1',
  '1e400',
  '1e-400',
  '1_000',
  "'AAPL'",
  '"x y"',
  "'it''s'",
  "''",
  "'9007199254740993'",
  "'1e5'",
  'true',
  'false',
  'null',
  "x'0000002a'",
  "x''",
  '@1h',
  '@today',
  '@yesterday',
  '@2026-01-01',
  '@2026-01-01T01:00Z',
  '@1767225600',
  "@'2026-01-01 02:00 Europe/Berlin'",
  '30s',
  '1d',
];
const patterns = ["'%'", "'A_P%'", "'%a%b%'", "'\\%'", "'_'", "''", "'%%_'"];
const regexes = ["'^A'", "'(a+)+$'", "'[0-9]{1,3}'", "'(?i)aapl'", "'x|y'", "''", "'\\\\d+'", "'トヨ.'"];

export class RandomQuery {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  query(): string {
    const random = this.#random;
    const isGrouped = random.chance(0.3);
    const items = isGrouped
      ? `${random.chance(0.7) ? `${this.expression(2)}, ` : ''}${this.#aggregate()}`
      : random.chance(0.4)
        ? '*'
        : this.#list(4, () => this.expression(3) + (random.chance(0.3) ? ` as ${random.pick(names)}` : ''));
    const where = random.chance(0.7) ? ` where ${this.condition(3)}` : '';
    const group = isGrouped && random.chance(0.7) ? ` group by ${random.pick(['1', this.expression(2)])}` : '';
    const order = random.chance(0.3)
      ? ` order by ${random.pick(['1', 'offset', this.expression(2)])} ${random.pick(['', 'desc', 'asc'])}`
      : '';
    const limit = random.chance(0.3) ? ` limit ${random.below(1200)}` : '';
    const topic = random.pick(['trades', '"trades"', '`a.b`', '[my topic]', 'a-b.c', 'orders--x']);
    const decode = random.chance(0.2)
      ? random.pick([' with json', ' with key int32, value text', ' with int64:le', ' with avro'])
      : '';
    return `select ${items} from ${topic}${decode}${where}${group}${order}${limit}${random.pick(['', ';', ' -- end'])}`;
  }

  condition(depth: number): string {
    const random = this.#random;
    if (depth > 0 && random.chance(0.5)) {
      const [a, b] = [this.condition(depth - 1), this.condition(depth - 1)];
      return random.pick([`${a} and ${b}`, `${a} or ${b}`, `not ${a}`, `(${a})`, `not (${a} or ${b})`]);
    }
    const value = this.expression(2);
    const not = random.pick(['', '', 'not ']);
    switch (random.below(9)) {
      case 0:
        return `${value} ${not}${random.pick(['like', 'ilike'])} ${random.pick(patterns)}`;
      case 1:
        return `${value} ${not}matches ${random.pick(regexes)}`;
      case 2:
        return `${value} ${not}contains ${this.expression(1)}`;
      case 3:
        return `${value} ${not}in (${this.#list(5, () => this.expression(1))})`;
      case 4:
        return `${value} ${not}between ${this.expression(1)} and ${this.expression(1)}`;
      case 5:
        return `${value} is ${not}${random.pick(['null', 'missing', '00.2a', "x'ff'"])}`;
      case 6:
        return value;
      default:
        return `${value} ${random.pick(['=', '==', '!=', '<>', '<', '<=', '>', '>='])} ${this.expression(2)}`;
    }
  }

  expression(depth: number): string {
    const random = this.#random;
    if (depth > 0 && random.chance(0.4)) {
      const [a, b] = [this.expression(depth - 1), this.expression(depth - 1)];
      return random.pick([
        `${a} ${random.pick(['+', '-', '*', '/'])} ${b}`,
        `(${a})`,
        `-${a}`,
        `lower(${a})`,
        `upper(${a})`,
        `length(${a})`,
        `coalesce(${a}, ${b})`,
        `number(${a})`,
        `string(${a})`,
        `time(${a})`,
        `time(${a}, '${random.pick(['s', 'ms', 'us', 'ns'])}')`,
        `bucket(${a}, '${random.pick(['1s', '5m', '1h', '1d'])}')`,
        `json(${a})${this.#steps()}`,
        `header(${a})`,
      ]);
    }
    if (random.chance(0.4)) return random.pick(literals);
    return random.pick([...names, ...roots]) + this.#steps();
  }

  /** The text with some of it cut, doubled, moved or replaced. */
  mutated(text: string): string {
    const random = this.#random;
    let result = text;
    for (let i = 1 + random.below(4); i > 0; i--) {
      const [at, length] = [random.below(result.length + 1), random.below(6)];
      const [before, after] = [result.slice(0, at), result.slice(at)];
      const insert = random.pick([
        '',
        ' ',
        random.pick(literals),
        random.pick(names),
        random.pick([
          '(',
          ')',
          '[',
          ']',
          '.',
          ',',
          "'",
          '"',
          '@',
          '`',
          '\\',
          '--',
          '#',
          ';',
          '*',
          '\u0000',
          '\ud800',
          '😀',
        ]),
        random.pick([
          'and',
          'or',
          'not',
          'is',
          'in',
          'select',
          'from',
          'where',
          'group by',
          'order by',
          'between',
          'limit',
        ]),
        result.slice(at, at + random.below(20)),
        String.fromCharCode(random.below(0x10000)),
      ]);
      result = before + insert + after.slice(random.chance(0.5) ? length : 0);
    }
    return result.slice(0, 10_100);
  }

  /** Any characters. */
  noise(): string {
    const random = this.#random;
    const words = [
      ...names,
      ...roots,
      ...literals,
      'select',
      'from',
      'where',
      '=',
      '(',
      ')',
      'and',
      "'",
      '[',
      ']',
      '@',
    ];
    return Array.from({ length: random.below(40) }, () =>
      random.chance(0.8)
        ? `${random.pick(words)}${random.pick(['', ' '])}`
        : String.fromCharCode(random.below(0x10000)),
    ).join('');
  }

  #aggregate(): string {
    const random = this.#random;
    const call = random.pick(['count(*)', 'count', 'count(distinct', 'sum', 'avg', 'min', 'max']);
    if (call === 'count(*)') return call;
    return call.includes('(') ? `${call} ${this.expression(1)})` : `${call}(${this.expression(1)})`;
  }

  #list(most: number, make: () => string): string {
    return Array.from({ length: 1 + this.#random.below(most) }, make).join(', ');
  }

  #steps(): string {
    const random = this.#random;
    let steps = '';
    while (random.chance(0.3)) {
      const name = random.pick(names);
      steps += random.pick([`.${name}`, `['${name}']`, `."${name}"`, '[0]', '[-1]', '[*]']);
    }
    return steps;
  }
}
