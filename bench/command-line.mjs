// node bench/command-line.mjs [--messages 5000000] [--rounds 5]
//
// The command line beside kcat, on one broker, in turns: wall time and CPU of whole processes that produce and consume
// messages of 100 bytes, and how long `--version` and `topics list` take beside an empty Node. Prints the tables of
// docs/evidence/command-line.md. Needs kcat on the PATH.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { startKafka, stopKafka } from './lib/kafka.mjs';
import { median } from './lib/stats.mjs';

const { values } = parseArgs({
  options: { messages: { type: 'string', default: '5000000' }, rounds: { type: 'string', default: '5' } },
});
const count = Number(values.messages);
const rounds = Number(values.rounds);
const startUps = 15;
const cli = path.resolve(import.meta.dirname, '../dist/cli/main.js');

/** Seconds of wall time and of CPU of one process; a failure ends the run. */
async function timed(command, args, output) {
  const out = openSync(output, 'w');
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', command, ...args], {
    stdio: ['ignore', out, 'pipe'],
  });
  closeSync(out);
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}. ${stderr}`);
  const [wall, user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: user + system };
}

function writeMessages(file) {
  const handle = openSync(file, 'w');
  for (let at = 0; at < count;) {
    const lines = [];
    for (const end = Math.min(count, at + 20_000); at < end; at++) lines.push(`${String(at).padStart(99, '0')}\n`);
    writeSync(handle, lines.join(''));
  }
  closeSync(handle);
}

function row(name, runs) {
  const ratio = (of) => runs.map(({ ours, kcat }) => of(ours) / of(kcat));
  const show = (list) => `**${median(list).toFixed(2)}** (${list.map((one) => one.toFixed(2)).join(', ')})`;
  const rate = (side) => Math.round(count / median(runs.map((one) => one[side].wall)) / 1000);
  const speed = ratio(({ wall }) => 1 / wall);
  return `| ${name} | ${rate('ours')} | ${rate('kcat')} | ${show(speed)} | ${show(ratio(({ cpu }) => cpu))} |`;
}

async function besideKcat(address, kafka, folder) {
  const file = path.join(folder, 'messages');
  writeMessages(file);
  const read = path.join(folder, 'read');
  const produce = [];
  const consume = [];
  for (let round = 0; round < rounds; round++) {
    const topics = { ours: `ours-${round}`, kcat: `kcat-${round}` };
    for (const topic of Object.values(topics)) await kafka.createTopic(topic, { partitions: 4 });
    const commands = {
      ours: [process.execPath, (topic) => [cli, 'produce', '-q', '-b', address, '-t', topic, file]],
      kcat: ['kcat', (topic) => ['-P', '-b', address, '-t', topic, '-l', file]],
    };
    const sides = round % 2 === 0 ? ['ours', 'kcat'] : ['kcat', 'ours'];
    const sent = {};
    for (const side of sides) sent[side] = await timed(commands[side][0], commands[side][1](topics[side]), os.devNull);
    produce.push(sent);
    const readers = {
      ours: [process.execPath, [cli, 'consume', '-q', '-e', '-b', address, '-t', topics.ours]],
      kcat: ['kcat', ['-C', '-q', '-e', '-b', address, '-t', topics.ours]],
    };
    const got = {};
    for (const side of sides) {
      got[side] = await timed(...readers[side], read);
      if (statSync(read).size !== count * 100) throw new Error(`${side} read ${statSync(read).size} bytes`);
    }
    consume.push(got);
    for (const topic of Object.values(topics)) await kafka.deleteTopic(topic);
  }
  console.log('| | messages/ms here | of kcat | speed ÷ kcat | CPU ÷ kcat |\n|---|---|---|---|---|');
  console.log(row('produce', produce));
  console.log(row('consume', consume));
}

async function startUp(address) {
  const commands = {
    'node -e 0': ['-e', '0'],
    'kafka-napi --version': [cli, '--version'],
    'kafka-napi topics list': [cli, 'topics', 'list', '-b', address],
  };
  const runs = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let i = 0; i < startUps; i++)
    for (const [name, args] of Object.entries(commands))
      runs[name].push(await timed(process.execPath, args, os.devNull));
  const wall = (name) => median(runs[name].map((one) => one.wall)) * 1000;
  const limit = wall('node -e 0') * 1.5 + 60;
  console.log(`\nLimit: ${Math.round(limit)} ms\n\n| | ms | ÷ \`node -e 0\` | CPU ms |\n|---|---|---|---|`);
  for (const name of Object.keys(commands)) {
    const cpu = median(runs[name].map((one) => one.cpu)) * 1000;
    console.log(
      `| \`${name}\` | ${Math.round(wall(name))} | ${(wall(name) / wall('node -e 0')).toFixed(2)} | ${Math.round(cpu)} |`,
    );
  }
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-bench-'));
const kafka = await startKafka();
try {
  await kafka.createTopic('numbers');
  await besideKcat(kafka.bootstrapServers, kafka, folder);
  await startUp(kafka.bootstrapServers);
} finally {
  await stopKafka(kafka);
  rmSync(folder, { recursive: true, force: true });
}
