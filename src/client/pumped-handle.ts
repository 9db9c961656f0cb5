import { Status, Wake } from '../binding/boundary';
import {
  native,
  type DeliveryColumns,
  type NativeCertificate,
  type NativeEvent,
  type NativeHandle,
  type ProduceSlab,
} from '../binding/native';
import { configFailure } from '../config/native-failure';
import { KafkaError } from '../errors/kafka-error';
import { now } from './waiting';

/** Under continuous supply the event loop gets a turn at least this often. */
export const TURN_MS = 5;

/** ms for which the release of librdkafka is awaited and keeps the process alive. */
const PATIENCE_MS = 1000;

/**
 * Handles with a pending wait. The wake-up callback refers to a client weakly, so that an abandoned one can be
 * collected.
 */
const awaited = new Set<object>();

let isDestroyingLater = false;

/** Retries to destroy clients for which the system had no free thread, until all are destroyed. */
function destroyWaiting(): void {
  if (isDestroyingLater || native.destroyWaiting() === 0) return;
  isDestroyingLater = true;
  setTimeout(() => {
    isDestroyingLater = false;
    destroyWaiting();
  }, PATIENCE_MS).unref();
}

export interface HandleSetup {
  role: 'producer' | 'consumer';
  conf: Record<string, string>;
  certificates?: readonly NativeCertificate[] | undefined;
  javaPartitioner?: { batchSize: number; ignoreKeys: boolean } | undefined;
  deliveries?: DeliveryColumns | undefined;
  slab?: ProduceSlab | undefined;
}

/** Callbacks for the contents of the queues. None of them is called before the handle's constructor has returned. */
export interface PumpHooks {
  onEvent(event: NativeEvent): void;
  /** `count` rows of the delivery columns have to be settled. */
  onDeliveries?(count: number): void;
  /** The consumer queue is no longer empty. */
  onRecords?(): void;
  /** User code waits for memory that a pump frees. */
  isRoomAwaited?(): boolean;
}

/**
 * One native handle: the pump of its main queue, and its lifetime.
 *
 * The pump runs whether or not the user polls. It is woken when the queue turns from empty to non-empty, and drains
 * until the queue is empty, with a turn of the event loop at least every {@link TURN_MS}.
 */
export class PumpedHandle {
  readonly native: NativeHandle;
  readonly status = new Int32Array(Status.LENGTH);
  readonly #hooks: PumpHooks;
  #holds = 0;
  #continuing = false;
  #destroyed: Promise<void> | undefined;

  /** Throws ConfigError. */
  constructor(setup: HandleSetup, hooks: PumpHooks) {
    this.#hooks = hooks;
    const self = new WeakRef(this);
    try {
      this.native = new native.Client({
        role: setup.role,
        conf: setup.conf,
        certificates: setup.certificates,
        status: this.status,
        javaPartitioner: setup.javaPartitioner,
        deliveries: setup.deliveries,
        slab: setup.slab,
        onWake: (mask) => {
          const handle = self.deref();
          if (handle) handle.#wake(mask);
        },
      });
    } catch (error) {
      throw KafkaError.is(error) ? configFailure(error, setup.conf) : error;
    }
  }

  get isDestroyed(): boolean {
    return this.#destroyed !== undefined;
  }

  /** Called by the addon on this thread: `mask` says which queues turned non-empty. */
  #wake(mask: number): void {
    if (mask & Wake.MAIN) this.#pumpTurn();
    if (mask & Wake.CONSUMER) this.#hooks.onRecords?.();
  }

  #pumpTurn(): void {
    const end = now() + TURN_MS;
    try {
      do {
        const isAwaited = this.#isRoomAwaited;
        this.pumpOnce(0);
        if (this.status[Status.MORE] === 0) return;
        // User code that waited for room can continue. It gets its turn now, before too much room has accumulated.
        if (isAwaited && !this.#isRoomAwaited) break;
      } while (now() < end);
    } finally {
      // The queue is not empty, so no wake-up will announce the rest. This also applies after a throw.
      if (this.status[Status.MORE] !== 0) this.pumpSoon();
    }
  }

  get #isRoomAwaited(): boolean {
    return this.#hooks.isRoomAwaited?.() ?? false;
  }

  /** Pumps after a turn of the event loop: the queue has more than its wake-up announced. */
  pumpSoon(): void {
    if (this.#continuing || this.#destroyed) return;
    this.#continuing = true;
    setImmediate(() => {
      this.#continuing = false;
      if (!this.#destroyed) this.#pumpTurn();
    });
  }

  /**
   * Serves the main queue once, waiting up to timeoutMs on this thread for the first event. Returns how many deliveries
   * were settled.
   */
  pumpOnce(timeoutMs: number): number {
    if (this.#destroyed) return 0;
    const deliveries = this.native.pump(timeoutMs);
    try {
      if (deliveries > 0) this.#hooks.onDeliveries?.(deliveries);
    } finally {
      this.dispatchEvents();
    }
    return deliveries;
  }

  /** Blocks this thread, serving the main queue, until `done()` or the deadline. Returns `done()`. */
  pumpUntil(done: () => boolean, timeoutMs: number): boolean {
    const deadline = now() + timeoutMs;
    while (!done()) {
      const left = deadline - now();
      if (left <= 0) return false;
      this.pumpOnce(Math.min(Math.ceil(left), 100));
    }
    return true;
  }

  dispatchEvents(): void {
    if (this.#destroyed || this.status[Status.EVENTS] === 0) return;
    const failures: unknown[] = [];
    for (const event of this.native.takeEvents()) {
      try {
        this.#hooks.onEvent(event);
      } catch (error) {
        // The other events must still be dispatched: a reply settles a promise, a rebalance needs an answer.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** While held, the process stays alive and the client is not collected. */
  hold(): void {
    if (this.#holds++ === 0) {
      awaited.add(this);
      this.native.ref();
    }
  }

  release(): void {
    if (--this.#holds === 0) {
      awaited.delete(this);
      if (!this.#destroyed) this.native.unref();
    }
  }

  /** Destroys the handle on another thread. `onGone` is called once, then the promise resolves. Repeatable. */
  letGo(onGone: () => void): Promise<void> {
    this.#destroyed ??= new Promise<void>((resolve) => {
      awaited.add(this);
      this.native.ref();
      let isGone = false;
      const finish = (): void => {
        if (isGone) return;
        isGone = true;
        try {
          onGone();
        } finally {
          resolve();
        }
      };
      // A pending blocking call (a request that was given up, a transaction's) can delay librdkafka. Callers need not
      // wait for it.
      const patience = setTimeout(() => {
        this.native.unref();
        finish();
        destroyWaiting();
      }, PATIENCE_MS);
      this.native.destroy(() => {
        clearTimeout(patience);
        awaited.delete(this);
        finish();
      });
    });
    return this.#destroyed;
  }
}
