import { StreamsError } from '../../errors/streams-errors';
import type { Crontab } from './crontab';

const MINUTE_MS = 60_000;
/** A timer may be early by a little: then the minute is the one that is about to begin. */
const EARLY_MS = 1000;
const LONGEST_MS = 2 ** 31 - 1;

const minuteOf = (now: number): number => Math.floor((now + EARLY_MS) / MINUTE_MS) * MINUTE_MS;

/** Where a timer runs. */
export interface TimerOptions {
  /** Only in the process that has this task, such as `'0_0'`. Default: in every process. */
  readonly onTask?: string | undefined;
}

/** Something that is done again and again. */
interface Timer {
  /** From now until the next time. */
  readonly delay: (now: number) => number;
  readonly isDue: (now: number) => boolean;
  readonly work: () => unknown;
  readonly onTask: string | undefined;
}

/** The timers of an application, while it runs. One call of a function ends before its next begins. */
export class Timers {
  readonly #timers: Timer[] = [];
  readonly #waiting = new Set<NodeJS.Timeout>();
  #isRunning = false;

  /** @throws StreamsError for an interval below 1 ms or above 24 days. */
  every(intervalMs: number, work: () => unknown, { onTask }: TimerOptions): void {
    if (!(intervalMs >= 1 && intervalMs <= LONGEST_MS))
      throw new StreamsError(`timer: the interval must be 1 to ${LONGEST_MS} ms, not ${intervalMs}`);
    this.#timers.push({ delay: () => intervalMs, isDue: () => true, work, onTask });
  }

  /** At the beginning of each minute that the line matches. */
  at(crontab: Crontab, work: () => unknown, { onTask }: TimerOptions): void {
    const delay = (now: number): number => minuteOf(now) + MINUTE_MS - now;
    this.#timers.push({ delay, isDue: (now) => crontab.matches(minuteOf(now)), work, onTask });
  }

  /** `hasTask`: whether the task is in this process; `failed` gets the error of a function. */
  start(hasTask: (id: string) => boolean, failed: (error: unknown) => void): void {
    this.#isRunning = true;
    for (const timer of this.#timers) this.#wait(timer, hasTask, failed);
  }

  stop(): void {
    this.#isRunning = false;
    for (const waiting of this.#waiting) clearTimeout(waiting);
    this.#waiting.clear();
  }

  #wait(timer: Timer, hasTask: (id: string) => boolean, failed: (error: unknown) => void): void {
    if (!this.#isRunning) return;
    const waiting = setTimeout(() => {
      this.#waiting.delete(waiting);
      const isHere = timer.onTask === undefined || hasTask(timer.onTask);
      const run = async (): Promise<void> => {
        if (isHere && timer.isDue(Date.now())) await timer.work();
      };
      run().then(() => this.#wait(timer, hasTask, failed), failed);
    }, timer.delay(Date.now()));
    this.#waiting.add(waiting);
  }
}
