/**
 * Runs a test program in its own process, so that a crash, a hang or a core dump of the addon fails one test instead of
 * ending all of them.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { root } from './addon';

/** A program prints this on a separate line when it has reached the state that the test needs. */
export const READY = 'READY';

export interface ProgramOptions {
  readonly args?: readonly string[];
  /** Arguments for node itself. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The process is killed after this many ms, and the test fails. Default 120,000. */
  readonly timeoutMs?: number;
  /** 'pipe': `onLine` may write to the process. Default: no input. */
  readonly stdin?: 'pipe';
  /** Called for each line that the program prints. */
  readonly onLine?: (line: string, child: ChildProcess) => void;
}

export interface ProgramResult {
  /** Exit status; null if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** ms from READY to the end; NaN if it was never ready. */
  readonly msAfterReady: number;
  readonly timedOut: boolean;
}

/** Runs a TypeScript file (absolute, or relative to the repository) and resolves when it has ended. */
export function runProgram(file: string, options: ProgramOptions = {}): Promise<ProgramResult> {
  const hook = path.join(root, 'test/helpers/kafka/ts-hook.js');
  const args = [...(options.nodeArgs ?? []), '-r', hook, path.resolve(root, file), ...(options.args ?? [])];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  if (options.stdin !== 'pipe') child.stdin.end();
  // It may have ended before it read its input.
  child.stdin.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    let readyAt = NaN;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs ?? 120_000);
    createInterface({ input: child.stdout }).on('line', (line) => {
      stdout += `${line}\n`;
      if (line === READY) readyAt = performance.now();
      options.onLine?.(line, child);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr, msAfterReady: performance.now() - readyAt, timedOut });
    });
  });
}

/**
 * Runs a program that must succeed and end on its own. Resolves with its output; otherwise rejects with all details.
 */
export async function expectSuccess(file: string, options: ProgramOptions = {}): Promise<string> {
  const result = await runProgram(file, options);
  if (result.code === 0 && !result.timedOut) return result.stdout;
  const how = result.timedOut ? 'hung' : (result.signal ?? `status ${result.code}`);
  throw new Error(`${file} ${(options.args ?? []).join(' ')}: ${how}\n${result.stdout}\n${result.stderr}`);
}

/** The complete lines of JSON that a program has printed, in order. */
export function jsonLines<T>(stdout: string): T[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as T);
}
