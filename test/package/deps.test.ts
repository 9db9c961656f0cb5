/** deps/fetch.mjs: what is pinned is checked, and what is there is not fetched again. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const deps = path.resolve(__dirname, '../../deps');
let work: string;

beforeEach(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-deps-'));
  cpSync(path.join(deps, 'fetch.mjs'), path.join(work, 'fetch.mjs'));
  cpSync(path.join(deps, 'sources.json'), path.join(work, 'sources.json'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

type Sources = Record<string, { integrity: string }>;

function changeSources(change: (sources: Sources) => void): void {
  const file = path.join(work, 'sources.json');
  const sources = JSON.parse(readFileSync(file, 'utf8')) as Sources;
  change(sources);
  writeFileSync(file, JSON.stringify(sources));
}

test('leaves sources alone whose stamp names the pinned integrity: no network is needed', () => {
  cpSync(path.join(deps, 'vendor'), path.join(work, 'vendor'), { recursive: true });
  // With npm out of reach a fetch would fail.
  execFileSync(process.execPath, ['fetch.mjs'], { cwd: work, env: { PATH: '' } });
  expect(existsSync(path.join(work, 'vendor/librdkafka/src/rdkafka.h'))).toBe(true);
});

test('refuses an archive whose hash is not the pinned one, and unpacks nothing of it', () => {
  const wrong = `sha512-${Buffer.alloc(64).toString('base64')}`;
  changeSources((sources) => {
    delete sources['librdkafka'];
    sources['zstd']!.integrity = wrong;
  });
  const { status, stderr } = spawnSync(process.execPath, ['fetch.mjs'], { cwd: work, encoding: 'utf8' });
  expect(stderr).toContain(`sources.json pins ${wrong}`);
  expect(status).toBe(1);
  expect(existsSync(path.join(work, 'vendor/zstd'))).toBe(false);
});
