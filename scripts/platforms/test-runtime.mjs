// The checks of one runtime with one binary: test/platforms/smoke.cjs, open.cjs, and the command line.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { root } from '../inputs.mjs';
import { outcome, startProgram } from './start.mjs';

const programs = path.join(root, 'test', 'platforms');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const LINES = 1000;

function makeCertificate(folder) {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', 'key.pem', '-out', 'cert.pem'],
    ],
    { cwd: folder, stdio: 'ignore' },
  );
}

/** Whether it ended as by Ctrl-C. wine ends a program without a handler with status 0. */
const interrupted = ({ code, signal }, start) =>
  signal === 'SIGINT' || code === 130 || (start.ctrlC === 'typed' && code === 0);

async function openClients(start, binary, folder, how) {
  rmSync(path.join(folder, 'open'), { force: true });
  const args = [path.join(programs, 'open.cjs'), path.join(root, 'dist'), folder].map(start.file);
  const interruptible = how === 'signal';
  const program = startProgram(start, binary, folder, { name: `open-${how}`, args: [...args, how], interruptible });
  if (interruptible && (await program.until(() => existsSync(path.join(folder, 'open'))))) program.interrupt();
  return program.ended;
}

/** `kafka-napi` with this runtime: its version, and lines in and out through a broker of its own. */
async function commandLine(start, binary, folder, results) {
  const main = start.file(path.join(root, 'dist', 'cli', 'main.js'));
  const command = (name, args, more) =>
    startProgram(start, binary, folder, { name, args: [main, name, ...args].filter(Boolean), ...more });
  const check = (name, ended, ok) => (results[`cli: ${name}`] = ok ? 'ok' : outcome(ended));

  const asked = await startProgram(start, binary, folder, { name: 'version', args: [main, '--version'] }).ended;
  check('--version', asked, asked.code === 0 && asked.output.trim() === version);

  const broker = command('broker', ['--port', '0', '--topics', 'lines:1'], { interruptible: true });
  try {
    if (!(await broker.until(() => broker.now().output.includes('\n')))) {
      results['cli: broker'] = outcome(await broker.ended);
      return;
    }
    const to = ['-b', broker.now().output.split('\n')[0].trim(), '-t', 'lines'];
    const lines = Array.from({ length: LINES }, (_, i) => `line ${i}\n`).join('');
    const input = path.join(folder, 'lines.txt');
    writeFileSync(input, lines);
    const produced = await command('produce', to, { input }).ended;
    check('produce', produced, produced.code === 0);
    const consumed = await command('consume', [...to, '-e']).ended;
    check('consume', consumed, consumed.code === 0 && consumed.output === lines);
    if (start.ctrlC) {
      const endless = command('consume', to, { interruptible: true });
      if (await endless.until(() => endless.now().output === lines)) endless.interrupt();
      const ended = await endless.ended;
      check('consume, Ctrl-C', ended, ended.code === 130 && ended.output === lines);
      broker.interrupt();
      const stopped = await broker.ended;
      check('broker, Ctrl-C', stopped, [0, 130].includes(stopped.code));
    }
  } finally {
    broker.kill();
    await broker.ended;
  }
}

/** The checks of one runtime, as { name: "ok" or what went wrong }. */
export async function testRuntime(start, binary) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-platforms-'));
  try {
    makeCertificate(folder);
    const args = [path.join(programs, 'smoke.cjs'), path.join(root, 'dist'), folder].map(start.file);
    const smoke = await startProgram(start, binary, folder, { name: 'smoke', args }).ended;
    const file = path.join(folder, 'result.json');
    const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    if (results.end === undefined) results.end = outcome(smoke);
    results['ends by itself'] = smoke.code === 0 ? 'ok' : outcome(smoke);
    const exit = await openClients(start, binary, folder, 'exit');
    results['process.exit'] = exit.code === 7 ? 'ok' : outcome(exit);
    if (start.ctrlC) {
      const ended = await openClients(start, binary, folder, 'signal');
      results['Ctrl-C'] = interrupted(ended, start) ? 'ok' : outcome(ended);
    }
    await commandLine(start, binary, folder, results);
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
