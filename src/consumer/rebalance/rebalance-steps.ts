import { AsyncLocalStorage } from 'node:async_hooks';
import { LONGEST_TIMER_MS, now } from '../client/waiting';
import { KafkaError } from '../errors/kafka-error';
import { TimeoutError } from '../errors/waiting-errors';
import { isPromise, listenerError, type ListenerName, type RebalanceListeners } from './listeners';
import type { Port } from './port';
import type { TopicPartition } from './topic-partition';

export type Step = () => void | Promise<void>;

/** Of `max.poll.interval.ms`: what listeners may take of it. */
const LISTENERS_SHARE = 0.9;

/** One rebalance whose steps are at work. */
interface Run {
  /** Goes on without what is still at work; only the first call counts. */
  goOn: () => void;
  /** Starts its clock anew. */
  rearm: () => void;
}

/**
 * What a rebalance waits for before it is answered: commits, and listeners. They may take their time, up to the deadline, at
 * which the answer is given anyway, or the group would throw this member out.
 */
export class RebalanceWork {
  readonly #port: Port;
  readonly #maxPollIntervalMs: number;
  readonly #onListenerError: (error: KafkaError) => void;
  /** Which run a listener belongs to, wherever it has got to. On only while one is at work: it makes every promise dearer. */
  readonly #inside = new AsyncLocalStorage<Run>();
  #listening = 0;
  /** Whose step was begun last: that of the listener that is being called. */
  #stepping: Run | undefined;
  #deadline = Infinity;
  #pending: { run: Run; settled: Promise<void> } | undefined;
  #abandoned = false;

  /** While `pollSync` blocks the thread. */
  sync = false;

  constructor(port: Port, maxPollIntervalMs: number, onListenerError: (error: KafkaError) => void) {
    this.#port = port;
    this.#maxPollIntervalMs = maxPollIntervalMs;
    this.#onListenerError = onListenerError;
  }

  /** Listeners or commits are at work. */
  get isPending(): boolean {
    return this.#pending !== undefined;
  }

  /** Resolves once the rebalance at work is answered. */
  get settled(): Promise<void> {
    return this.#pending?.settled ?? Promise.resolve();
  }

  /** Ends listeners earlier than `max.poll.interval.ms` would, those at work too: `close`. In `now()`'s ms. */
  set deadline(time: number) {
    this.#deadline = time;
    this.#pending?.run.rearm();
  }

  /** ms that the steps of a rebalance which came just now may take. */
  get timeLeft(): number {
    // The rebalance came with a drain, which began a new interval.
    return Math.max(0, Math.min(this.#maxPollIntervalMs * LISTENERS_SHARE, this.#deadline - now()));
  }

  /** The caller is a listener, or something that one waits for. */
  get isInside(): boolean {
    return this.#listening > 0 && this.#inside.getStore() !== undefined;
  }

  /**
   * Called from within a listener by what comes after the rebalance, `close` and `unsubscribe`: the rebalance is answered now, for
   * waiting for a listener that waits for us would end at the deadline only.
   */
  goOnIfInside(): void {
    if (this.#listening > 0) this.#inside.getStore()?.goOn();
  }

  /** Runs the steps, at once as far as they are synchronous, then answers. */
  run(steps: readonly Step[], answer: () => void, timeUp?: AbortController): void {
    let isOver = false;
    let timer: NodeJS.Timeout | undefined;
    let settle: () => void = () => undefined;
    const startedAt = now();
    const timeoutMs = this.timeLeft;
    const run: Run = {
      goOn: () => {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        if (this.#pending?.run === run) this.#pending = undefined;
        if (!this.#abandoned && !this.#port.isDestroyed) answer();
        settle();
      },
      rearm: () => {
        clearTimeout(timer);
        const ms = Math.max(0, Math.min(startedAt + timeoutMs, this.#deadline) - now());
        timer = setTimeout(
          () => {
            if (!isOver) this.#timeIsUp(now() - startedAt, timeUp);
            run.goOn();
          },
          Math.min(ms, LONGEST_TIMER_MS),
        );
        // A poll that waits keeps the process alive by itself; a listener that waits for nothing must not.
        timer.unref();
      },
    };
    const step = (next: Step): void | Promise<void> => this.#step(next, run);
    for (let i = 0; i < steps.length; i++) {
      const awaited = step(steps[i]!);
      if (isOver) return;
      if (!isPromise(awaited)) continue;
      const settled = new Promise<void>((resolve) => (settle = resolve));
      this.#pending = { run, settled };
      run.rearm();
      void (async () => {
        await awaited;
        for (const next of steps.slice(i + 1)) if (!isOver) await step(next);
      })().then(run.goOn);
      return;
    }
    run.goOn();
  }

  /** Whatever fails, the group waits for an answer. */
  #step(step: Step, run: Run): void | Promise<void> {
    const failed = (error: unknown) => void this.#port.emit('warning', error as KafkaError);
    this.#stepping = run;
    try {
      return step()?.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  #timeIsUp(tookMs: number, timeUp: AbortController | undefined): void {
    const error = new TimeoutError(
      'rebalance',
      `The rebalance listeners took longer than ${Math.round(tookMs)} ms (90 % of max.poll.interval.ms, or what close() left); the rebalance went on without them`,
    );
    timeUp?.abort(error);
    this.#port.emit('error', error);
  }

  /** Of a step, at its beginning. Never throws, never rejects: the group waits for an answer, whatever a listener does. */
  callListener(
    listeners: RebalanceListeners,
    name: ListenerName,
    partitions: TopicPartition[],
    signal: AbortSignal,
  ): void | Promise<void> {
    const listener = listeners[name];
    if (!listener) return undefined;
    const failed = (cause: unknown) => this.#onListenerError(listenerError(name, cause));
    const ended = this.#listen();
    let isAwaited = false;
    try {
      const returned = this.#inside.run(this.#stepping!, () => listener.call(listeners, partitions, { signal }));
      if (!isPromise(returned)) return undefined;
      const done = Promise.resolve(returned).then(() => undefined, failed);
      isAwaited = !this.sync;
      if (isAwaited) return done.finally(ended);
      this.#port.emit(
        'error',
        new KafkaError({
          code: 'ERR_SYNC_LISTENER',
          operation: 'pollSync',
          message: `pollSync: ${name} returned a promise, which cannot be awaited while the thread is blocked; the rebalance went on without it. Use poll(), or a synchronous listener`,
        }),
      );
    } catch (error) {
      failed(error);
    } finally {
      if (!isAwaited) ended();
    }
    return undefined;
  }

  /** Returns what tells that the listener has ended. */
  #listen(): () => void {
    const ended = this.#port.lifecycle.listening();
    this.#listening++;
    return () => {
      ended();
      if (--this.#listening === 0) this.#inside.disable();
    };
  }

  /** The client goes: a listener that is still at work must not keep the process waiting for its deadline. */
  abandon(): void {
    this.#abandoned = true;
    this.#pending?.run.goOn();
    this.#inside.disable();
  }
}
