/** The programs on the pages of streams run: each topology is built, and its driver finds all serdes. */
import { transformSync } from '@swc/core';
import { json } from '../../../src/serde/json';
import * as streams from '../../../src/streams/index';
import * as testing from '../../../src/streams/testing/index';
import { blocksOf, type Block } from '../../helpers/docs/blocks';

const names = ['stateless', 'aggregations', 'windows', 'joins', 'tables', 'processors'];
const pages = ['docs/streams.md', ...names.map((name) => `docs/streams/${name}.md`)];
const modules: Record<string, unknown> = {
  'kafka-napi': { json },
  'kafka-napi/streams': streams,
  'kafka-napi/streams/testing': testing,
};

/** What a block has as `builder` and `driver` when it has run. Nothing is connected: it runs up to the application. */
function run({ text }: Block): { builder: streams.StreamsBuilder; driver?: streams.TopologyTestDriver } {
  const [topology] = text.split('const config = ');
  const { code } = transformSync(topology!, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const end = 'return { builder, driver: typeof driver === "undefined" ? undefined : driver };';
  const program = new Function('require', 'exports', `${code}\n${end}`);
  return program((name: string) => modules[name], {}) as ReturnType<typeof run>;
}

const blocks = pages.flatMap(blocksOf).filter(({ language }) => language === 'ts');

test.each(blocks.map((block) => [`${block.file}:${block.line}`, block] as const))('%s', (_, block) => {
  const { builder, driver } = run(block);
  const opened = driver ?? new streams.TopologyTestDriver(builder.build(), { 'application.id': 'app' });
  expect(opened.droppedRecords).toBe(0);
  opened.close();
});

test('each page has a program', () => {
  const withPrograms = new Set(blocks.map(({ file }) => file));
  expect(pages.filter((page) => !withPrograms.has(page))).toEqual([]);
});
