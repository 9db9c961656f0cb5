/** docs/monitoring.md: every command as it is printed, but Prometheus itself; and what it says of files and options. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../../../../../test/helpers/cli/eventually';
import { cliInShell } from '../../../../../test/helpers/cli/run-cli';
import { type Block, blocksOf, root } from '../../../../../test/helpers/docs/blocks';
import { KAFKA_VERSION } from '../../../../../test/helpers/kafka/install';
import { exporterSeries } from '../../helpers/kafka-exporter';
import { parsePrometheus } from '../../helpers/prometheus-text';

const page = 'docs/monitoring.md';
const LIMIT_MS = 300_000;
const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-docs-'));
const terminals: ChildProcess[] = [];

/** `npm install` gives this very clone. */
const asInstalled = `npm() { :; }; npx() { shift; ${cliInShell([])} "$@"; }\n`;

function shell(text: string): ChildProcess {
  const env = {
    ...process.env,
    npm_command: undefined,
    HOME: folder,
    XDG_DATA_HOME: path.join(folder, '.data'),
    KAFKA_HOME: path.join(root, `.cache/kafka-${KAFKA_VERSION}`),
  };
  return spawn('bash', ['-e', '-o', 'pipefail', '-c', asInstalled + text], { cwd: folder, env, detached: true });
}

async function type({ text }: Block): Promise<string> {
  const child = shell(text);
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  expect([text, status, output]).toEqual([text, 0, expect.anything()]);
  return output;
}

afterAll(async () => {
  for (const terminal of terminals) {
    process.kill(-terminal.pid!, 'SIGINT');
    if (terminal.exitCode === null) await once(terminal, 'close');
  }
  await once(
    shell('npx kafka-napi broker stop --force --port 9292 || true').on('spawn', () => {}),
    'close',
  );
  rmSync(folder, { recursive: true, force: true });
});

test(
  'from nothing to a board',
  async () => {
    const outputs: string[] = [];
    const blocks = blocksOf(page).filter(({ language, note }) => language === 'sh' && note !== 'prometheus');
    const stop = blocks.pop()!;
    expect(stop.text).toContain('broker stop');
    for (const block of blocks) {
      if (block.note === 'terminal') {
        const terminal = shell(block.text);
        terminals.push(terminal);
        await once(terminal.stdout!, 'data');
      } else outputs.push(await type(block));
    }
    expect(outputs[0]).toContain('1,000 delivered');
    expect(outputs[1]).toContain('kafka_consumergroup_lag_sum{consumergroup="billing",topic="orders"} 400\n');
    expect(outputs[2]).toMatch(/^billing +orders +\d +400 *$/m);
    const board = readFileSync(path.join(folder, 'kafka.json'), 'utf8');
    expect(board).toBe(readFileSync(path.join(root, 'packages/ui/grafana/kafka.json'), 'utf8'));

    // Prometheus asks as this file says.
    const { text } = blocksOf(page).find(({ note }) => note === 'prometheus.yml')!;
    const [, user, password] = /username: (\w+)\n +password: (\w+)\n/.exec(text)!;
    const [, target] = /targets: \['([\d.:]+)'\]/.exec(text)!;
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    let names = new Set<string>();
    await eventually('there are seconds behind, which needs two samples', async () => {
      const answer = await fetch(`http://${target}/metrics`, { headers: { authorization } });
      expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      names = new Set(parsePrometheus(await answer.text()).map(({ name }) => name));
      return names.has('kafka_consumergroup_lag_seconds');
    });
    expect((await fetch(`http://${target}/metrics`)).status).toBe(401);
    // The broker has to answer until here.
    await type(stop);

    // The table of the page names these, and no others.
    const rows = readFileSync(path.join(root, page), 'utf8').split('## Metrics')[1]!.split('###')[0]!;
    const named = [...rows.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) => {
      const all = [...cell!.matchAll(/`([^`]+)`/g)].map(([, one]) => one!);
      return all.map((one) => one.replace('…', all[0]!.slice(0, 'kafka_topic_partition'.length)));
    });
    expect(new Set(named)).toEqual(names);
    for (const name of Object.keys(exporterSeries)) expect(names).toContain(name);
  },
  LIMIT_MS,
);
