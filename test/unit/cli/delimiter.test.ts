import { parseDelimiter, unescapeBytes } from '../../../src/cli/io/delimiter';

test.each([
  ['', []],
  ['\\n', [10]],
  ['\\t\\n\\n', [9, 10, 10]],
  ['\\x54!\\x45\\x53T', [...Buffer.from('T!EST')]],
  ['\\x0', [0]],
  ['\\xff', [255]],
  ['\\\\n', [92, 110]],
  ['é', [0xc3, 0xa9]],
  ['a\\', [97, 92]],
])('%s', (text, bytes) => {
  expect([...unescapeBytes(text, '-D')]).toEqual(bytes);
});

test('what cannot be a delimiter is refused with the option named', () => {
  expect(() => parseDelimiter('', '-D')).toThrow(/-D: a delimiter has at least one byte/);
  expect(() => parseDelimiter('\\xg', '-K')).toThrow(/-K: .*hexadecimal/);
});
