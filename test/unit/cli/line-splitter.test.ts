import * as fc from 'fast-check';
import { LineSplitter } from '../../../src/cli/io/line-splitter';

function split(
  chunks: readonly Uint8Array[],
  delimiter: Uint8Array,
  maxLength?: number,
): { lines: Buffer[]; tooLong: number[] } {
  const tooLong: number[] = [];
  const splitter = new LineSplitter(Buffer.from(delimiter), maxLength, (length) => tooLong.push(length));
  const lines: Buffer[] = [];
  for (const chunk of chunks) {
    splitter.feed(Buffer.from(chunk));
    for (let line = splitter.next(); line !== undefined; line = splitter.next()) lines.push(Buffer.from(line));
  }
  const last = splitter.end();
  if (last !== undefined) lines.push(Buffer.from(last));
  return { lines, tooLong };
}

/** The plain way, on the whole input at once. */
function reference(input: Buffer, delimiter: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = input.indexOf(delimiter); at !== -1; at = input.indexOf(delimiter, from)) {
    lines.push(input.subarray(from, at));
    from = at + delimiter.length;
  }
  if (from < input.length) lines.push(input.subarray(from));
  return lines;
}

const texts = (lines: readonly Buffer[]): string[] => lines.map((line) => line.toString('latin1'));

test('lines, empty lines, a last line without a newline', () => {
  expect(texts(split([Buffer.from('a\n\nbc\n'), Buffer.from('d')], Buffer.from('\n')).lines)).toEqual([
    'a',
    '',
    'bc',
    'd',
  ]);
  expect(texts(split([Buffer.from('a\n')], Buffer.from('\n')).lines)).toEqual(['a']);
  expect(split([], Buffer.from('\n')).lines).toEqual([]);
});

test('a line that spans many chunks keeps its bytes, whatever they are', () => {
  const line = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 31 + (at >> 8)) & 255)).map((byte) =>
    byte === 10 ? 11 : byte,
  );
  const chunks = Array.from({ length: 300 }, (_, at) => line.subarray(at * 1000, (at + 1) * 1000));
  const { lines } = split([...chunks, Buffer.from('\nx\n')], Buffer.from('\n'));
  expect(lines).toHaveLength(2);
  expect(lines[0]?.equals(line)).toBe(true);
});

test('cuts any input at any chunk borders as if it were one piece', () => {
  const byte = fc.constantFrom(10, 13, 97, 0, 255);
  fc.assert(
    fc.property(
      fc.array(
        fc.uint8Array({ maxLength: 12 }).chain((raw) => fc.array(byte, { maxLength: raw.length + 3 })),
        { maxLength: 12 },
      ),
      fc.constantFrom([10], [13, 10], [97, 97], [97, 10, 97]),
      (chunks, delimiter) => {
        const parts = chunks.map((chunk) => Buffer.from(chunk));
        const expected = reference(Buffer.concat(parts), Buffer.from(delimiter));
        expect(texts(split(parts, Buffer.from(delimiter)).lines)).toEqual(texts(expected));
      },
    ),
    { numRuns: 3000 },
  );
});

test('of a line above the limit only its length is kept, also over many chunks', () => {
  const chunks = [
    Buffer.from('ab\n'),
    ...Array.from({ length: 100 }, () => Buffer.alloc(1000, 'x')),
    Buffer.from('\ncd\nefghijkl\ngh'),
  ];
  const { lines, tooLong } = split(chunks, Buffer.from('\n'), 5);
  expect(texts(lines)).toEqual(['ab', 'cd', 'gh']);
  expect(tooLong).toEqual([100_000, 8]);
});

test('the limit holds with a delimiter of several bytes that chunk borders cut', () => {
  const input = Buffer.from(`ok--${'x'.repeat(50)}--yes--`);
  for (let size = 1; size < 9; size++) {
    const chunks: Buffer[] = [];
    for (let at = 0; at < input.length; at += size) chunks.push(input.subarray(at, at + size));
    const { lines, tooLong } = split(chunks, Buffer.from('--'), 10);
    expect(texts(lines)).toEqual(['ok', 'yes']);
    expect(tooLong).toEqual([50]);
  }
});
