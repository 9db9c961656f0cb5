/** JSON is checked as JSON.parse does, and printed without touching a token. */
import fc from 'fast-check';
import { isJson } from '../../../src/server/decode/json-check';
import { printJson } from '../../../src/web/record/json/json-print';

/** The lines of the page's printer, as a text. */
function printed(source: string): string {
  const { text, starts } = printJson(source);
  return Array.from(starts.slice(0, -1), (start, i) => text.slice(start, starts[i + 1])).join('\n');
}

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 3 });
const number = fc.constantFrom('0', '-0', '1.0', '1e5', '-1.50E+10', '12345678901234567890', '0.1000');
const scalar = fc.oneof(
  number,
  fc.json({ maxDepth: 0 }),
  fc.string().map((s) => JSON.stringify(s)),
  fc.constant('"\\u30c8\\/"'),
);

/** Tokens of JSON, among them long numbers and names that come twice. */
const tokens = fc.letrec<{ value: string[] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    scalar.map((one) => [one]),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => ['[', ...joined(items), ']']),
    fc
      .array(fc.tuple(fc.constantFrom('"a"', '"b"', '""', '"\\""'), tie('value')), { maxLength: 4 })
      .map((members) => ['{', ...joined(members.map(([name, value]) => [name, ':', ...value])), '}']),
  ),
})).value;

function joined(items: string[][]): string[] {
  return items.flatMap((item, i) => (i === 0 ? item : [',', ...item]));
}

/** The tokens of a text, by another way than the printer's. */
function tokensOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+/gs) ?? [];
}

test('the printer changes no token, and its text is the same JSON', () => {
  const spaced = fc.tuple(tokens, fc.array(blanks, { minLength: 1, maxLength: 20 }));
  fc.assert(
    fc.property(spaced, ([all, spaces]) => {
      const source = all.map((token, i) => token + spaces[i % spaces.length]).join('');
      const lines = printed(source);
      expect(tokensOf(lines)).toEqual(all);
      expect(isJson(Buffer.from(source))).toBe(true);
      expect(parses(lines)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('the printer loses nothing of text that is cut off, or no JSON', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        tokens.map((all) => all.join('').slice(0, 20)),
      ),
      (source) => {
        const visible = (text: string) => text.replace(/[ \t\r\n]/g, '');
        expect(visible(printed(source))).toBe(visible(source));
      },
    ),
    { numRuns: 1000 },
  );
});

test('the check agrees with JSON.parse', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'{}[]",:\\0123.eE+-tfn alseru\n') });
  const broken = fc.tuple(tokens, fc.nat(), fc.nat(2), letters).map(([all, at, gone, put]) => {
    const text = all.join(' ');
    return text.slice(0, at % (text.length + 1)) + put.slice(0, 2) + text.slice((at % (text.length + 1)) + gone);
  });
  fc.assert(
    fc.property(fc.oneof(letters, broken, fc.json()), (text) => {
      expect(isJson(Buffer.from(text))).toBe(parses(text));
    }),
    { numRuns: 20_000 },
  );
});
