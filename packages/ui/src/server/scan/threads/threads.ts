import { FaultError } from '../../../shared/fault-error';
import { Thread, type ThreadOptions } from './thread';

interface Waiting {
  readonly resolve: (thread: Thread) => void;
  readonly reject: (error: Error) => void;
  /** Told when its place changes; 1 is the next. */
  readonly onPlace: (place: number) => void;
  place: number;
}

export interface ThreadsOptions extends ThreadOptions {
  /** At most. */
  readonly count: number;
  readonly queue: number;
  readonly warmMs: number;
}

/** The threads of a pool: made on demand, lent to one job at a time. One that is idle is kept for a while. */
export class Threads {
  readonly #options: ThreadsOptions;
  readonly #all = new Set<Thread>();
  #idle: Thread[] = [];
  #queue: Waiting[] = [];
  #cooling: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: ThreadsOptions) {
    this.#options = options;
  }

  /** How many there are. */
  get count(): number {
    return this.#all.size;
  }

  /**
   * A thread for one job. `isUrgent`: before the others that wait.
   * @throws FaultError `BUSY` if too many wait already, AbortError if the signal aborts.
   */
  async lend(signal: AbortSignal, isUrgent: boolean, onPlace: (place: number) => void): Promise<Thread> {
    if (this.#isClosed) throw FaultError.of('LIMIT', 'scan: the server stops');
    signal.throwIfAborted();
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.size < this.#options.count) return this.#make();
    this.assertRoom();
    return this.#wait(signal, isUrgent, onPlace);
  }

  /** @throws FaultError `BUSY` if all threads are lent and too many wait already. */
  assertRoom(): void {
    const { count, queue } = this.#options;
    if (this.#idle.length > 0 || this.#all.size < count || this.#queue.length < queue) return;
    const message = `scan: ${this.#all.size} scans run and ${this.#queue.length} wait. Stop one, or try later`;
    throw FaultError.of('BUSY', message, { retriable: true });
  }

  /** Takes a thread back. */
  giveBack(thread: Thread): void {
    if (thread.isGone || this.#isClosed) return;
    const next = this.#queue.shift();
    if (next !== undefined) {
      next.resolve(thread);
      this.#tellPlaces();
    } else if (this.#idle.length > 0) void thread.end();
    else {
      this.#idle.push(thread);
      clearTimeout(this.#cooling);
      this.#cooling = setTimeout(() => void this.#idle.pop()?.end(), this.#options.warmMs);
      this.#cooling.unref();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#cooling);
    for (const { reject } of this.#queue.splice(0)) reject(FaultError.of('LIMIT', 'scan: the server stops'));
    await Promise.all([...this.#all].map((thread) => thread.end()));
  }

  #make(): Thread {
    const thread = new Thread(this.#options);
    this.#all.add(thread);
    void thread.gone.then(() => {
      this.#all.delete(thread);
      this.#idle = this.#idle.filter((one) => one !== thread);
      const next = this.#isClosed ? undefined : this.#queue.shift();
      next?.resolve(this.#make());
      if (next !== undefined) this.#tellPlaces();
    });
    return thread;
  }

  #wait(signal: AbortSignal, isUrgent: boolean, onPlace: (place: number) => void): Promise<Thread> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#queue = this.#queue.filter((one) => one !== waiting);
        this.#tellPlaces();
        reject(signal.reason as Error);
      };
      const settle =
        <T>(done: (value: T) => void) =>
        (value: T): void => {
          signal.removeEventListener('abort', onAbort);
          done(value);
        };
      const waiting: Waiting = { resolve: settle(resolve), reject: settle(reject), onPlace, place: 0 };
      signal.addEventListener('abort', onAbort, { once: true });
      if (isUrgent) this.#queue.unshift(waiting);
      else this.#queue.push(waiting);
      this.#tellPlaces();
    });
  }

  #tellPlaces(): void {
    this.#queue.forEach((waiting, i) => {
      if (waiting.place === i + 1) return;
      waiting.place = i + 1;
      waiting.onPlace(waiting.place);
    });
  }
}
