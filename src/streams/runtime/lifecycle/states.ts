import { reasonOf, StreamsError } from '../../errors/streams-errors';

/** Java's KafkaStreams.State. */
export type StreamsState =
  'CREATED' | 'REBALANCING' | 'RUNNING' | 'PENDING_SHUTDOWN' | 'NOT_RUNNING' | 'PENDING_ERROR' | 'ERROR';

/** Called after each change. Java's StateListener. */
export type StateListener = (newState: StreamsState, oldState: StreamsState) => void;

const moves: Readonly<Record<StreamsState, readonly StreamsState[]>> = {
  CREATED: ['REBALANCING', 'PENDING_SHUTDOWN'],
  REBALANCING: ['RUNNING', 'PENDING_SHUTDOWN', 'PENDING_ERROR'],
  RUNNING: ['REBALANCING', 'PENDING_SHUTDOWN', 'PENDING_ERROR'],
  PENDING_SHUTDOWN: ['NOT_RUNNING'],
  NOT_RUNNING: [],
  PENDING_ERROR: ['ERROR'],
  ERROR: [],
};

/** The state of an application, and who waits for one. */
export class States {
  #state: StreamsState = 'CREATED';
  #listener: StateListener = () => undefined;
  /** The error that ends the application. */
  #failure: unknown;
  readonly #waiting = new Set<() => void>();

  get state(): StreamsState {
    return this.#state;
  }

  /** Neither closing nor closed. */
  get isAlive(): boolean {
    return this.#state === 'CREATED' || this.#state === 'REBALANCING' || this.#state === 'RUNNING';
  }

  set listener(listener: StateListener) {
    this.#listener = listener;
  }

  /** Moves if Java would, and tells the listener. What that throws is its own affair, in a later tick. */
  move(to: StreamsState): boolean {
    const from = this.#state;
    if (!moves[from].includes(to)) return false;
    this.#state = to;
    try {
      this.#listener(to, from);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
    for (const look of [...this.#waiting]) look();
    return true;
  }

  /** Moves to PENDING_ERROR: who waits for another state hears of this error. */
  fail(error: unknown): boolean {
    this.#failure ??= error;
    return this.move('PENDING_ERROR');
  }

  /**
   * Resolves in one of these states. @throws StreamsError in one from which none of them can be reached; `cause` is the
   * error that ended the application.
   */
  reached(
    wanted: readonly StreamsState[],
    options: { timeoutMs: number; signal: AbortSignal | undefined },
  ): Promise<void> {
    const { timeoutMs, signal } = options;
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        this.#waiting.delete(look);
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        end();
      };
      const look = (): void => {
        if (wanted.includes(this.#state)) settle(resolve);
        else if (!this.isAlive && !wanted.some((one) => moves[this.#state].includes(one)))
          settle(() => reject(this.#unreachable(wanted)));
      };
      const abort = (): void => settle(() => reject(signal!.reason as Error));
      const late = (): void =>
        settle(() => reject(new StreamsError(`the application is ${this.#state} after ${timeoutMs} ms`)));
      const timer = timeoutMs === Infinity ? undefined : setTimeout(late, timeoutMs);
      this.#waiting.add(look);
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort);
      look();
    });
  }

  #unreachable(wanted: readonly StreamsState[]): StreamsError {
    const cause = this.#failure;
    const why = cause === undefined ? '' : `: ${reasonOf(cause)}`;
    return new StreamsError(`the application is ${this.#state}, and will not be ${wanted.join()}${why}`, { cause });
  }
}
