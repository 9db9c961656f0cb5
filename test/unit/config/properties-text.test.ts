import { parseProperties } from '../../../src/config/properties-text';

test('the three separators, comments, blanks', () => {
  const text = '# a comment\n! another\n\n  a=1\nb: 2\nc 3\nd = 4 \ne\n=nothing\r\nlast=5';
  expect(parseProperties(text)).toEqual([
    ['a', '1'],
    ['b', '2'],
    ['c', '3'],
    ['d', '4 '],
    ['e', ''],
    ['', 'nothing'],
    ['last', '5'],
  ]);
});

test('continued lines and escapes', () => {
  const text =
    'sasl.jaas.config=Plain required \\\n    username="a" \\\n    password="b=c";\nke\\:y\\ x=\\u00e9\\t\\=\nback=a\\\\\nodd=a\\\\\\\nb';
  expect(parseProperties(text)).toEqual([
    ['sasl.jaas.config', 'Plain required username="a" password="b=c";'],
    ['ke:y x', 'é\t='],
    ['back', 'a\\'],
    ['odd', 'a\\b'],
  ]);
});

test('separators inside a value are part of it', () => {
  expect(parseProperties('url=http://x:1/?a=b#c')).toEqual([['url', 'http://x:1/?a=b#c']]);
});

test('a lone backslash at the very end ends the file', () => {
  expect(parseProperties('a=1\\')).toEqual([['a', '1']]);
});
