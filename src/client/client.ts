import {
  native,
  Status,
  Wake,
  type Calls,
  type DeliveryColumns,
  type NativeCertificate,
  type NativeClient,
  type NativeEvent,
  type ProduceSlab,
  type Requests,
} from '../binding/native';
import { ClosedError } from '../errors/usage-errors';
import { KafkaError, type NativeErrorData } from '../errors/kafka-error';
import { librdkafkaCodes } from '../errors/codes.generated';
import { TypedEmitter, type ClientEvents } from './events';
import { Lifecycle, type ClientState } from './lifecycle';
import { checkSignal, checkTimeout, nativeTimeout, now, wait, type WaitOptions } from './waiting';

/** Continuous supply gives the event loop a turn at least this often. */
export const TURN_MS = 5;

/** Clients that somebody waits for: the wake-up holds a client weakly, so that an abandoned one can be collected. */
const awaited = new Set<object>();

interface PendingReply {
  operation: string;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

export interface ClientSetup {
  role: 'producer' | 'consumer';
  conf: Record<string, string>;
  certificates?: readonly NativeCertificate[];
  deliveries?: DeliveryColumns;
  slab?: ProduceSlab;
  /** ms that a wait lasts when the caller gives none: `default.api.timeout.ms`, a producer's `max.block.ms`. */
  defaultTimeoutMs: number;
}

/**
 * What every role shares: the native handle, its main queue's pump, requests and their replies, state and events.
 *
 * The pump runs whether or not the user polls. It is woken by the queue's edge from empty to non-empty, and drains until the
 * queue is empty, with a turn of the event loop in between at least every {@link TURN_MS}.
 */
export abstract class Client<Events extends ClientEvents = ClientEvents> extends TypedEmitter<Events> {
  protected readonly handle: NativeClient;
  protected readonly status: Int32Array;
  protected readonly lifecycle = new Lifecycle();
  protected readonly defaultTimeoutMs: number;
  readonly #replies = new Map<number, PendingReply>();
  #nextRequest = 1;
  #holds = 0;
  #continuing = false;
  #lastError: KafkaError | undefined;
  readonly #readyWaiters = new Set<() => void>();
  #destroyed: Promise<void> | undefined;

  protected constructor(setup: ClientSetup) {
    super();
    this.defaultTimeoutMs = setup.defaultTimeoutMs;
    this.status = new Int32Array(Status.LENGTH);
    const self = new WeakRef(this);
    this.handle = new native.Client({
      role: setup.role,
      conf: setup.conf,
      certificates: setup.certificates,
      status: this.status,
      deliveries: setup.deliveries,
      slab: setup.slab,
      onWake: (mask) => self.deref()?.wake(mask),
    });
    this.#probe();
  }

  /** For health checks: `'up'` once a broker has answered, `'down'` while none can be reached. */
  get state(): ClientState {
    return this.lifecycle.state;
  }

  /**
   * Resolves when a broker has answered. Rejects with the last connection or authentication error (`cause` of the
   * TimeoutError) at the deadline, at once with a fatal one.
   * @param options timeoutMs: `default.api.timeout.ms`, for a producer `max.block.ms`.
   */
  async ready(options: WaitOptions = {}): Promise<void> {
    const timeoutMs = checkTimeout('ready', options.timeoutMs, this.defaultTimeoutMs);
    const signal = checkSignal('ready', options.signal);
    this.lifecycle.assertOpen('ready');
    if (this.lifecycle.state === 'up') return;
    this.hold();
    let check!: () => void;
    try {
      await wait<void>(
        'ready',
        { timeoutMs, signal, timeoutError: () => this.#notReady(timeoutMs) },
        (resolve, reject) => {
          check = () => {
            if (this.lifecycle.state === 'up') resolve();
            else if (this.lifecycle.fatalError) reject(this.lifecycle.fatalError);
            else if (!this.lifecycle.isOpen) reject(new ClosedError('ready'));
          };
          this.#readyWaiters.add(check);
          check();
        },
      );
    } finally {
      this.#readyWaiters.delete(check);
      this.release();
    }
  }

  #notReady(timeoutMs: number): KafkaError {
    const cause = this.#lastError;
    return new KafkaError({
      code: cause?.code ?? 'ERR__TIMED_OUT',
      errno: cause?.errno ?? librdkafkaCodes.ERR__TIMED_OUT,
      message: `ready: no broker answered within ${timeoutMs} ms${cause ? `; the last error: ${cause.message}` : ''}`,
      operation: 'ready',
      isRetriable: true,
      cause,
    });
  }

  /** Asks who is there, however long the answer takes, and so learns when a broker answers. */
  #probe(): void {
    const id = this.#nextRequest++;
    this.#replies.set(id, {
      operation: 'probe',
      resolve: () => {
        this.lifecycle.brokerAnswered();
        this.#tellReadyWaiters();
      },
      reject: () => {},
    });
    this.handle.request(id, 'probe', null);
  }

  #tellReadyWaiters(): void {
    for (const check of [...this.#readyWaiters]) check();
  }

  // ---- the pump

  /** @internal Called by the native side on the JS thread: `mask` says which queues turned non-empty. */
  protected wake(mask: number): void {
    if (mask & Wake.MAIN) this.#pumpTurn();
  }

  #pumpTurn(): void {
    const end = now() + TURN_MS;
    do {
      this.pumpOnce(0);
      if (this.status[Status.MORE] === 0) return;
    } while (now() < end);
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

  protected onEvent(event: NativeEvent): void {
    const emit = this.emit.bind(this) as unknown as (name: string, ...args: unknown[]) => boolean;
    switch (event.type) {
      case 'reply':
        this.#onReply(event.id, event.error, event.value);
        break;
      case 'error':
        this.onError(KafkaError.fromNative(event.error));
        break;
      case 'log':
        emit('log', { level: event.level, facility: event.facility, message: event.message });
        break;
      case 'stats':
        if (this.listenerCount('stats' as never) > 0) emit('stats', JSON.parse(event.json));
        break;
      case 'throttle':
        emit('throttle', { broker: event.broker, brokerId: event.brokerId, throttleMs: event.throttleMs });
        break;
      default:
        break;
    }
  }

  /** Fatal and authentication errors are the user's to act on; librdkafka recovers from everything else by itself. */
  protected onError(error: KafkaError): void {
    const emit = this.emit.bind(this) as unknown as (name: string, ...args: unknown[]) => boolean;
    this.#lastError = error;
    if (error.isFatal) {
      this.lifecycle.failed(error);
      this.#tellReadyWaiters();
      emit('error', error);
      return;
    }
    if (error.errno === librdkafkaCodes.ERR__ALL_BROKERS_DOWN) {
      const wasUp = this.lifecycle.state === 'up';
      this.lifecycle.brokersLost();
      if (wasUp) this.#probe();
    }
    const forUser =
      error.errno === librdkafkaCodes.ERR__AUTHENTICATION || error.errno === librdkafkaCodes.ERR_SASL_AUTHENTICATION_FAILED;
    emit(forUser ? 'error' : 'warning', error);
  }

  // ---- requests

  protected call<Op extends keyof Calls>(op: Op, args: Calls[Op]['in']): Calls[Op]['out'] {
    return this.handle.call(op, args);
  }

  /** Sends a request and resolves with its reply. Keeps the process alive meanwhile. */
  protected request<Op extends keyof Requests>(op: Op, args: Requests[Op]['in'], operation: string = op): Promise<Requests[Op]['out']> {
    return this.requestWithId(op, args, operation).reply as Promise<Requests[Op]['out']>;
  }

  /** As `request`, for operations declared elsewhere (admin) or whose id is needed to cancel them. */
  protected requestWithId(op: string, args: unknown, operation: string): { id: number; reply: Promise<unknown> } {
    const id = this.#nextRequest++;
    const reply = new Promise((resolve, reject) => {
      this.#replies.set(id, { operation, resolve, reject });
    });
    try {
      this.handle.request(id, op, args);
    } catch (error) {
      this.#replies.delete(id);
      throw error;
    }
    this.hold();
    return { id, reply };
  }

  #onReply(id: number, error: NativeErrorData | undefined, value: unknown): void {
    const pending = this.#replies.get(id);
    if (!pending) return;
    this.#replies.delete(id);
    if (pending.operation !== 'probe') this.release();
    if (error) pending.reject(KafkaError.fromNative({ ...error, operation: pending.operation }));
    else pending.resolve(value);
  }

  /** Sends a request and waits for its reply with a deadline and a signal of the caller's. */
  protected async requestWithin<Op extends keyof Requests>(
    op: Op,
    args: Requests[Op]['in'],
    options: { operation: string; timeoutMs: number; signal?: AbortSignal },
  ): Promise<Requests[Op]['out']> {
    return wait(options.operation, options, (resolve, reject) => {
      this.request(op, args, options.operation).then(resolve, reject);
    });
  }

  /** A deadline as requests take it: a little inside the caller's own, so that librdkafka's answer comes first. */
  protected requestTimeout(timeoutMs: number): number {
    return nativeTimeout(timeoutMs);
  }

  // ---- lifetime

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

  /** Lets go of librdkafka, off this thread. Every request still unanswered is rejected. Repeatable. */
  protected destroyHandle(): Promise<void> {
    this.#destroyed ??= new Promise<void>((resolve) => {
      awaited.add(this);
      this.handle.ref();
      this.handle.destroy(() => {
        awaited.delete(this);
        this.lifecycle.closed();
        for (const pending of this.#replies.values()) {
          if (pending.operation !== 'probe') pending.reject(new ClosedError(pending.operation));
        }
        this.#replies.clear();
        this.#tellReadyWaiters();
        resolve();
        (this.emit as unknown as (name: 'close') => boolean).call(this, 'close');
      });
    });
    return this.#destroyed;
  }

  protected get isDestroyed(): boolean {
    return this.#destroyed !== undefined;
  }
}
