import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../../helpers/cli/eventually';
import { hook, main, runCli } from '../../helpers/cli/run-cli';
import { type Block, blocksOf, root } from '../../helpers/docs/blocks';
import { KAFKA_VERSION } from '../../helpers/kafka/install';

const LIMIT_MS = 300_000;

/** An empty folder, where `npm install kafka-napi` gives this very clone. */
class NewMachine {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-docs-'));
  readonly #terminals: ChildProcess[] = [];
  readonly #env: NodeJS.ProcessEnv;

  /** `tools`: the only commands there are; default: those of this machine. */
  constructor(tools?: readonly string[]) {
    const bin = path.join(this.folder, '.bin');
    mkdirSync(bin);
    const script = (name: string, text: string): void => {
      writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}`);
      chmodSync(path.join(bin, name), 0o755);
    };
    script('npx', `[ "$1" = kafka-napi ] || exit 99\nshift\nexec '${process.execPath}' --require '${hook}' '${main}' "$@"\n`);
    script('npm', `case "$1" in init) echo '{}' > package.json;; install) mkdir -p node_modules; ln -sfn '${root}' "node_modules/$2";; *) exit 99;; esac\n`);
    mkdirSync(path.join(this.folder, 'node_modules'));
    symlinkSync(root, path.join(this.folder, 'node_modules/kafka-napi'));
    const own = path.join(this.folder, '.tools');
    mkdirSync(own);
    for (const tool of tools ?? []) symlinkSync(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), path.join(own, tool));
    const { JAVA_HOME, ...env } = process.env;
    this.#env = {
      ...(tools ? env : { ...env, JAVA_HOME }),
      PATH: `${bin}:${tools ? own : process.env['PATH']}`,
      HOME: this.folder,
      XDG_DATA_HOME: path.join(this.folder, '.data'),
      KAFKA_HOME: path.join(root, `.cache/kafka-${KAFKA_VERSION}`),
    };
  }

  /** Types a block as it is printed. */
  async type(text: string): Promise<{ status: number | null; output: string }> {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', text], { cwd: this.folder, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, output };
  }

  async openTerminal(text: string): Promise<void> {
    const child = spawn('bash', ['-c', `exec ${text.trim()}`], { cwd: this.folder, env: this.#env, stdio: ['ignore', 'pipe', 'ignore'] });
    this.#terminals.push(child);
    await once(child.stdout, 'data');
  }

  write({ note, text }: Block): void {
    writeFileSync(path.join(this.folder, note), text);
  }

  async dispose(): Promise<void> {
    for (const child of this.#terminals) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'close');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

test('both languages have the same commands and programs', () => {
  const commands = (file: string): unknown[] => blocksOf(file).map(({ language, note, text }) => [language, note, text]);
  expect(commands('docs/getting-started.ja.md')).toEqual(commands('docs/getting-started.md'));
});

test('getting-started.md, README.md and from-python.md: every command and program as printed', async () => {
  const machine = new NewMachine();
  const outputs: string[] = [];
  try {
    for (const block of blocksOf('docs/getting-started.md')) {
      if (block.language === 'js') machine.write(block);
      else if (block.note === 'terminal') await machine.openTerminal(block.text);
      else {
        const { status, output } = await machine.type(block.text);
        expect([block.text, status, output]).toEqual([block.text, 0, expect.anything()]);
        outputs.push(output);
      }
    }
    expect(outputs[1]).toContain('10 delivered');
    expect(outputs[1]).toContain('PartitionCount: 3');
    expect(outputs[2]).toMatch(/sent to partition \d at offset \d/);
    expect(outputs[3]!.match(/^\d \d+ .+$/gm)).toHaveLength(15);
    expect(outputs[4]).toContain('first order\n');

    const programs = ['README.md', 'docs/from-python.md'].flatMap(blocksOf).filter(({ language, note }) => language === 'js' && note !== '');
    expect(programs).toHaveLength(4);
    for (const program of programs) {
      machine.write(program);
      const { status, output } = await machine.type(`node ${program.note}`);
      expect([program.note, status, output]).toEqual([program.note, 0, expect.stringMatching(program.note === 'producer.mjs' ? /^/ : /\S/)]);
    }
  } finally {
    await machine.type('npx kafka-napi broker stop --force --port 9192 || true');
    await machine.dispose();
  }
}, LIMIT_MS);

test('without Java: all but the last part as printed, and that one says what is missing', async () => {
  const machine = new NewMachine(['node', 'bash', 'sh', 'seq', 'mkdir', 'ln']);
  try {
    const blocks = blocksOf('docs/getting-started.md');
    const withJava = blocks.findIndex(({ text }) => text.includes('broker start'));
    for (const block of blocks.slice(0, withJava)) {
      if (block.language === 'js') machine.write(block);
      else if (block.note === 'terminal') await machine.openTerminal(block.text);
      else expect(await machine.type(block.text)).toMatchObject({ status: 0 });
    }
    const { status, output } = await machine.type(blocks[withJava]!.text.split('\n')[0]!);
    expect(status).not.toBe(0);
    expect(output).toContain('Java');
    expect(output).toContain('--mock');
  } finally {
    await machine.dispose();
  }
}, LIMIT_MS);

test('the service of deployment.md: healthy, ready, and ends on SIGTERM with everything committed', async () => {
  const machine = new NewMachine();
  const [program] = blocksOf('docs/deployment.md').filter(({ note }) => note === 'service.mjs');
  try {
    await machine.openTerminal('npx kafka-napi broker --topics numbers:1');
    machine.write(program!);
    const service = spawn(process.execPath, ['service.mjs'], { cwd: machine.folder, env: { ...process.env, PORT: '28480' }, stdio: ['ignore', 'pipe', 'inherit'] });
    let read = '';
    service.stdout.on('data', (chunk: Buffer) => (read += chunk.toString()));
    const ask = (where: string): Promise<number> => fetch(`http://127.0.0.1:28480${where}`).then(({ status }) => status, () => 0);
    await eventually('it is ready', async () => (await ask('/ready')) === 200);
    expect(await ask('/live')).toBe(200);
    await runCli(['produce', '-t', 'numbers'], 'a\nb\n');
    await eventually('both were handled', async () => read === 'a\nb\n');
    service.kill('SIGTERM');
    const [status] = (await once(service, 'close')) as [number | null];
    expect(status).toBe(0);
    const described = await runCli(['groups', 'describe', 'service']);
    expect(described).toMatchObject({ status: 0, stderr: '' });
    expect(described.stdout.toString()).toMatch(/numbers +0 +2 +2 +0 /);
  } finally {
    await machine.dispose();
  }
}, LIMIT_MS);
