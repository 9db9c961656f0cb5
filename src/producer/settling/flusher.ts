import { onAbort } from '../../client/signals';
import { nativeTimeout, now, remaining, startTimer } from '../../client/waiting';
import { AbortError } from '../../errors/waiting-errors';
import type { Accumulator } from '../sending/accumulator';
import type { SendQueue } from '../sending/send-queue';

/** Longest step of a flushSync in librdkafka. Reports are served between steps. */
const STEP_MS = 10;
/** Pause when librdkafka has no records but the flush is not complete: time to submit waiting records. */
const AGAIN_MS = 20;

export interface FlusherHooks {
  /** Starts librdkafka's flush, which disables linger while it runs. */
  request(timeoutMs: number): { id: number; reply: Promise<unknown> };
  cancel(id: number): void;
  /** Blocks in librdkafka's flush. */
  step(timeoutMs: number): void;
  /** Serves the queued reports. */
  pump(): void;
}

/** `flush` and `flushSync`. They wait for the records accepted before the call, which this package counts itself. */
export class Flusher {
  readonly #accumulator: Accumulator;
  readonly #queue: SendQueue;
  readonly #hooks: FlusherHooks;
  readonly #refusers = new Set<(makeError: (operation: string) => Error) => void>();

  constructor(accumulator: Accumulator, queue: SendQueue, hooks: FlusherHooks) {
    this.#accumulator = accumulator;
    this.#queue = queue;
    this.#hooks = hooks;
  }

  /** Unsettled records, both accepted and waiting to be accepted. */
  get unsettled(): number {
    return this.#accumulator.deliveries.outstanding + this.#queue.records;
  }

  /**
   * No broker accepts this client: pending flushes reject and may be repeated. The flush of `close` waits until its
   * deadline.
   */
  refuse(makeError: (operation: string) => Error): void {
    for (const refuse of [...this.#refusers]) refuse(makeError);
  }

  /**
   * Resolves with the number of records that are still unsettled. Rejects when the signal aborts or a broker refuses
   * the client.
   */
  flush(operation: string, timeoutMs: number, signal?: AbortSignal): Promise<number> {
    if (signal?.aborted) return Promise.reject(new AbortError(operation, signal.reason));
    this.#accumulator.submit();
    if (timeoutMs === 0) this.#hooks.pump();
    const unsettled = this.unsettled;
    if (unsettled === 0 || timeoutMs === 0) return Promise.resolve(unsettled);
    const { flushes } = this.#accumulator.deliveries;
    const watch = flushes.begin(unsettled);
    return new Promise((resolve, reject) => {
      const stop = this.#liftLinger(now() + timeoutMs);
      const finish = () => {
        cancelTimer();
        stopListening();
        this.#refusers.delete(refuse);
        flushes.end(watch);
        stop();
      };
      const refuse = (makeError: (operation: string) => Error) => {
        finish();
        reject(makeError(operation));
      };
      if (operation !== 'close' && operation !== 'commitTransaction') this.#refusers.add(refuse);
      watch.done = () => {
        finish();
        resolve(watch.left);
      };
      const cancelTimer = startTimer(timeoutMs, watch.done);
      const stopListening = onAbort(signal, () => {
        finish();
        reject(new AbortError(operation, signal!.reason));
      });
    });
  }

  /**
   * Like `flush`, but blocks this thread. Ends early if the records need the event loop to continue: for an
   * asynchronous serializer, or for the partitions of a topic.
   */
  flushSync(timeoutMs: number): number {
    const { deliveries } = this.#accumulator;
    // Called from a delivery callback: first the reports behind it.
    deliveries.settleRest();
    this.#accumulator.submit();
    this.#hooks.pump();
    const unsettled = this.unsettled;
    if (unsettled === 0) return 0;
    const watch = deliveries.flushes.begin(unsettled);
    const deadline = now() + timeoutMs;
    while (watch.left > 0 && this.#accumulator.mayBeServed) {
      const left = remaining(deadline);
      if (left === 0) break;
      this.#hooks.step(Math.min(Math.ceil(left), STEP_MS));
      this.#hooks.pump();
      // A callback, or a send that got room, may have filled the slab again.
      this.#accumulator.submit();
    }
    deliveries.flushes.end(watch);
    return watch.left;
  }

  /**
   * Keeps librdkafka flushing until stopped. Records that waited for room are submitted meanwhile, so one flush may not
   * be enough.
   */
  #liftLinger(deadline: number): () => void {
    let isOver = false;
    let running: number | undefined;
    let cancelPause: (() => void) | undefined;
    const go = () => {
      this.#accumulator.submit();
      const { id, reply } = this.#hooks.request(nativeTimeout(remaining(deadline)));
      running = id;
      const again = () => {
        running = undefined;
        if (!isOver && remaining(deadline) > 0) cancelPause = startTimer(AGAIN_MS, go);
      };
      // It fails only when the client is destroyed.
      reply.then(again, () => undefined);
    };
    go();
    return () => {
      isOver = true;
      cancelPause?.();
      if (running !== undefined) this.#hooks.cancel(running);
    };
  }
}
