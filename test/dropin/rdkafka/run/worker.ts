/** A child process with one library, and a new one when it has ended. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import type { Seen } from '../../oracle';
import type { Task } from './interpret';

/** A program that has not ended by then never does. */
const LONGEST_MS = 240_000;

const hook = path.join(__dirname, '../../../helpers/kafka/ts-hook.js');

export class Worker {
  readonly #folder: string;
  #child: ChildProcess | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #start(): ChildProcess {
    const child = fork(path.join(__dirname, 'child.ts'), [this.#folder], {
      execArgv: ['-r', hook],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.stderr!.resume();
    return child;
  }

  async run(task: Task): Promise<Seen> {
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
      child.send(task);
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
