import { AsyncLocalStorage } from 'node:async_hooks';
import { LONGEST_TIMER_MS, now } from '../../client/waiting';
import { KafkaError } from '../../errors/kafka-error';
import { TimeoutError } from '../../errors/waiting-errors';
import { callRebalanceListener, isPromise } from '../../user-code/user-code';
import { listenerError, type ListenerName, type RebalanceListeners } from './rebalance-listeners';
import type { NativeClient } from '../../client/native-client';
import type { TopicPartition } from '../partitions/topic-partition';

export type Step = () => void | Promise<void>;

/** Share of `max.poll.interval.ms` that listeners may take. */
const LISTENERS_SHARE = 0.9;

/** One rebalance whose steps are running. */
interface Run {
  /** Continues without the steps that are still running. Only the first call has an effect. */
  goOn: () => void;
  /** Restarts its timer. */
  rearm: () => void;
}

/**
 * The work that is done before a rebalance is answered: commits and listeners. At the deadline the answer is given even
 * if they are still running, because otherwise the group would remove this member.
 */
export class RebalanceWork {
  readonly #client: NativeClient;
  readonly #maxPollIntervalMs: number;
  readonly #onListenerError: (error: KafkaError) => void;
  /**
   * The run to which a listener belongs, through all its asynchronous calls. Enabled only while a listener is running,
   * because it makes every promise cost more.
   */
  readonly #inside = new AsyncLocalStorage<Run>();
  #listening = 0;
  /** The run whose step was started last: the run of the listener being called. */
  #stepping: Run | undefined;
  #deadline = Infinity;
  #pending: { run: Run; settled: Promise<void> } | undefined;
  #abandoned = false;

  /** True while `pollSync` blocks the thread. */
  sync = false;

  constructor(client: NativeClient, maxPollIntervalMs: number, onListenerError: (error: KafkaError) => void) {
    this.#client = client;
    this.#maxPollIntervalMs = maxPollIntervalMs;
    this.#onListenerError = onListenerError;
  }

  /** Listeners or commits are running. */
  get isPending(): boolean {
    return this.#pending !== undefined;
  }

  /** Resolves once the pending rebalance is answered. */
  get settled(): Promise<void> {
    return this.#pending?.settled ?? Promise.resolve();
  }

  /**
   * A deadline for listeners, including running ones, that may be earlier than `max.poll.interval.ms`. Set by `close`.
   * In the ms of `now()`.
   */
  set deadline(time: number) {
    this.#deadline = time;
    this.#pending?.run.rearm();
  }

  /** ms that the steps of a rebalance that has just arrived may take. */
  get timeLeft(): number {
    // The rebalance arrived with a drain, which started a new poll interval.
    return Math.max(0, Math.min(this.#maxPollIntervalMs * LISTENERS_SHARE, this.#deadline - now()));
  }

  /** The caller is a listener, or code that a listener waits for. */
  get isInside(): boolean {
    return this.#listening > 0 && this.#inside.getStore() !== undefined;
  }

  /**
   * Called by `close` and `unsubscribe`, which run after the rebalance. If the caller is a listener, the rebalance is
   * answered now: the listener waits for this call, so waiting for the listener would end only at the deadline.
   */
  goOnIfInside(): void {
    if (this.#listening > 0) this.#inside.getStore()?.goOn();
  }

  /** Runs the steps, synchronously as far as they are synchronous, then answers. */
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
        if (!this.#abandoned && !this.#client.isDestroyed) answer();
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
        // A pending poll keeps the process alive. A listener on its own must not.
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

  /** A failed step does not stop the others: the group waits for an answer. */
  #step(step: Step, run: Run): void | Promise<void> {
    const failed = (error: unknown) => void this.#client.tell('warning', error as KafkaError);
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
      `The rebalance listeners took longer than ${Math.round(tookMs)} ms (90 % of max.poll.interval.ms, or what close() left); the rebalance continued without them`,
      { code: 'ERR_LISTENER' },
    );
    timeUp?.abort(error);
    this.#client.tell('error', error);
  }

  /**
   * Called at the beginning of a step. Never throws and never rejects: the group waits for an answer, whatever a
   * listener does.
   */
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
    const done = this.#inside.run(this.#stepping!, () =>
      callRebalanceListener(listener, listeners, partitions, { signal }, failed),
    );
    if (done !== undefined && !this.sync) return done.finally(ended);
    ended();
    if (done !== undefined)
      this.#client.tell(
        'error',
        new KafkaError({
          code: 'ERR_SYNC_LISTENER',
          operation: 'pollSync',
          message: `pollSync: ${name} returned a promise, which cannot be awaited while the thread is blocked; the rebalance continued without it. Use poll(), or a synchronous listener`,
        }),
      );
    return undefined;
  }

  /** Returns the function to call when the listener has ended. */
  #listen(): () => void {
    const ended = this.#client.lifecycle.listening();
    this.#listening++;
    return () => {
      ended();
      if (--this.#listening === 0) this.#inside.disable();
    };
  }

  /**
   * Called when the client is destroyed: a listener that is still running must not keep the process alive until its
   * deadline.
   */
  abandon(): void {
    this.#abandoned = true;
    this.#pending?.run.goOn();
    this.#inside.disable();
  }
}
