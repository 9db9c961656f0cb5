import { nativeTimeout, now, remaining, startTimer } from '../client/waiting';
import { AbortError } from '../errors/waiting-errors';
import type { Accumulator } from './accumulator';
import type { SendQueue } from './send-queue';

/** librdkafka's longest step of a flushSync: reports are served in between. */
const STEP_MS = 10;
/** When librdkafka has nothing in hand but the watch goes on: time for what waits to be handed over. */
const AGAIN_MS = 20;

export interface FlusherHooks {
  /** Starts librdkafka's flush, which lifts linger while it runs. */
  request(timeoutMs: number): { id: number; reply: Promise<unknown> };
  cancel(id: number): void;
  /** Blocks in librdkafka's flush. */
  step(timeoutMs: number): void;
  /** Serves the reports that are there. */
  pump(): void;
}

/** `flush` and `flushSync`: waits for the records taken before the call, by our own count of them. */
export class Flusher {
  readonly #accumulator: Accumulator;
  readonly #queue: SendQueue;
  readonly #hooks: FlusherHooks;

  constructor(accumulator: Accumulator, queue: SendQueue, hooks: FlusherHooks) {
    this.#accumulator = accumulator;
    this.#queue = queue;
    this.#hooks = hooks;
  }

  /** Records that are not settled: taken, or waiting to be. */
  get unsettled(): number {
    return this.#accumulator.deliveries.outstanding + this.#queue.records;
  }

  /** Resolves with how many of the records that were there are still unsettled. Rejects only for the signal. */
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
        signal?.removeEventListener('abort', onAbort);
        flushes.end(watch);
        stop();
      };
      const onAbort = () => {
        finish();
        reject(new AbortError(operation, signal!.reason));
      };
      watch.done = () => {
        finish();
        resolve(watch.left);
      };
      const cancelTimer = startTimer(timeoutMs, watch.done);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** As `flush`, on this thread. Ends early where only the event loop can go on: a serializer is awaited, a topic's partitions are. */
  flushSync(timeoutMs: number): number {
    const { deliveries } = this.#accumulator;
    // Called from a delivery callback: the reports behind it come first.
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

  /** Keeps librdkafka flushing until stopped. What waits for room is handed over meanwhile, so that one flush may not be enough. */
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
      // It fails only when the client goes.
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
