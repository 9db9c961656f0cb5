import { sleep } from './commit/retried';
import type { States } from './states';
import type { StreamThread } from './stream-thread';

/** Java's StreamThreadExceptionResponse. */
export type UncaughtExceptionResponse = 'REPLACE_THREAD' | 'SHUTDOWN_CLIENT' | 'SHUTDOWN_APPLICATION';

/**
 * `'REPLACE_THREAD'`: goes on from the last commit. `'SHUTDOWN_CLIENT'`: this application ends, in the state ERROR; the
 * other processes go on. `'SHUTDOWN_APPLICATION'`: the same with a warning, because the others cannot be told. Java's
 * StreamsUncaughtExceptionHandler.
 */
export type UncaughtExceptionHandler = (error: unknown) => UncaughtExceptionResponse;

/** So many replacements within that time may fail at once; then there is a pause before each. */
const AT_ONCE = 3;
const WITHIN_MS = 30_000;
const LONGEST_PAUSE_MS = 30_000;
/** Time for the clients of a thread that has failed. */
const CLOSE_MS = 10_000;

/** Keeps one stream thread running: the uncaught exception handler decides what follows an error. */
export class Supervisor {
  handler: UncaughtExceptionHandler = () => 'SHUTDOWN_CLIENT';
  /** Resolves when the application has ended with an error. */
  ended: Promise<void> = Promise.resolve();
  readonly #states: States;
  readonly #create: () => StreamThread;
  #thread: StreamThread | undefined;
  #running: Promise<void> | undefined;
  #isStopping = false;
  /** Ends a pause. */
  #wake: () => void = () => undefined;
  readonly #failures: number[] = [];

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
        const response = this.#ask(error);
        if (response !== 'REPLACE_THREAD') this.#states.fail(error);
        else this.#states.move('REBALANCING');
        await thread.close(CLOSE_MS);
        if (response === 'REPLACE_THREAD') await this.#pause();
        else {
          await release();
          this.#states.move('ERROR');
          return;
        }
      }
    }
  }

  #ask(error: unknown): UncaughtExceptionResponse {
    let response: unknown;
    try {
      response = this.handler(error);
    } catch (ofHandler) {
      process.emitWarning(`the uncaught exception handler failed: ${String(ofHandler)}`);
      return 'SHUTDOWN_CLIENT';
    }
    if (response === 'REPLACE_THREAD' || response === 'SHUTDOWN_CLIENT') return response;
    process.emitWarning(
      response === 'SHUTDOWN_APPLICATION'
        ? 'SHUTDOWN_APPLICATION ends only this process: the protocol of the group has no message for the others'
        : `the uncaught exception handler returned ${String(response)}, which is no response: SHUTDOWN_CLIENT`,
    );
    return 'SHUTDOWN_CLIENT';
  }

  /** The more failures there have been lately, the longer. */
  async #pause(): Promise<void> {
    const now = Date.now();
    this.#failures.push(now);
    while (now - this.#failures[0]! > WITHIN_MS + LONGEST_PAUSE_MS) this.#failures.shift();
    const more = this.#failures.length - AT_ONCE;
    if (more <= 0) return;
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    await Promise.race([sleep(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** more)), woken]);
  }

  /** An error beside the thread. */
  fail(error: unknown): void {
    this.#thread?.fail(error);
  }

  /** Settles within the time, also if the thread still runs then. */
  async stop(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    this.#isStopping = true;
    this.#wake();
    this.#thread?.stop();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([this.#running, late]);
    clearTimeout(timer);
    await this.#thread?.close(Math.max(0, deadline - Date.now()));
  }
}
