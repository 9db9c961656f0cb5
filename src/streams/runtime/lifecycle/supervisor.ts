import { askHandler, type UncaughtExceptionHandler } from './ask-handler';
import { Replacements } from './replacements';
import type { States } from './states';
import type { StreamThread } from '../stream-thread';

/** Time for the clients of a thread that has failed. */
const CLOSE_MS = 10_000;

/** Keeps one stream thread running: the uncaught exception handler decides what follows an error. */
export class Supervisor {
  handler: UncaughtExceptionHandler = () => 'SHUTDOWN_CLIENT';
  /** Errors of threads so far. */
  failures = 0;
  /** Resolves when the application has ended with an error. */
  ended: Promise<void> = Promise.resolve();
  readonly #states: States;
  readonly #create: () => StreamThread;
  #thread: StreamThread | undefined;
  #running: Promise<void> | undefined;
  #isStopping = false;
  readonly #replacements = new Replacements();

  constructor(states: States, create: () => StreamThread) {
    this.#states = states;
    this.#create = create;
  }

  /** `release`: after an error that ends the application. */
  run(release: () => Promise<void>): void {
    this.#running = this.#run(release);
    this.ended = this.#running;
  }

  async #run(release: () => Promise<void>): Promise<void> {
    while (!this.#isStopping) {
      const thread = this.#create();
      this.#thread = thread;
      try {
        await thread.run();
        return;
      } catch (error) {
        if (this.#isStopping) return;
        this.failures++;
        const response = askHandler(this.handler, error);
        if (response !== 'REPLACE_THREAD') this.#states.fail(error);
        else this.#states.move('REBALANCING');
        await thread.close(CLOSE_MS);
        if (response === 'REPLACE_THREAD') await this.#replacements.pause();
        else {
          await release();
          this.#states.move('ERROR');
          return;
        }
      }
    }
  }

  /** An error beside the thread. */
  fail(error: unknown): void {
    this.#thread?.fail(error);
  }

  /** Settles within the time, also if the thread still runs then. */
  async stop(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    this.#isStopping = true;
    this.#replacements.wake();
    this.#thread?.stop();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([this.#running, late]);
    clearTimeout(timer);
    await this.#thread?.close(Math.max(0, deadline - Date.now()));
  }
}
