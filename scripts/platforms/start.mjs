// Starts a program with one of the runtimes (runtimes.mjs), and stops it as a user would: Ctrl-C, or SIGINT.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

const TIMEOUT_MS = 600_000;

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
const read = (file) => readFileSync(file, 'utf8');

/**
 * wine hands Ctrl-C to a program that has a console, and makes one of a terminal: script(1) is the terminal, and what
 * is written to its standard input is typed there.
 */
function onTerminal(command, args, output, errors) {
  const line = [command, ...args].map(quoted).join(' ');
  return [
    'script',
    ['--quiet', '--return', '--command', `${line} >${quoted(output)} 2>${quoted(errors)}`, '/dev/null'],
  ];
}

/**
 * One process: { output, errors } so far, interrupt() and `ended`, the promise of { code, signal, output, errors }.
 *
 * `start` is a runtime's starter, `args` the script and what it is given, `name` the name of the files in `folder` that
 * it writes to: under wine writing to a pipe fails. `input` is the file that it reads. With `interruptible` it can be
 * interrupted.
 */
export function startProgram(start, binary, folder, { name, args, input, interruptible = false }) {
  const files = ['out', 'err'].map((end) => path.join(folder, `${name}.${end}`));
  const fds = files.map((file) => openSync(file, 'w'));
  const stdin = input ? openSync(input) : 'ignore';
  const terminal = interruptible && start.ctrlC === 'typed';
  const all = [...start.args, ...args];
  const [command, given] = terminal ? onTerminal(start.command, all, ...files) : [start.command, all];
  const child = spawn(command, given, {
    env: { ...process.env, ...start.env, KAFKA_NAPI_ADDON: start.file(binary) },
    stdio: terminal ? ['pipe', 'ignore', 'ignore'] : [stdin, ...fds],
  });
  for (const fd of fds) closeSync(fd);
  if (input) closeSync(stdin);
  const now = () => ({ output: read(files[0]), errors: read(files[1]) });
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...now() });
    });
  });
  return {
    ended,
    now,
    interrupt: () => (terminal ? child.stdin.write('\x03') : child.kill('SIGINT')),
    kill: () => child.kill('SIGKILL'),
    /** Waits until `ready` returns true. Returns false if the process ended before. */
    async until(ready) {
      let running = true;
      const stop = () => (running = false);
      ended.then(stop, stop);
      for (;;) {
        if (ready()) return true;
        if (!running) return false;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

/** What a process ended with, for a report. */
export const outcome = ({ code, signal, output, errors }) =>
  `ended with ${signal ?? code}: ${`${output.slice(-300)}${errors.slice(-500)}`.trim()}`;
