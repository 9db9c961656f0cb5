import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { blocksOf, leadsSomewhere, linksOf, pages, root } from '../helpers/docs/blocks';

/** Declarations that the fragments assume: a complete program has them. */
const given = `
import type { AdminClient, Consumer, ConsumerRecord, ConsumerRecords, Producer } from 'kafka-napi';
declare global {
  const lines: string[];
  const producer: Producer;
  const consumer: Consumer;
  const admin: AdminClient;
  const records: ConsumerRecords;
  const servers: string;
  const key: string;
  const value: string;
  function handle(record: ConsumerRecord): Promise<void>;
  function doLongWork(records: ConsumerRecords): Promise<void>;
  function settledWithin(work: Promise<void>, ms: number): Promise<boolean>;
}
`;

const known = ['ts', 'js', 'sh', 'python', 'dockerfile', 'yaml', 'mermaid', 'text', 'kql'];
const all = pages().flatMap(blocksOf);

test('every block says what it is in', () => {
  expect(all.filter(({ language }) => !known.includes(language)).map(({ file, line }) => `${file}:${line}`)).toEqual(
    [],
  );
});

test('every link within the repository leads somewhere', () => {
  const links = pages().flatMap(linksOf);
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter((link) => !leadsSomewhere(link))).toEqual([]);
});

test('every block of TypeScript and JavaScript is type-checked', () => {
  // Inside of the repository, where its modules are found.
  const folder = mkdtempSync(path.join(root, 'test/types/docs-'));
  try {
    const blocks = all.filter(({ language }) => language === 'ts' || language === 'js');
    expect(blocks.length).toBeGreaterThan(10);
    blocks.forEach(({ file, line, text }) => {
      const name = `${file.replace(/\W/g, '-')}-${line}.mts`;
      writeFileSync(path.join(folder, name), `${text}\nexport {};\n`);
    });
    writeFileSync(path.join(folder, 'given.d.mts'), given);
    // Names of packages lead to their sources, as in the tests.
    const { config } = ts.readConfigFile(path.join(root, 'tsconfig.test.json'), ts.sys.readFile) as {
      config: { compilerOptions: { paths: Record<string, string[]> } };
    };
    const paths = Object.fromEntries(
      Object.entries(config.compilerOptions.paths).map(([name, to]) => [name, to.map((one) => path.join(root, one))]),
    );
    const compilerOptions = {
      rootDir: root,
      noEmit: true,
      incremental: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      types: ['node', 'jest'],
      paths,
    };
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: path.join(root, 'tsconfig.json'), compilerOptions, include: [`${folder}/*.mts`] }),
    );
    const tsc = require.resolve('typescript/bin/tsc');
    const run = spawnSync(process.execPath, [tsc, '--project', folder, '--pretty', 'false'], { encoding: 'utf8' });
    expect(run.stdout + run.stderr).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
