import {
  native,
  Status,
  Wake,
  type DeliveryColumns,
  type NativeCertificate,
  type NativeClient,
  type NativeEvent,
  type ProduceSlab,
} from '../binding/native';
import { configFailure } from '../config/native-failure';
import { KafkaError } from '../errors/kafka-error';
import { TypedEmitter, type ClientEvents } from './events';
import { now } from './waiting';

/** Continuous supply gives the event loop a turn at least this often. */
export const TURN_MS = 5;

/** ms that letting go of librdkafka is waited for and keeps the process alive. */
const PATIENCE_MS = 1000;

/** Clients that somebody waits for: the wake-up holds a client weakly, so that an abandoned one can be collected. */
const awaited = new Set<object>();

export interface HandleSetup {
  role: 'producer' | 'consumer';
  conf: Record<string, string>;
  certificates?: readonly NativeCertificate[];
  javaPartitioner?: { batchSize: number; ignoreKeys: boolean };
  deliveries?: DeliveryColumns;
  slab?: ProduceSlab;
}

/**
 * One native handle: its main queue's pump, and how long it lives.
 *
 * The pump runs whether or not the user polls. It is woken by the queue's edge from empty to non-empty, and drains until the
 * queue is empty, with a turn of the event loop in between at least every {@link TURN_MS}.
 */
export abstract class PumpedHandle<Events extends ClientEvents> extends TypedEmitter<Events> {
  protected readonly handle: NativeClient;
  protected readonly status: Int32Array;
  #holds = 0;
  #continuing = false;
  #destroyed: Promise<void> | undefined;

  protected constructor(setup: HandleSetup) {
    super();
    this.status = new Int32Array(Status.LENGTH);
    const self = new WeakRef(this);
    try {
      this.handle = new native.Client({
        role: setup.role,
        conf: setup.conf,
        certificates: setup.certificates,
        status: this.status,
        javaPartitioner: setup.javaPartitioner,
        deliveries: setup.deliveries,
        slab: setup.slab,
        onWake: (mask) => self.deref()?.wake(mask),
      });
    } catch (error) {
      throw KafkaError.is(error) ? configFailure(error, setup.conf) : error;
    }
  }

  /** @internal Called by the native side on the JS thread: `mask` says which queues turned non-empty. */
  protected wake(mask: number): void {
    if (mask & Wake.MAIN) this.#pumpTurn();
  }

  #pumpTurn(): void {
    const end = now() + TURN_MS;
    do {
      const isAwaited = this.isRoomAwaited;
      this.pumpOnce(0);
      if (this.status[Status.MORE] === 0) return;
      // Whoever waited may go on, and is to have its turn before all the room that it waited for has piled up.
      if (isAwaited && !this.isRoomAwaited) break;
    } while (now() < end);
    this.pumpSoon();
  }

  /** User code waits for what a pump frees. */
  protected get isRoomAwaited(): boolean {
    return false;
  }

  /** Pumps after a turn of the event loop: there is more than the queue's wake-up tells of. */
  protected pumpSoon(): void {
    if (this.#continuing || this.#destroyed) return;
    this.#continuing = true;
    setImmediate(() => {
      this.#continuing = false;
      if (!this.#destroyed) this.#pumpTurn();
    });
  }

  /** Serves the main queue once, waiting up to timeoutMs on this thread for the first event. Returns how many deliveries were settled. */
  protected pumpOnce(timeoutMs: number): number {
    if (this.#destroyed) return 0;
    const deliveries = this.handle.pump(timeoutMs);
    try {
      if (deliveries > 0) this.onDeliveries(deliveries);
    } finally {
      this.dispatchEvents();
    }
    return deliveries;
  }

  /** Blocks this thread, serving the main queue, until `done()` or the deadline. Returns `done()`. */
  protected pumpUntil(done: () => boolean, timeoutMs: number): boolean {
    const deadline = now() + timeoutMs;
    while (!done()) {
      const left = deadline - now();
      if (left <= 0) return false;
      this.pumpOnce(Math.min(Math.ceil(left), 100));
    }
    return true;
  }

  protected dispatchEvents(): void {
    if (this.#destroyed || this.status[Status.EVENTS] === 0) return;
    for (const event of this.handle.takeEvents()) this.onEvent(event);
  }

  /** `count` rows of the delivery columns are to be settled. */
  protected onDeliveries(_count: number): void {}

  protected abstract onEvent(event: NativeEvent): void;

  /** While held, the process stays alive and the client is not collected. */
  protected hold(): void {
    if (this.#holds++ === 0) {
      awaited.add(this);
      this.handle.ref();
    }
  }

  protected release(): void {
    if (--this.#holds === 0) {
      awaited.delete(this);
      if (!this.#destroyed) this.handle.unref();
    }
  }

  /** Destroys the handle, off this thread; `onGone` is called once, then the promise resolves. Repeatable. */
  protected letGo(onGone: () => void): Promise<void> {
    this.#destroyed ??= new Promise<void>((resolve) => {
      awaited.add(this);
      this.handle.ref();
      let isGone = false;
      const finish = (): void => {
        if (isGone) return;
        isGone = true;
        onGone();
        resolve();
      };
      // A blocking call under way (a question that was given up, a transaction's) can hold librdkafka up; nobody need wait for that.
      const patience = setTimeout(() => {
        this.handle.unref();
        finish();
      }, PATIENCE_MS);
      this.handle.destroy(() => {
        clearTimeout(patience);
        awaited.delete(this);
        finish();
      });
    });
    return this.#destroyed;
  }

  protected get isDestroyed(): boolean {
    return this.#destroyed !== undefined;
  }
}
