/** The oracle itself: programs that can be repeated, verdicts, shrinking, and the page of its list. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { generate } from '../../oracle/programs/generate';
import type { Program } from '../../oracle/programs/program';
import { compare } from '../../oracle/verdict/compare';
import { differencesPage } from '../../oracle/verdict/page';
import { shrink } from '../../oracle/verdict/shrink';

test('a seed and a number always give the same program, and other numbers others', () => {
  expect(generate(7, 3)).toEqual(generate(7, 3));
  expect(new Set(Array.from({ length: 50 }, (_, i) => JSON.stringify(generate(7, i)))).size).toBe(50);
});

test('an event on one side only is a difference, and so is a much longer time', () => {
  const at = (seen: Record<string, unknown>, ms = 10) => ({ seen, ms });
  expect(compare([at({ a: [1] })], [at({ a: [1] })])).toEqual([]);
  expect(compare([at({ a: [1] })], [at({ a: [2] })])).toEqual([{ step: 0, field: 'a', java: [1], ours: [2] }]);
  expect(compare([at({})], [at({ error: 'state' })])).toHaveLength(1);
  expect(compare([at({})], [at({}, 531)])).toEqual([{ step: 0, field: 'time', java: 10, ours: 531 }]);
  expect(compare([at({})], [at({}, 529)])).toEqual([]);
});

test('shrinks to the necessary steps and contents, and drops steps of a consumer that does not exist', async () => {
  const program: Program = {
    topics: [{ partitions: 1, content: [{ partition: 0, kind: 'plain', count: 5 }] }],
    steps: [
      { op: 'open', c: 'c0', config: {} },
      { op: 'drain' },
      { op: 'open', c: 'c1', config: {} },
      { op: 'commit', c: 'c0' },
      { op: 'close', c: 'c1' },
    ],
  };
  const differs = (candidate: Program) => Promise.resolve(candidate.steps.some(({ op }) => op === 'commit'));
  const smallest = await shrink(program, differs, Date.now() + 10_000);
  expect(smallest.steps.map(({ op }) => op)).toEqual(['open', 'commit']);
  expect(smallest.topics[0]!.content).toEqual([]);
});

test('docs/java-differences.md is the page of the list (npm run oracle -- --page writes it)', () => {
  expect(readFileSync(join(__dirname, '../../../docs/java-differences.md'), 'utf8')).toBe(differencesPage());
});
