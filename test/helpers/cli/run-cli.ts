import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { slowness } from '../addon';

const root = path.resolve(__dirname, '../../..');
const hook = path.join(root, 'test/helpers/kafka/ts-hook.js');
const main = path.join(root, 'src/cli/main.ts');

/** No command of a test takes longer; one that hangs is ended and so fails its test, a little before the test's own limit. */
const LIMIT_MS = slowness === 1 ? 55_000 : 170_000;

export interface CliResult {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

export interface RunningCli {
  child: ChildProcessWithoutNullStreams;
  /** What has come so far. */
  stdout: () => Buffer;
  stderr: () => string;
  /** Resolves when `stderr` (or `stdout`) matches; rejects when the process ends before. */
  stderrMatches: (pattern: RegExp) => Promise<void>;
  stdoutMatches: (pattern: RegExp) => Promise<void>;
  result: Promise<CliResult>;
}

/** Starts `kafka-napi …args` from the sources. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}, limitMs = LIMIT_MS): RunningCli {
  const child = spawn(process.execPath, ['--require', hook, main, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  const out: Buffer[] = [];
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // A command that needs no more input closes it while the test still writes.
  child.stdin.on('error', () => {});
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const result = once(child, 'close').then(([status, signal]) => {
    clearTimeout(limit);
    return {
      status: status as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout: Buffer.concat(out),
      stderr: errors,
    };
  });
  const matches = async (stream: NodeJS.ReadableStream, text: () => string, pattern: RegExp): Promise<void> => {
    while (!pattern.test(text())) {
      const ended = await Promise.race([once(stream, 'data').then(() => false), result.then(() => true)]);
      if (ended && !pattern.test(text()))
        throw new Error(`the command ended without ${String(pattern)}: ${text()}${errors}`);
    }
  };
  return {
    child,
    stdout: () => Buffer.concat(out),
    stderr: () => errors,
    stderrMatches: (pattern) => matches(child.stderr, () => errors, pattern),
    stdoutMatches: (pattern) => matches(child.stdout, () => Buffer.concat(out).toString('latin1'), pattern),
    result,
  };
}

/** Runs a command to its end, with `input` on its standard input. */
export async function runCli(
  args: readonly string[],
  input: string | Buffer = '',
  env: NodeJS.ProcessEnv = {},
): Promise<CliResult> {
  const running = startCli(args, env);
  running.child.stdin.end(input);
  return running.result;
}
