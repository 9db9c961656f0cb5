/**
 * What is built for other platforms: the list of them, the checks before a release, and the program that each one runs.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const binary = path.join(root, 'build/Release/kafka_napi.node');
let work: string;

beforeEach(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-platforms-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** The reasons that scripts/platforms/check.mjs has against a file. */
function problems(target: string, file: string): string[] {
  const program = `import { problemsOf } from ${JSON.stringify(path.join(root, 'scripts/platforms/check.mjs'))};
    console.log(JSON.stringify(problemsOf(...process.argv.slice(1))));`;
  const options = { encoding: 'utf8' } as const;
  const args = ['--input-type=module', '-e', program, target, file];
  return JSON.parse(execFileSync(process.execPath, args, options)) as string[];
}

const targets = readdirSync(path.join(root, 'deps/toolchains'))
  .map((file) => /^(\w+-\w+(-musl)?)\.cmake$/.exec(file)?.[1])
  .filter((name) => name !== undefined);

test('every platform has a toolchain, a literal require in the loader, and a written list of what it may ask for', () => {
  const loader = readFileSync(path.join(root, 'src/binding/load.ts'), 'utf8');
  const inLoader = [...loader.matchAll(/require\('@kafka-napi\/([\w-]+)'\)/g)].map((match) => match[1]!);
  const lists = JSON.parse(readFileSync(path.join(root, 'scripts/platforms/allowed.json'), 'utf8')) as object;
  expect(inLoader.sort()).toEqual([...targets].sort());
  expect(Object.keys(lists)).toEqual(expect.arrayContaining(targets));
});

if (process.platform === 'linux') {
  test('the local binary asks for nothing that is not on the list, and exports nothing but Node-API', () => {
    const found = problems(`linux-${process.arch}`, binary);
    expect(found.filter((problem) => !/glibc|names a folder/.test(problem))).toEqual([]);
  });

  test('the check refuses another processor, another format, a foreign library, and a path of this machine', () => {
    const other = process.arch === 'x64' ? 'arm64' : 'x64';
    expect(problems(`linux-${other}`, binary)).toContain(`it is for ${process.arch}`);
    expect(problems('win32-x64', binary)).toEqual(['it is a file of format elf']);

    const changed = path.join(work, 'changed.node');
    const bytes = readFileSync(binary);
    bytes.write('libx', bytes.indexOf('libm.so.6\0'), 'latin1');
    writeFileSync(changed, Buffer.concat([bytes, Buffer.from(`${root}/native/core/client.cc\0`)]));
    const found = problems(`linux-${process.arch}`, changed);
    expect(found).toContain('it asks for the library libx.so.6');
    expect(found).toContain(`it names a folder of the machine that built it: ${root}`);
  });

  test('the platform package carries licences, an SBOM and its hash', () => {
    const args = ['scripts/platform-packages.mjs', '--from-build', '--into', work];
    execFileSync(process.execPath, args, { cwd: root });
    const folder = path.join(work, readdirSync(work)[0]!);
    const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
    const document = JSON.parse(read('sbom.cdx.json')) as { bomFormat: string; components: { name: string }[] };
    expect(document.bomFormat).toBe('CycloneDX');
    const names = document.components.map((component) => component.name);
    expect(names).toEqual(expect.arrayContaining(['librdkafka', 'zstd', 'openssl', 'zlib', 'node-addon-api']));
    for (const name of names) expect(read('THIRD-PARTY-LICENSES.txt')).toContain(`==== ${name} `);
    execFileSync('sha256sum', ['--check', '--status', 'SHA256SUMS'], { cwd: folder });
  });
}

test('the program that every platform runs passes here', () => {
  const { stdout, status } = spawnSync(process.execPath, ['scripts/test-platforms.mjs', '--short'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/\n(\d+) passed, 0 failed\n$/);
  expect(status).toBe(0);
}, 600_000);
