/** Which records a text filter lets pass. */
import fc from 'fast-check';
import { TextFilter } from '../../../src/server/scan/filter/text-filter';
import { parseTerms } from '../../../src/server/scan/filter/terms';
import { columnsOf, type GivenRecord } from '../../helpers/scan/records';

interface Given extends GivenRecord {
  texts?: string[];
}

const passes = (text: string, given: Given): boolean =>
  new TextFilter(text).test({
    columns: columnsOf([{ value: 'other' }, given]),
    index: 1,
    texts: () => given.texts ?? [],
  });

test.each<[string, Given, boolean]>([
  ['', { value: 'a' }, true],
  ['hello', { value: 'Hello, world' }, true],
  ['HELLO', { value: 'hello' }, true],
  ['hello world', { value: 'world, hello' }, true],
  ['hello world', { value: 'hello' }, false],
  ['hello world', { key: 'hello', value: 'world' }, true],
  ['"hello world"', { value: 'Hello World' }, true],
  ['"hello world"', { value: 'world hello' }, false],
  ['"hello', { value: 'hello' }, true],
  ['helloworld', { key: 'hello', value: 'world' }, false],
  ['oworldo', { key: 'hello', value: 'worldoworldo' }, true],
  ['AAAh', { key: 'hello' }, false],
  ['oBBB', { value: 'hello' }, false],
  ['-hello', { value: 'hello' }, false],
  ['-hello', { value: 'other' }, true],
  ['-hello', { value: null }, true],
  ['-"a b" c', { value: 'c a b' }, false],
  ['-', { value: 'a-b' }, true],
  ['a-b', { value: 'a-b' }, true],
  ["x'0a ff'", { value: Buffer.from([1, 0x0a, 0xff]) }, true],
  ["x'0aff'", { key: Buffer.from([0x0a, 0xff]) }, true],
  ["x'0aff'", { key: Buffer.from([0x0a]), value: Buffer.from([0xff]) }, false],
  ["-x'ff'", { value: Buffer.from([0xff]) }, false],
  ["x'0a", { value: "x'0a" }, true],
  ["x'zz'", { value: "X'ZZ'" }, true],
  ['src', { headers: [['Src', 'a']] }, true],
  ['abc', { headers: [['x', 'xABCx']] }, true],
  ['abc', { headers: [['x', null]] }, false],
  ['-src', { headers: [['src', null]] }, false],
  ['トヨタ', { value: '{"name":"トヨタ"}' }, true],
  ['トヨタ', { value: '{"name":"\\u30c8\\u30E8\\u30bf"}' }, true],
  ['トヨタ', { value: '{"name":"トヨ"}' }, false],
  ['-トヨタ', { value: '{"name":"\\u30c8\\u30E8\\u30bf"}' }, false],
  ['É', { value: 'café' }, true],
  ['é', { value: 'CAFÉ' }, true],
  ['é', { value: '{"x":"CAF\\u00c9"}' }, true],
  ['ÀÉ', { value: Buffer.from('àé') }, true],
  ['ΟΔΟΣ', { value: 'οδοσα' }, true],
  ['42', { key: Buffer.from('0000002a', 'hex'), texts: ['42'] }, true],
  ['-42', { key: Buffer.from('0000002a', 'hex'), texts: ['42'] }, false],
  ["x'3432'", { texts: ['42'] }, false],
])('%j and %j: %s', (text, given, expected) => {
  expect(passes(text, given)).toBe(expected);
});

test('a large value is searched whole, over the ends of its pieces', () => {
  for (const at of [0, (1 << 20) - 3, (1 << 20) - 1, 1 << 20, 3 << 20]) {
    for (const [word, written] of [
      ['needle', 'NeeDle'],
      ['トヨタ', 'トヨタ'],
      ['トヨタ', '\\u30c8\\u30e8\\u30bf'],
    ] as const) {
      const value = `${'x'.repeat(at)}${written}${'y'.repeat(1000)}`;
      expect([at, written, passes(word, { value })]).toEqual([at, written, true]);
      expect([at, written, passes(`${word}z`, { value })]).toEqual([at, written, false]);
    }
  }
});

test('a filter has bounds', () => {
  expect(() => new TextFilter('a'.repeat(1001))).toThrow('text: it has 1001 characters. At most 1000');
  expect(() => new TextFilter('a '.repeat(33))).toThrow('text: it has 33 words. At most 32');
});

test('what is alone in quotes or as a word is found wherever it stands', () => {
  const word = fc.stringMatching(/^[a-zA-Z0-9é日😀.,:;!?{}[\]_]{1,12}$/u);
  fc.assert(
    fc.property(word, fc.string(), fc.string(), fc.boolean(), (needle, before, behind, isQuoted) => {
      const value = before + needle + behind;
      expect(passes(isQuoted ? `"${needle}"` : needle, { value })).toBe(true);
      expect(passes(isQuoted ? `-"${needle}"` : `-${needle}`, { key: value })).toBe(false);
    }),
  );
});

test('any text is a filter', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100, unit: 'binary' }), (text) => {
      if (parseTerms(text).length <= 32) passes(text, { value: text });
    }),
  );
});
