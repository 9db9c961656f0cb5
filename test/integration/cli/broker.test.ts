import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Consumer, Producer } from '../../../src/index';
import { eventually } from '../../helpers/cli/eventually';
import { type CliResult, hook, main, runCli, startCli } from '../../helpers/cli/run-cli';
import { KAFKA_VERSION } from '../../helpers/kafka/install';
import { claimPortsInARow, releasePorts } from '../../helpers/kafka/ports';

const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-broker-'));
const env = {
  KAFKA_HOME: path.resolve(__dirname, `../../../.cache/kafka-${KAFKA_VERSION}`),
  XDG_DATA_HOME: folder,
  HOME: folder,
};
const LIMIT_MS = 480_000;
/** Within this time, one to three JVMs start. */
const slow = async (args: string[]): Promise<CliResult> => {
  const running = startCli(args, env, LIMIT_MS);
  running.child.stdin.end();
  return running.result;
};
const started: string[] = [];
let ports: number[] = [];

/** So many ports in a row. */
async function portsInARow(count: number): Promise<number> {
  const row = await claimPortsInARow(count);
  ports.push(...row);
  return row[0] as number;
}

afterAll(async () => {
  for (const data of started) await runCli(['broker', 'stop', '--force', '--data', data], '', env);
  releasePorts(ports);
  ports = [];
  rmSync(folder, { recursive: true });
}, LIMIT_MS);

interface Status {
  nodes: { pid: number | null; running: boolean }[];
}
const statusOf = async (data: string): Promise<Status> =>
  JSON.parse((await runCli(['broker', 'status', '--data', data, '-J'], '', env)).stdout.toString()) as Status;

test(
  'broker start, status, list, logs, a kill, a repair, stop',
  async () => {
    const port = await portsInARow(2);
    const data = path.join(folder, 'one');
    started.push(data);
    const start = ['broker', 'start', '--detach', '--port', String(port), '--data', data];
    const first = await slow([...start, '--topics', 'a:3']);
    expect(first).toMatchObject({ status: 0, stdout: Buffer.from(`localhost:${port}\n`) });
    // It waits for a broker that does not listen yet: no news for the user.
    expect(first.stderr).not.toContain('Warning');
    const B = ['-b', `localhost:${port}`];
    expect((await runCli(['topics', 'list', ...B])).stdout.toString()).toBe('a\n');
    expect(await runCli(['produce', ...B, '-t', 'a', '-p', '0'], '1\n2\n')).toMatchObject({ status: 0 });

    const pid = (await statusOf(data)).nodes[0]!.pid as number;
    const again = await slow(start);
    expect(again).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(new RegExp(`already running on \\S+ \\(pid ${pid}\\)`)),
    });
    const other = await slow(['broker', 'start', '--port', String(port), '--data', path.join(folder, 'other')]);
    expect(other).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`port ${port} is in use by java (pid ${pid})`),
    });
    expect((await runCli(['broker', 'list'], '', env)).stdout.toString()).toContain(
      `localhost:${port}  1 of 1 node(s) running`,
    );
    expect((await runCli(['broker', 'logs', '--data', data], '', env)).stdout.toString()).toMatch(/started|Kafka/);

    process.kill(pid, 'SIGKILL');
    await eventually('the node is gone', async () => !(await statusOf(data)).nodes[0]!.running);
    const repaired = await slow(start);
    expect(repaired).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`(pid ${pid}) did not shut down in order`),
    });
    expect((await runCli(['consume', ...B, '-t', 'a', '-e', '-q'])).stdout.toString()).toBe('1\n2\n');
    expect(await slow(['broker', 'stop', '--data', data])).toMatchObject({ status: 0 });
    expect((await statusOf(data)).nodes[0]).toMatchObject({ running: false });
  },
  LIMIT_MS,
);

test(
  'another version, fetched by Maven from the repository of its default',
  async () => {
    const port = await portsInARow(2);
    const data = path.join(folder, 'other-version');
    started.push(data);
    const args = ['broker', 'start', '--detach', '--yes', '--version', '4.2.0', '--port', String(port), '--data', data];
    // Maven's own folder of jars stays that of the user.
    const other = {
      ...env,
      KAFKA_HOME: undefined,
      HOME: process.env['HOME'],
      XDG_CACHE_HOME: path.join(folder, 'cache'),
    };
    const running = startCli([...args, '--topics', 't'], other, LIMIT_MS);
    running.child.stdin.end();
    expect(await running.result).toMatchObject({ status: 0, stdout: Buffer.from(`localhost:${port}\n`) });
    const B = ['-b', `localhost:${port}`];
    expect(await runCli(['produce', ...B, '-t', 't'], 'one\n')).toMatchObject({ status: 0 });
    expect((await runCli(['consume', ...B, '-t', 't', '-e', '-q'])).stdout.toString()).toBe('one\n');
    const { stdout } = await runCli(['broker', 'status', '--data', data], '', env);
    expect(stdout.toString()).toContain('Apache Kafka 4.2.0');
    expect(await slow(['broker', 'stop', '--data', data])).toMatchObject({ status: 0 });
  },
  LIMIT_MS,
);

test(
  'three nodes with TLS and users',
  async () => {
    const port = await portsInARow(6);
    const data = path.join(folder, 'three');
    started.push(data);
    const secured = ['--tls', '--sasl', 'alice:alice-secret'];
    const first = await slow([
      'broker',
      'start',
      '--detach',
      '--nodes',
      '3',
      '--port',
      String(port),
      '--data',
      data,
      '--topics',
      't',
      ...secured,
    ]);
    expect(first).toMatchObject({ status: 0 });
    expect(first.stderr).not.toContain('alice-secret');
    const F = ['-F', path.join(data, 'client.properties')];
    expect(await runCli(['produce', ...F, '-t', 't'], 'secret\n')).toMatchObject({ status: 0 });
    expect((await runCli(['consume', ...F, '-t', 't', '-e', '-q'])).stdout.toString()).toBe('secret\n');
    expect((await runCli(['topics', 'describe', ...F, 't'])).stdout.toString()).toContain('ReplicationFactor: 3');
    const wrong = await runCli([
      'topics',
      'list',
      ...F,
      '--timeout',
      '3000',
      '-X',
      'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="alice" password="wrong";',
    ]);
    expect(wrong.status).toBe(1);
    expect(await slow(['broker', 'stop', '--data', data])).toMatchObject({ status: 0 });
  },
  LIMIT_MS,
);

test(
  'users by SCRAM: admitted, a wrong password refused, not changed by another start',
  async () => {
    const port = await portsInARow(2);
    const data = path.join(folder, 'scram');
    started.push(data);
    const start = ['broker', 'start', '--detach', '--port', String(port), '--data', data, '--topics', 't'];
    const scram = [...start, '--sasl-mechanism', 'SCRAM-SHA-512'];
    const first = await slow([...scram, '--sasl', 'alice:alice-secret', '--sasl', 'bob:b$b:{']);
    expect(first).toMatchObject({ status: 0 });
    const F = ['-F', path.join(data, 'client.properties')];
    expect(await runCli(['produce', ...F, '-t', 't'], 'secret\n')).toMatchObject({ status: 0 });
    expect((await runCli(['users', 'list', ...F, 'alice', 'bob'])).stdout.toString()).toMatch(
      /alice.*SCRAM-SHA-512[^]*bob.*SCRAM-SHA-512/,
    );
    const as = (user: string, password: string): string[] => [
      ...[...F, '--timeout', '3000', '-X'],
      `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${password}";`,
    ];
    expect(await runCli(['topics', 'list', ...as('bob', 'b$b:{')])).toMatchObject({ status: 0 });
    expect(await runCli(['topics', 'list', ...as('alice', 'wrong')])).toMatchObject({ status: 1 });
    expect(await slow(['broker', 'stop', '--data', data])).toMatchObject({ status: 0 });
    const other = await slow([...scram, '--sasl', 'alice:another']);
    expect(other).toMatchObject({ status: 1, stderr: expect.stringContaining('has data with other users') });
  },
  LIMIT_MS,
);

test(
  'supervisord: start, kill -9 under a producer and a consumer, stop',
  async () => {
    const port = await portsInARow(2);
    const data = path.join(folder, 'supervised');
    started.push(data);
    const printed = await runCli(
      [
        'service',
        'print',
        'supervisord',
        '--name',
        'kafka',
        'broker',
        'start',
        '--yes',
        '--port',
        String(port),
        '--data',
        data,
      ],
      '',
      env,
    );
    expect(printed).toMatchObject({ status: 0 });
    // The sources run here, not the compiled program; and not everybody may write to /var/log.
    const unit = printed.stdout
      .toString()
      .replace(main, `--require ${hook} ${main}`)
      .replaceAll('/var/log/supervisor', folder);
    const config = path.join(folder, 'supervisord.conf');
    const socket = path.join(folder, 'supervisor.sock');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      config,
      `[unix_http_server]\nfile=${socket}\n[supervisord]\nnodaemon=true\nlogfile=${folder}/supervisord.log\npidfile=${folder}/supervisord.pid\n` +
        `[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\n` +
        `[supervisorctl]\nserverurl=unix://${socket}\n${unit}`,
    );
    const supervisor = spawn('supervisord', ['-c', config], { stdio: 'ignore', env: { ...process.env, ...env } });
    const control = async (...args: string[]): Promise<void> => {
      const child = spawn('supervisorctl', ['-c', config, ...args], { stdio: 'ignore' });
      await once(child, 'close');
    };
    const servers = { 'bootstrap.servers': `localhost:${port}` };
    const producer = new Producer({ ...servers, 'linger.ms': 5, 'delivery.timeout.ms': 400_000 });
    const consumer = new Consumer({
      ...servers,
      'group.id': 'g',
      'auto.offset.reset': 'earliest',
      'value.deserializer': 'string',
    });
    producer.on('error', () => {});
    consumer.on('error', () => {});
    const read: number[] = [];
    let sent = 0;
    try {
      await producer.ready({ timeoutMs: 300_000 });
      consumer.subscribe(['numbers']);
      const reading = (async () => {
        for await (const record of consumer) {
          read.push(Number(record.value));
          if (read.length === 600) return;
        }
      })();
      const sendSome = async (count: number): Promise<void> => {
        for (let i = 0; i < count; i++) await producer.send({ topic: 'numbers', value: String(sent++) });
      };
      await sendSome(200);
      const pid = (await statusOf(data)).nodes[0]!.pid as number;
      const more = sendSome(200);
      process.kill(pid, 'SIGKILL');
      await more;
      expect((await statusOf(data)).nodes[0]!.pid).not.toBe(pid);
      await sendSome(200);
      await reading;
      expect(read).toEqual(Array.from({ length: 600 }, (_, index) => index));
    } finally {
      await Promise.all([producer.close({ timeoutMs: 1000 }), consumer.close({ timeoutMs: 1000 })]);
      await control('stop', 'kafka');
      expect((await statusOf(data)).nodes[0]!.running).toBe(false);
      await control('shutdown');
      if (supervisor.exitCode === null) await once(supervisor, 'close');
    }
    expect(readFileSync(path.join(folder, 'kafka.out.log'), 'utf8')).toContain(`localhost:${port}`);
  },
  LIMIT_MS,
);
