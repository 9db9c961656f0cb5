/** A process of the application, which is started, killed, stopped, frozen. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const hook = path.resolve(__dirname, '../../helpers/kafka/ts-hook.js');

export class Member {
  /** The last state that it printed. */
  state = 'STARTING';
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  /** `argument`: of application.ts. `log` gets what it writes to stderr. */
  constructor(argument: object, log: (line: string) => void) {
    const args = ['-r', hook, path.join(__dirname, 'application.ts'), JSON.stringify(argument)];
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    createInterface({ input: this.#child.stdout! }).on('line', (line) => (this.state = line));
    createInterface({ input: this.#child.stderr! }).on('line', log);
    this.#ended = new Promise((resolve) => this.#child.once('close', () => resolve()));
    void this.#ended.then(() => (this.state = 'ENDED'));
  }

  /** SIGKILL: nothing of it runs on. SIGTERM: it commits and leaves the group. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }

  /** Stands still for so long: longer than `session.timeout.ms`, and the group gives its tasks to others meanwhile. */
  async freeze(ms: number): Promise<void> {
    this.#child.kill('SIGSTOP');
    await sleep(ms);
    this.#child.kill('SIGCONT');
  }
}
