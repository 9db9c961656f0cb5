/** A child process with one library, and a new one when it has ended. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import type { Seen } from '../../oracle';
import type { Names } from './values';

export interface Task<Program> extends Names {
  program: Program;
  servers: string;
}

/** A program that has not ended by then never does. */
const LONGEST_MS = 240_000;

const hook = path.join(__dirname, '../../../helpers/kafka/ts-hook.js');

export class Worker {
  readonly #script: string;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  /** @param script What the process runs: it gets tasks, and answers with what was seen. */
  constructor(script: string, folder: string) {
    this.#script = script;
    this.#folder = folder;
  }

  #start(): ChildProcess {
    const child = fork(this.#script, [this.#folder], {
      execArgv: ['-r', hook],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.stderr!.resume();
    return child;
  }

  /** One that ended after its last program, whose lines are complete. */
  #forgetEnded(): void {
    const child = this.#child;
    if (child === undefined || child.connected) return;
    console.error(
      `${this.#folder}: the process ended after a program, with ${String(child.signalCode ?? child.exitCode)}`,
    );
    this.#child = undefined;
  }

  async run(task: Task<unknown>): Promise<Seen> {
    this.#forgetEnded();
    this.#child ??= this.#start();
    const child = this.#child;
    let timer: NodeJS.Timeout | undefined;
    const seen = await new Promise<Seen>((resolve) => {
      const ended = (_code: number | null, signal: string | null): void =>
        resolve([`the process ends with ${signal ?? 'an exit'}`]);
      child.once('exit', ended);
      child.once('message', (lines) => {
        child.off('exit', ended);
        resolve(lines as Seen);
      });
      timer = setTimeout(() => {
        child.off('exit', ended);
        child.kill('SIGKILL');
        resolve(['does not end']);
      }, LONGEST_MS);
      child.send(task, (error) => error !== null && ended(child.exitCode, child.signalCode));
    });
    clearTimeout(timer);
    child.removeAllListeners('message');
    if (child.exitCode !== null || child.signalCode !== null || child.killed) this.#child = undefined;
    return seen;
  }

  end(): void {
    this.#child?.kill();
  }
}
