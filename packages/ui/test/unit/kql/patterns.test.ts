/** `like` against a regular expression of the same meaning; patterns that would stop other engines. */
import fc from 'fast-check';
import { compileLike, fold } from '../../../src/server/kql/conditions/like';
import { compileMatches } from '../../../src/server/kql/conditions/matches';
import { leastSteps } from '../../../src/server/kql/conditions/pattern-size';
import { contextOf } from '../../../src/server/kql/compile';
import { prepareCondition } from '../../../src/server/kql/query';
import { FaultError } from '../../../src/shared/fault-error';
import { options } from './run';

/** The pattern as a native expression over characters. */
function reference(pattern: string, text: string): boolean {
  let source = '';
  const escaped = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === '%') source += '[^]*';
    else if (character === '_') source += '[^]';
    else source += escaped(character === '\\' && i + 1 < pattern.length ? pattern[++i]! : character);
  }
  return new RegExp(`^${source}$`, 'u').test(text);
}

const letters = ['a', 'b', 'A', '%', '_', '\\', 'é', '😀', ' ', '\n'];
const pattern = fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((all) => all.join(''));
// A pair must not be cut in two by the backslash before it: the reference would not compile.
const fair = pattern.filter((one) => !one.includes('\\😀'));
const text = fc
  .array(fc.constantFrom(...letters.filter((one) => one !== '\\')), { maxLength: 10 })
  .map((all) => all.join(''));

test('like is what it says', () => {
  fc.assert(
    fc.property(fair, text, (one, given) => {
      expect([one, given, compileLike(one, false)(given)]).toEqual([one, given, reference(one, given)]);
    }),
    { numRuns: 20_000 },
  );
});

test('ilike ignores case, and nothing else', () => {
  fc.assert(
    fc.property(fair, text, (one, given) => {
      expect(compileLike(one, true)(given.toUpperCase())).toBe(reference(one.toLowerCase(), given.toLowerCase()));
    }),
    { numRuns: 5000 },
  );
  for (const [one, given] of [
    ['İx_', 'ixy'],
    ['οδος%', 'ΟΔΟΣ ΑΒ'],
    ['ΟΔΟΣ%', 'οδοσα'],
    ['straße', 'STRAßE'],
    ['__', 'İK'],
  ] as const)
    expect([one, given, compileLike(one, true)(given)]).toEqual([one, given, true]);
  expect(fold('İ').length).toBe(1);
});

test('a pattern of like costs its length times that of the text at most', () => {
  const given = 'a'.repeat(100_000);
  for (const one of [
    `${'%a'.repeat(249)}%b`,
    `${'%a_'.repeat(160)}b`,
    `%${'_'.repeat(498)}b`,
    `%${'a'.repeat(400)}b%`,
    `${'%'.repeat(499)}b`,
  ])
    expect(compileLike(one, false)(given)).toBe(false);
});

const at: [number, number] = [0, 0];
const context = () => contextOf(0);

/** Fifty patterns that stop, blow up or mislead other engines. */
const evil = [
  '(a+)+$', '(a|a)*$', '(a|aa)+$', '([a-zA-Z]+)*$', '(a*)*b', '(.*a){20}$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y', '(a?){50}a{50}',
  '(?:a?){25}(?:a){25}$', '((a*)*)*b', '(a|b|ab)*c', '^(\\w+\\s?)*$', '([^"]*"){30}x', '(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x', '.*.*.*.*.*.*.*.*.*=.*',
  '(\\d+)*\\.\\d+$', '(a+){10}(a+){10}b', '(?i)(A+)+$', '(?s)(.+)+\\n$', '\\b(\\w+)\\b(\\s+\\b\\w+\\b)*z', '[\\p{L}]+[\\p{L}]+[\\p{L}]+9', '(a{1,100}){1,9}b',
  '(((((((a*)*)*)*)*)*)*)b', '^(a|(b|(c|(d|e*)*)*)*)*f', '(?:(?:a*)+)+b', '(a*?)*?b', '((ab)*|(ba)*)*c', '(aa*|b)*$c', '^.*(foo|.*bar)+.*$!',
]; // prettier-ignore

/** Refused before any text is looked at. */
const refused = [
  '((a{100}){100}){100}', '(x{1000}){1000}', 'a{1001}', '(?=a)b', '(?!a)b', '(?<=a)b', '(?<!a)b', '(a)\\1', '(?P<n>a)(?P=n)', '\\k<n>', '(?>a+)b', 'a++b', '(a',
  'a)', '[a', '*a', 'a**', '(?i', '\\', '(?(1)a|b)', '(\\pL{500}){3}', '((((a?){10}){10}){10}){9}', '\\p{Nope}', '[z-a]', '(?#note)a',
]; // prettier-ignore

test.each(evil)('%s ends', (one) => {
  const test = compileMatches(one, at, context());
  const long = `${'a'.repeat(60_000)}!`;
  for (const given of [long, 'ab'.repeat(30_000), '"'.repeat(10_000), `${'a '.repeat(20_000)}\n`, '1.'.repeat(20_000)])
    expect(typeof test(given)).toBe('boolean');
});

test.each(refused)('%s is refused', (one) => {
  const prepared = prepareCondition(`a matches '${one}'`, options);
  expect(prepared.ok ? 'a pattern' : prepared.fault).toMatchObject({
    code: 'KQL',
    message: expect.stringContaining('matches') as string,
  });
});

test('fifty of them at least', () => expect(evil.length + refused.length).toBeGreaterThanOrEqual(50));

test.each([
  ['(a', "matches '(a': missing )", '(a'],
  ['x[a', "matches 'x[a': missing ]", '[a'],
  ['b(?=a)', "matches 'b(?=a)': look-around and other extensions of Perl are not known", '(?='],
  ['a{2}**', "matches 'a{2}**': a repetition of a repetition", '{2}*'],
])('the place of what is wrong in %s', (one, message, place) => {
  const query = `name matches '${one}'`;
  const prepared = prepareCondition(query, options);
  if (prepared.ok) throw new Error('it is a pattern');
  expect([prepared.fault.message, query.slice(...prepared.fault.at!)]).toEqual([
    message,
    expect.stringContaining(place),
  ]);
});

test('at most 64 Ki characters of a text are looked at, and that is counted', () => {
  const needs = context();
  const test = compileMatches('b', at, needs);
  expect([test(`${'a'.repeat(65_535)}b`), test(`${'a'.repeat(65_536)}b`), needs.faults.longText]).toEqual([
    true,
    false,
    1,
  ]);
});

test('a pattern is no code of ours', () => {
  expect(() => compileMatches('(', [3, 6], context())).toThrow(FaultError);
});

test('the steps of a pattern are known before it is compiled', () => {
  const sizes: [pattern: string, least: number][] = [
    ['', 0],
    ['abc', 3],
    ['a?b*c+|d', 4],
    ['[a-z]{4}', 4],
    ['[]a]]{2}', 3],
    ['[^\\]x[:alpha:]]{3}', 3],
    ['\\d{10}\\pL{5}\\p{Greek}{2}\\x{10FFFF}{3}', 20],
    ['(ab){10}', 20],
    ['(?:ab){10,20}', 40],
    ['(?P<name>a){300}', 300],
    ['(?i)a{2}', 2],
    ['((a{10}){10}){10}', 1000],
    ['a{2,}', 2],
    ['a{x}', 4],
    ['a{0}b', 1],
    [')(', 0],
    ['a\\', 2],
    ['[a', 1],
  ];
  for (const [one, least] of sizes) expect([one, leastSteps(one)]).toEqual([one, least]);
});

test('all patterns of a query together have at most 4,000 steps', () => {
  const query = (count: number) =>
    prepareCondition(Array.from({ length: count }, () => "a matches 'x{400}'").join(' or '), options);
  expect(query(10).ok).toBe(true);
  const refused = query(11);
  expect(refused.ok ? 'ok' : refused.fault.message).toBe(
    "matches 'x{400}': the patterns of a query have at most 4,000 steps",
  );
  const heavy = prepareCondition(`a matches '${'\\pL{1000}'.repeat(22)}'`, options);
  expect(heavy.ok ? 'ok' : heavy.fault.message).toContain('at most 4,000 steps');
});
