/** The mutations of the test with killed processes still fit the runtime. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../helpers/random';
import { Deck, nameOf } from '../../streams/kill/faults';
import { mutations, patched } from '../../streams/kill/mutations';

const runtime = path.resolve(__dirname, '../../../src/streams/runtime');

test.each(Object.entries(mutations))('the text that is changed is there once: %s', (_, { patches }) => {
  for (const patch of patches) {
    const source = readFileSync(path.join(runtime, patch.file), 'utf8');
    expect(patched(source, patch)).not.toBe(source);
  }
});

test('a text that is not there is an error', () => {
  const patch = { file: 'a.ts', from: 'b', to: 'c' };
  expect(() => patched('aa', patch)).toThrow('mutation of a.ts: the text is there 0 times, not once: b');
});

test.each([
  ['exactly_once_v2', 13],
  ['at_least_once', 8],
] as const)('all faults come before one comes again: %s', (guarantee, size) => {
  const deck = new Deck(guarantee, new Random(7));
  expect(deck.size).toBe(size);
  const round = (): string[] => Array.from({ length: size }, () => nameOf(deck.next()));
  const [first, second] = [round(), round()];
  expect(new Set(first).size).toBe(size);
  expect(first).not.toEqual(second);
  expect([...first].sort()).toEqual([...second].sort());
});
