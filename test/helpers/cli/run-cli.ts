import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { slowness } from '../addon';

const root = path.resolve(__dirname, '../../..');
export const hook = path.join(root, 'test/helpers/kafka/ts-hook.js');
export const main = path.join(root, 'src/cli/main.ts');

/**
 * Limit for each command of a test, slightly below the limit of the test itself. A command that hangs is killed and
 * fails its test.
 */
const LIMIT_MS = slowness === 1 ? 55_000 : 170_000;

export interface CliResult {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

export interface RunningCli {
  child: ChildProcessWithoutNullStreams;
  /** The output so far. */
  stdout: () => Buffer;
  stderr: () => string;
  /** Resolves when `stderr` (or `stdout`) matches; rejects if the process ends before. */
  stderrMatches: (pattern: RegExp) => Promise<void>;
  stdoutMatches: (pattern: RegExp) => Promise<void>;
  result: Promise<CliResult>;
}

/** Starts `kafka-napi …args` from the sources. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}, limitMs = LIMIT_MS): RunningCli {
  const child = spawn(process.execPath, ['--require', hook, main, ...args], {
    cwd: root,
    // Not as under npx, by which jest may have been started.
    env: { ...process.env, npm_command: undefined, ...env },
    stdio: 'pipe',
  });
  const out: Buffer[] = [];
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // A command that needs no more input closes it while the test is still writing.
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

/** Runs a command to its end, with `input` as its standard input. */
export async function runCli(
  args: readonly string[],
  input: string | Buffer = '',
  env: NodeJS.ProcessEnv = {},
): Promise<CliResult> {
  const running = startCli(args, env);
  running.child.stdin.end(input);
  return running.result;
}

/** `kafka-napi …args` as a word of a shell script: for pipes whose reader is a program instead of this process. */
export function cliInShell(args: readonly string[]): string {
  const quoted = [process.execPath, '--require', hook, main, ...args].map(
    (word) => `'${word.replaceAll("'", "'\\''")}'`,
  );
  return quoted.join(' ');
}
