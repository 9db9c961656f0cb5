/** Every example of docs/kql.md. */
import { shownCell } from '../../../src/server/kql/command/shown';
import { contextOf } from '../../../src/server/kql/compile';
import { compileMatches } from '../../../src/server/kql/conditions/matches';
import { prepareQuery } from '../../../src/server/kql/query';
import { warningsOf } from '../../../src/server/kql/warnings';
import { decoderOf, decoderWords, functionNames } from '../../../src/shared/kql/grammar/words';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { blocksOf, root } from '../../../../../test/helpers/docs/blocks';
import { options, prepare, run } from './run';
import { records } from './trades';

interface Example {
  query: string;
  /** The lines that begin with `--`. */
  given: string[];
}

/** The queries of the blocks with this note, each with what stands behind it. */
function examplesOf(note: string): Example[] {
  const examples: Example[] = [];
  for (const block of blocksOf('docs/kql.md').filter((one) => one.language === 'kql' && one.note === note)) {
    for (const line of block.text.trim().split('\n')) {
      if (/^select/i.test(line)) examples.push({ query: line, given: [] });
      else if (line.startsWith('-- ')) examples.at(-1)!.given.push(line.slice(3));
      else examples.at(-1)!.query += `\n${line}`;
    }
  }
  return examples;
}

const right = examplesOf('').map((example) => [example.query, example] as const);
test.each(right)('%s', (query, { given }) => {
  const { columns, isWhole } = prepare(query);
  const rows = run(query, records);
  if (isWhole) expect(rows.join(' ')).toBe(given.join(' '));
  else {
    const lines = (rows as (string | null)[][]).map((row) =>
      row.map((cell, i) => shownCell(cell, columns[i]!.type, 'UTC') ?? '–').join(' | '),
    );
    expect(lines).toEqual(given);
  }
});

test.each(examplesOf('wrong').map((example) => [example.query, example] as const))('%s', (query, { given }) => {
  const prepared = prepareQuery(query, options);
  expect(prepared.ok ? 'a query' : prepared.fault.message).toBe(given.join('\n'));
});

test.each(examplesOf('warning').map((example) => [example.query, example] as const))('%s', (query, { given }) => {
  expect(warningsOf(prepare(query), records).map(({ message }) => message)).toEqual(given);
});

test('there are examples of each kind', () => {
  expect([right.length, examplesOf('wrong').length, examplesOf('warning').length]).toEqual([34, 5, 3]);
});

test('all functions and decoders are on the page, and what it says of matches is true', () => {
  const text = readFileSync(path.join(root, 'docs/kql.md'), 'utf8');
  for (const name of functionNames) expect([name, text.includes(`\`${name}(`)]).toEqual([name, true]);
  for (const word of decoderWords.filter((one) => !/^u?int|^float/.test(one)))
    expect([word, text.includes(`\`${word}\``)]).toEqual([word, true]);
  expect(['avro', 'int16:le', 'int8:le', 'nope'].map(decoderOf)).toEqual([
    'serde:avro',
    'int16:le',
    undefined,
    undefined,
  ]);
  expect(() => compileMatches('(?=a)', [0, 0], contextOf(0))).toThrow('look-around');
});
