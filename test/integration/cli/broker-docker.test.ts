/**
 * `broker start` without Java but with Docker. There is no Docker here: a program of that name writes down its
 * arguments and answers, and its container is a real Kafka.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type CliResult, hook, main, runCli, startCli } from '../../helpers/cli/run-cli';
import { KAFKA_VERSION } from '../../helpers/kafka/install';
import { claimPortsInARow, releasePorts } from '../../helpers/kafka/ports';

const LIMIT_MS = 480_000;
const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-docker-'));
const bin = path.join(folder, 'bin');
const env = { PATH: bin, JAVA_HOME: undefined, KAFKA_HOME: undefined, XDG_DATA_HOME: path.join(folder, 'data') };
let ports: number[] = [];

const calls = (): string[][] =>
  readFileSync(path.join(folder, 'calls'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);

/** The daemon does not answer unless `up` exists; the image is there when it was pulled. */
function writeDocker(): void {
  const home = path.resolve(__dirname, `../../../.cache/kafka-${KAFKA_VERSION}`);
  const file = path.join(bin, 'docker');
  writeFileSync(
    file,
    `#!${process.execPath}
const { appendFileSync, existsSync, writeFileSync } = require('node:fs');
const { spawn } = require('node:child_process');
const folder = ${JSON.stringify(folder)};
const args = process.argv.slice(2);
appendFileSync(folder + '/calls', JSON.stringify(args) + '\\n');
if (args[0] === 'version' && !existsSync(folder + '/up')) {
  console.error('Cannot connect to the Docker daemon');
  process.exit(1);
}
if (args[0] === 'pull') writeFileSync(folder + '/pulled', '');
if (args[0] === 'image') process.exit(existsSync(folder + '/pulled') ? 0 : 1);
if (args[0] === 'run') {
  const port = args[args.indexOf('--publish') + 1].split(':')[2];
  const start = ['broker', 'start', '--port', port, '--data', folder + '/container'];
  const child = spawn(process.execPath, ['--require', ${JSON.stringify(hook)}, ${JSON.stringify(main)}, ...start], {
    stdio: 'inherit',
    env: { ...process.env, PATH: ${JSON.stringify(process.env['PATH'])}, KAFKA_HOME: ${JSON.stringify(home)} },
  });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? 1));
}
`,
  );
  chmodSync(file, 0o755);
}

beforeAll(() => {
  mkdirSync(bin);
  writeDocker();
});

afterAll(() => {
  releasePorts(ports);
  rmSync(folder, { recursive: true });
});

test(
  'broker start by Docker: consent, the exact command, status, logs, stop',
  async () => {
    ports = await claimPortsInARow(2);
    const port = ports[0] as number;
    const data = path.join(folder, 'broker');
    const start = async (...more: string[]): Promise<CliResult> => {
      const args = ['broker', 'start', '--detach', '--port', String(port), '--data', data, ...more];
      const running = startCli(args, env, LIMIT_MS);
      running.child.stdin.end();
      return running.result;
    };
    expect(await start()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Docker does not answer (Cannot connect to the Docker daemon)'),
    });
    writeFileSync(path.join(folder, 'up'), '');
    expect(await start('--tls')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--tls: not with Docker'),
    });
    expect(await start()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`the Docker image apache/kafka:${KAFKA_VERSION} is not here and was not pulled`),
    });
    expect(existsSync(path.join(folder, 'pulled'))).toBe(false);

    const started = await start('--yes', '--topics', 't:2', '--config', 'log.retention.hours=1');
    expect(started).toMatchObject({
      status: 0,
      stdout: Buffer.from(`localhost:${port}\n`),
      stderr: expect.stringMatching(
        /there is no Java: starting Kafka with Docker[^]*data in the Docker volume kafka-napi-/,
      ),
    });
    const [run] = calls().filter(([verb]) => verb === 'run') as [string[]];
    const name = run[run.indexOf('--name') + 1] as string;
    expect(run.slice(0, 9)).toEqual([
      ...['run', '--rm', '--name', name, '--stop-timeout', '60', '--publish', `127.0.0.1:${port}:${port}`, '--volume'],
    ]);
    expect(run).toContain(`${name}:/var/lib/kafka/data`);
    expect(run).toContain(`KAFKA_LISTENERS=PLAINTEXT://:${port},CONTROLLER://localhost:${port + 1}`);
    expect(run).toContain(`KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:${port}`);
    expect(run).toContain('KAFKA_LOG_DIRS=/var/lib/kafka/data');
    expect(run).toContain('KAFKA_LOG_RETENTION_HOURS=1');
    expect(run.at(-1)).toBe(`apache/kafka:${KAFKA_VERSION}`);

    const B = ['-b', `localhost:${port}`];
    expect(await runCli(['produce', ...B, '-t', 't'], 'one\n')).toMatchObject({ status: 0 });
    expect((await runCli(['consume', ...B, '-t', 't', '-e', '-q'])).stdout.toString()).toBe('one\n');
    const which = ['--data', data];
    expect((await runCli(['broker', 'status', ...which], '', env)).stdout.toString()).toMatch(/running, pid \d+/);
    expect((await runCli(['broker', 'logs', ...which], '', env)).stdout.toString()).toContain(`localhost:${port}`);
    expect(await runCli(['broker', 'stop', ...which], '', env)).toMatchObject({ status: 0 });
    expect(await runCli(['broker', 'status', ...which], '', env)).toMatchObject({ status: 1 });
    // The container was told, and not removed by force.
    expect(calls().filter(([verb]) => verb === 'rm')).toEqual([]);
    // A later stop by force, or the next start, removes what a killed `docker run` has left.
    expect(await runCli(['broker', 'stop', '--force', ...which], '', env)).toMatchObject({ status: 0 });
    expect(calls().at(-1)).toEqual(['rm', '--force', name]);
  },
  LIMIT_MS,
);
