/** Numbers against whole numbers of any size: each decimal is its digits over a power of ten. */
import fc from 'fast-check';
import { calculate } from '../../../src/server/kql/expressions/arithmetic';
import { ExactSum } from '../../../src/server/kql/results/sum';
import { equals, order } from '../../../src/server/kql/values/compare';
import { valueOfJson } from '../../../src/server/kql/values/json';
import {
  divide,
  exactNumber,
  mayRound,
  numberKey,
  numberText,
  roundTo,
  type Exact,
} from '../../../src/server/kql/values/number';
import { identity } from '../../../src/server/kql/values/sorting';

const clock = { now: 0, zone: 'UTC' };

interface Fraction {
  top: bigint;
  bottom: bigint;
}

/** The value of a JSON number by nothing but BigInt. */
function fractionOf(text: string): Fraction {
  const [mantissa, power = '0'] = text.toLowerCase().split('e') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const exponent = Number(power) - fraction.length;
  const digits = BigInt(whole + fraction);
  return exponent >= 0
    ? { top: digits * 10n ** BigInt(exponent), bottom: 1n }
    : { top: digits, bottom: 10n ** BigInt(-exponent) };
}

const difference = (a: Fraction, b: Fraction): bigint => a.top * b.bottom - b.top * a.bottom;
const signOf = (n: bigint): number => (n > 0n ? 1 : n < 0n ? -1 : 0);

/** JSON numbers of every kind: short, long, near 2^53, with fractions and exponents. */
const text = fc
  .tuple(
    fc.boolean(),
    fc.oneof(
      fc.bigInt(0n, 1000n),
      fc.bigInt(2n ** 53n - 3n, 2n ** 53n + 3n),
      fc.bigInt(0n, 10n ** 40n),
      fc.constantFrom(1n, 10n ** 15n, 10n ** 16n, 10n ** 20n),
    ),
    fc.option(fc.stringMatching(/^[0-9]{1,25}$/), { nil: undefined }),
    fc.option(fc.integer({ min: -420, max: 420 }), { nil: undefined }),
  )
  .map(([isNegative, whole, fraction, power]) => {
    const dot = fraction === undefined ? '' : `.${fraction}`;
    return `${isNegative ? '-' : ''}${whole}${dot}${power === undefined ? '' : `e${power}`}`;
  });

const exact = (one: string): Exact => exactNumber(one)!;

test('two numbers compare as their fractions do', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const sign = signOf(difference(fractionOf(a), fractionOf(b)));
      expect(Math.sign(order(exact(a), exact(b), clock))).toBe(sign);
      expect(Math.sign(order(a, exact(b), clock))).toBe(sign);
      expect(equals(exact(a), exact(b), clock)).toBe(sign === 0);
      expect(equals(exact(a), b, clock)).toBe(sign === 0);
      expect(identity(exact(a)) === identity(exact(b))).toBe(sign === 0);
    }),
    { numRuns: 3000 },
  );
});

test('neighbours that are one double are told apart', () => {
  fc.assert(
    fc.property(fc.bigInt(2n ** 53n, 10n ** 30n), (n) => {
      expect(equals(exact(`${n}`), exact(`${n + 1n}`), clock)).toBe(false);
      expect(order(exact(`${n}.5`), exact(`${n + 1n}`), clock)).toBe(-1);
      expect(equals(exact(`${n}.50`), exact(`${n}.5`), clock)).toBe(true);
    }),
  );
});

test('a number and its text are the same number', () => {
  fc.assert(
    fc.property(text, (a) => {
      expect(difference(fractionOf(a), fractionOf(numberText(exact(a))))).toBe(0n);
      expect(difference(fractionOf(a), fractionOf(numberKey(exact(a))))).toBe(0n);
    }),
    { numRuns: 3000 },
  );
});

test('a double is the shortest decimal that gives it', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
      expect(equals(n, exact(String(n)), clock)).toBe(true);
      expect(numberKey(exact(String(n)))).toBe(numberKey(n));
    }),
  );
});

test('sums, differences and products are those of the fractions', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [x, y] = [fractionOf(a), fractionOf(b)];
      const results: ['+' | '-' | '*', Fraction][] = [
        ['+', { top: x.top * y.bottom + y.top * x.bottom, bottom: x.bottom * y.bottom }],
        ['-', { top: x.top * y.bottom - y.top * x.bottom, bottom: x.bottom * y.bottom }],
        ['*', { top: x.top * y.top, bottom: x.bottom * y.bottom }],
      ];
      for (const [operator, expected] of results) {
        const result = calculate(operator, exact(a), b) as Exact;
        expect(difference(fractionOf(numberText(result)), expected)).toBe(0n);
      }
    }),
    { numRuns: 2000 },
  );
});

test('quotients have 34 digits, half to even', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(1n, 10n ** 30n), (a, b) => {
      const q = fractionOf(numberText(divide(exact(`${a}`), exact(`${b}`))!));
      // |q − a/b| ≤ half a unit of the 34th digit.
      const gap = difference({ top: a, bottom: b }, q);
      expect((gap < 0n ? -gap : gap) * 2n * 10n ** 33n <= (a < 0n ? -a : a) * q.bottom).toBe(true);
    }),
  );
  expect([
    divide(1, 3, 3),
    divide(2, 3, 3),
    divide(1, 8),
    divide(25, 100, 1),
    divide(35, 100, 1),
    divide(1, 0),
  ]).toEqual([0.333, 0.667, 0.125, 0.2, 0.4, undefined]);
  expect(roundTo(exact('245.21249999999999'), 15)).toBe(245.2125);
});

test('a sum of many is exact in any order', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (all) => {
      const sum = new ExactSum();
      for (const one of all) expect(sum.add(exact(one))).toBe(true);
      const expected = all
        .map(fractionOf)
        .reduce((a, b) => ({ top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom }), {
          top: 0n,
          bottom: 1n,
        });
      expect(difference(fractionOf(numberText(sum.value)), expected)).toBe(0n);
    }),
    { numRuns: 300 },
  );
  const cents = new ExactSum();
  for (let i = 0; i < 1000; i++) cents.add(0.1);
  expect(cents.value).toBe(100);
});

test('numbers in JSON keep their value', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (all) => {
      const list = valueOfJson(`[${all.join(', ')}]`) as Exact[];
      list.forEach((value, i) => expect(difference(fractionOf(numberText(value)), fractionOf(all[i]!))).toBe(0n));
    }),
    { numRuns: 2000 },
  );
  expect(mayRound('{"id":"9007199254740993","hash":"1e400","a":1.5}')).toBe(false);
});

test('what is no number, or too long for one, is none', () => {
  for (const one of [
    '',
    '-',
    '01',
    '1.',
    '.5',
    '+1',
    ' 1',
    '1 ',
    '0x1',
    'NaN',
    'Infinity',
    '1e',
    '1e9999999999',
    '1'.repeat(10_001),
  ])
    expect([one, exactNumber(one)]).toEqual([one, undefined]);
});

test('sizes that would take all memory are refused or compared by size', () => {
  const [huge, tiny] = [exact('1e1000000000'), exact('1e-1000000000')];
  expect(order(huge, tiny, clock)).toBeGreaterThan(0);
  expect(order(huge, 1, clock)).toBeGreaterThan(0);
  expect(calculate('+', huge, 1)).toBeUndefined();
  expect(calculate('*', huge, huge)).toBeUndefined();
  expect(numberText(calculate('*', huge, tiny) as Exact)).toBe('1');
  expect(calculate('+', huge, 0)).toEqual(huge);
  expect(new ExactSum().add(NaN)).toBe(false);
  expect(equals(NaN, NaN, clock)).toBe(false);
});
