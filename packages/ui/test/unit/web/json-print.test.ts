import fc from 'fast-check';

import { parseCondition } from '../../../src/shared/kql/parser';
import { conditionOf } from '../../../src/web/record/json/json-path';
import { compactJson, printJson, tokensOf, type Printed } from '../../../src/web/record/json/json-print';

const linesOf = ({ text, starts, depths }: Printed): string[] =>
  Array.from(depths, (depth, line) => '  '.repeat(depth) + text.slice(starts[line], starts[line + 1]));

/** What is left of a JSON text without the blanks between its tokens. */
const withoutBlanks = (text: string): string => text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

describe('printJson', () => {
  it('puts each member on a line and changes no token', () => {
    const source = '{"id":9007199254740993,"price":1.0,"a":1,"a":-0e5,"list":[1,{"x":null}],"none":{},"empty": [ ]}';
    expect(linesOf(printJson(source))).toEqual([
      '{',
      '  "id": 9007199254740993,',
      '  "price": 1.0,',
      '  "a": 1,',
      '  "a": -0e5,',
      '  "list": [',
      '    1,',
      '    {',
      '      "x": null',
      '    }',
      '  ],',
      '  "none": {},',
      '  "empty": []',
      '}',
    ]);
  });

  it('knows which line closes what a line opens', () => {
    const { closes } = printJson('{"a":[1,2],"b":{"c":3}}');
    expect(Array.from(closes)).toEqual([8, 4, -1, -1, -1, 7, -1, -1, -1]);
  });

  it('prints the beginning of a text as far as it goes', () => {
    expect(linesOf(printJson('{"a":[1,"unfin\\"ish'))).toEqual(['{', '  "a": [', '    1,', '    "unfin\\"ish']);
    expect(linesOf(printJson(''))).toEqual(['']);
    expect(linesOf(printJson(']}'))).toEqual(['', ']', '}']);
  });

  it('keeps all tokens of any JSON, however it was indented', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 1, 2, '\t'), (json, indent) => {
        const source = JSON.stringify(JSON.parse(json), null, indent);
        const lines = linesOf(printJson(source));
        expect(withoutBlanks(lines.join('\n'))).toBe(withoutBlanks(source));
        expect(JSON.parse(lines.join('\n'))).toEqual(JSON.parse(source));
      }),
    );
  });

  it('is no match for depth, length and nonsense', () => {
    const deep = 100_000;
    expect(printJson('['.repeat(deep) + ']'.repeat(deep)).depths).toHaveLength(2 * deep - 1);
    expect(printJson(`"${'x'.repeat(5_000_000)}"`).depths).toHaveLength(1);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { starts, depths, closes } = printJson(text);
        expect(starts).toHaveLength(depths.length + 1);
        expect(closes).toHaveLength(depths.length);
      }),
    );
  });
});

describe('compactJson', () => {
  it('joins lines outside of strings only', () => {
    expect(compactJson('{\n  "a b": [1,\n 2],  "c": "x\\n  y"\n}')).toBe('{"a b":[1,2],"c":"x\\n  y"}');
    expect(compactJson('{"a":  "two  blanks"')).toBe('{"a":"two  blanks"');
  });
});

describe('tokensOf', () => {
  it('finds keys, strings, numbers and words', () => {
    expect(tokensOf('"a": [-1.5e3, true, "x"]').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'key "a"',
      'sign :',
      'sign  [',
      'number -1.5e3',
      'sign , ',
      'word true',
      'sign , ',
      'string "x"',
      'sign ]',
    ]);
  });

  it('loses no letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        expect(
          tokensOf(line)
            .map(({ text }) => text)
            .join(''),
        ).toBe(line);
      }),
    );
  });

  it('takes time in proportion to the line', () => {
    for (const line of ['"'.repeat(2000), '\\'.repeat(2000), '"\\'.repeat(1000), '-'.repeat(2000)])
      expect(tokensOf(line).length).toBeLessThan(2001);
  });
});

describe('conditionOf', () => {
  const source =
    '{"city":"it\'s","n":9007199254740993,"ok":true,"none":null,"a b":{"c":1.0},"list":[{"x":"y"},[2]],"deep":{"a":{"b":"c"}}}';
  const printed = printJson(source);
  const conditions = Array.from(printed.depths, (_, line) => conditionOf(printed, line));

  it('finds the messages that have the value of a line', () => {
    expect(conditions.filter((condition) => condition !== null)).toEqual([
      "city = 'it''s'",
      'n = 9007199254740993',
      'ok = true',
      'none is null',
      "value['a b'].c = 1.0",
      "list[*].x = 'y'",
      'list[*][*] = 2',
      "deep.a.b = 'c'",
    ]);
  });

  it('means the member, where the language has a name of its own', () => {
    const print = printJson('{"key":1,"From":{"offset":2},"true":3}');
    expect([1, 3, 5].map((line) => conditionOf(print, line))).toEqual([
      'value.key = 1',
      'value.From.offset = 2',
      'value.true = 3',
    ]);
    expect(conditionOf(printJson('"x"'), 0)).toBe("value = 'x'");
  });

  it('is a condition that the language knows', () => {
    for (const condition of conditions)
      if (condition !== null) expect([condition, parseCondition(condition).ok]).toEqual([condition, true]);
  });

  it('fails at nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const print = printJson(text);
        print.depths.forEach((_, line) => conditionOf(print, line));
      }),
    );
  });
});
