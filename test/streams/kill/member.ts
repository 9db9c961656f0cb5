/** A process of the application, which is started, killed, stopped, frozen. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Point } from './faults';
import { MUTATION } from './mutations';
import type { Order } from './trap';

const hook = path.resolve(__dirname, '../../helpers/kafka/ts-hook.js');
const mutate = path.join(__dirname, 'mutate.ts');

export class Member {
  /** The last state that it printed. */
  state = 'STARTING';
  /** Of its producer, as soon as it has one. */
  transactionalId: string | undefined;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #place: Point | undefined;

  /** `argument`: of application.ts. `mutation`: of mutations.ts. `log` gets what it writes to stderr. */
  constructor(argument: object, mutation: string | undefined, log: (line: string) => void) {
    const preload = mutation === undefined ? [] : ['-r', mutate];
    const args = ['-r', hook, ...preload, path.join(__dirname, 'application.ts'), JSON.stringify(argument)];
    this.#child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, [MUTATION]: mutation },
    });
    // Its end is seen by `close`; what cannot be sent any more does not matter.
    this.#child.on('error', () => undefined);
    createInterface({ input: this.#child.stdout! }).on('line', (line) => this.#heard(line));
    createInterface({ input: this.#child.stderr! }).on('line', log);
    this.#ended = new Promise((resolve) => this.#child.once('close', () => resolve()));
    void this.#ended.then(() => (this.state = 'ENDED'));
  }

  #heard(line: string): void {
    if (line.startsWith('AT ')) this.#place = line.slice(3) as Point;
    else if (line.startsWith('ID ')) this.transactionalId = line.slice(3);
    else this.state = line;
  }

  /** The signal comes when it is there. False: it does not come there in time, and is not waited for any more. */
  async at(order: Order, timeoutMs: number): Promise<boolean> {
    this.#place = undefined;
    this.#child.send(order, () => undefined);
    const isThere = await this.reached(order.point, timeoutMs);
    if (!isThere && this.#child.connected) this.#child.send({}, () => undefined);
    return isThere;
  }

  /** Whether it comes to the place that it was given at its start, or by {@link at}. */
  async reached(point: Point, timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    while (this.#place !== point && this.state !== 'ENDED' && Date.now() < deadline) await sleep(10);
    return this.#place === point;
  }

  /** SIGKILL: nothing of it runs on. SIGTERM: it commits and leaves the group. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }

  /** Stands still. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  /** Goes on. */
  thaw(): void {
    this.#child.kill('SIGCONT');
  }
}
