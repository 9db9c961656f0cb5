import { ExpectedLines } from '../../../src/cli/demo/expected-lines';

test('first in, first out, with its weight, over many turns', () => {
  const lines = new ExpectedLines();
  let next = 0;
  let out = 0;
  for (let turn = 0; turn < 200; turn++) {
    for (let count = 0; count < (turn * 7919) % 300; count++) lines.push(Buffer.from(String(next++)));
    for (let count = 0; count < (turn * 104_729) % 290 && !lines.isEmpty; count++)
      expect(lines.shift()?.toString()).toBe(String(out++));
    const waiting = Array.from({ length: next - out }, (_, at) => ExpectedLines.weight(Buffer.from(String(out + at))));
    expect(lines.bytes).toBe(waiting.reduce((sum, weight) => sum + weight, 0));
  }
  while (!lines.isEmpty) expect(lines.shift()?.toString()).toBe(String(out++));
  expect([out, lines.returned, lines.bytes]).toEqual([next, next, 0]);
  expect(lines.shift()).toBeUndefined();
});
