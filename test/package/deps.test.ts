/** deps/fetch.mjs checks pinned hashes, and does not fetch again what is already there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const deps = path.resolve(__dirname, '../../deps');
let work: string;

beforeEach(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-deps-'));
  for (const name of ['fetch.mjs', 'sources.json', 'patches']) {
    cpSync(path.join(deps, name), path.join(work, name), { recursive: true });
  }
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
  // A fetch would fail, because npm cannot be found.
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

const patches = path.join(deps, 'patches/librdkafka');
const patchNames = readdirSync(patches);

test.each(patchNames)(
  '%s says why, of which kind, what upstream knows, which test proves it, when to drop it',
  (name) => {
    const head = readFileSync(path.join(patches, name), 'utf8').split('\n---\n')[0]!;
    expect(head).toMatch(/^Kind: (crash|data|api|speed)$/m);
    expect(head).toMatch(/^Drop-when: \S/m);
    const upstream = /^Upstream: (.+)$/m.exec(head)![1]!;
    const report = /^not reported: (deps\/upstream\/\d{4}\.md)$/.exec(upstream)?.[1];
    if (report === undefined) expect(upstream).toMatch(/^https:\/\//);
    else expect(existsSync(path.resolve(deps, '..', report))).toBe(true);
    const proof = /^Test: (?!none)(\S+)/m.exec(head)?.[1];
    if (proof === undefined) expect(head).toMatch(/^Test: none: \S/m);
    else expect(existsSync(path.resolve(deps, '..', proof))).toBe(true);
  },
);

describe('a patch', () => {
  const change = (context: string) => ({
    name: '0001-x.patch',
    kind: 'crash',
    text: `Kind: crash\n\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -2,2 +2,2 @@\n ${context}\n-old\n+new\n`,
  });
  // The module is an ES module: a plain Node imports it.
  function apply(patch: object): { status: number | null; stderr: string } {
    const program = `
      import { applyPatch } from ${JSON.stringify(path.join(work, 'patches/apply.mjs'))};
      applyPatch(${JSON.stringify(patch)}, ${JSON.stringify(work)});`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  }
  beforeEach(() => writeFileSync(path.join(work, 'a.c'), 'one\ntwo\nold\nlast\n'));

  test('changes the lines that it names', () => {
    expect(apply(change('two')).status).toBe(0);
    expect(readFileSync(path.join(work, 'a.c'), 'utf8')).toBe('one\ntwo\nnew\nlast\n');
  });

  test('that does not fit is refused with the line, and changes nothing', () => {
    const { status, stderr } = apply(change('2'));
    expect(status).not.toBe(0);
    expect(stderr).toContain('0001-x.patch: a.c:2 is "two", the patch expects "2"');
    expect(readFileSync(path.join(work, 'a.c'), 'utf8')).toBe('one\ntwo\nold\nlast\n');
  });
});
