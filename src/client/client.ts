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
import { configFailure } from '../config/native-failure';
import type { OAuthSource } from '../config/oauth';
import { librdkafkaCodes } from '../errors/codes.generated';
import { KafkaError } from '../errors/kafka-error';
import { connection, type Connection } from './connection';
import { TypedEmitter, type ClientEvents } from './events';
import { Lifecycle, type ClientState } from './lifecycle';
import { refreshToken } from './oauthbearer';
import { Readiness } from './readiness';
import { Replies } from './replies';
import {
  asTimeout,
  checkSignal,
  checkTimeout,
  nativeTimeout,
  now,
  throwIfAborted,
  wait,
  type WaitOptions,
} from './waiting';

/** Continuous supply gives the event loop a turn at least this often. */
export const TURN_MS = 5;

/** ms that letting go of librdkafka is waited for and keeps the process alive. */
const PATIENCE_MS = 1000;

/** Clients that somebody waits for: the wake-up holds a client weakly, so that an abandoned one can be collected. */
const awaited = new Set<object>();

export interface ClientSetup {
  role: 'producer' | 'consumer';
  conf: Record<string, string>;
  certificates?: readonly NativeCertificate[];
  javaPartitioner?: { batchSize: number; ignoreKeys: boolean };
  deliveries?: DeliveryColumns;
  slab?: ProduceSlab;
  /** Where SASL/OAUTHBEARER tokens come from. */
  oauth?: OAuthSource | null;
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
  readonly #replies = new Replies();
  readonly #readiness = new Readiness(this.lifecycle);
  readonly #oauth: OAuthSource | null;
  #holds = 0;
  #continuing = false;
  #destroyed: Promise<void> | undefined;

  protected constructor(setup: ClientSetup) {
    super();
    this.defaultTimeoutMs = setup.defaultTimeoutMs;
    this.#oauth = setup.oauth ?? null;
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
    throwIfAborted('ready', signal);
    if (this.lifecycle.state === 'up') return;
    this.hold();
    try {
      await this.#readiness.wait(timeoutMs, signal);
    } finally {
      this.release();
    }
  }

  /** Asks who is there, however long the answer takes, and so learns when a broker answers. */
  #probe(): void {
    const { reply } = this.#replies.ask('probe', (id) => this.handle.request(id, 'probe', null));
    reply.then(
      () => {
        this.lifecycle.brokerAnswered();
        this.#readiness.changed();
      },
      () => undefined, // closed before any broker answered
    );
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
    this.pumpSoon();
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

  protected onEvent(event: NativeEvent): void {
    const emit = this.emit.bind(this) as unknown as (name: string, ...args: unknown[]) => boolean;
    switch (event.type) {
      case 'reply':
        this.#replies.settle(event.id, event.error, event.value);
        break;
      case 'error':
        this.onError(KafkaError.fromNative(event.error));
        break;
      case 'log':
        emit('log', { level: event.level, facility: event.facility, message: event.message });
        break;
      case 'stats':
        if (this.isHeard('stats' as never)) emit('stats', JSON.parse(event.json));
        break;
      case 'throttle':
        emit('throttle', { broker: event.broker, brokerId: event.brokerId, throttleMs: event.throttleMs });
        break;
      case 'tokenRefresh':
        void refreshToken(this.#oauth, this.call.bind(this)).catch((error: KafkaError) => this.onError(error));
        break;
      default:
        break;
    }
  }

  /** Fatal and authentication errors are the user's to act on; librdkafka recovers from everything else by itself. */
  protected onError(error: KafkaError): void {
    const emit = this.emit.bind(this) as unknown as (name: string, ...args: unknown[]) => boolean;
    this.#readiness.noteError(error);
    if (error.isFatal) {
      this.lifecycle.failed(error);
      this.#readiness.changed();
      emit('error', error);
      return;
    }
    if (error.errno === librdkafkaCodes.ERR__ALL_BROKERS_DOWN) {
      const wasUp = this.lifecycle.state === 'up';
      this.lifecycle.brokersLost();
      if (wasUp) this.#probe();
    }
    const forUser =
      error.errno === librdkafkaCodes.ERR__AUTHENTICATION ||
      error.errno === librdkafkaCodes.ERR_SASL_AUTHENTICATION_FAILED;
    emit(forUser ? 'error' : 'warning', error);
  }

  // ---- requests

  protected call<Op extends keyof Calls>(op: Op, args: Calls[Op]['in']): Calls[Op]['out'] {
    return this.handle.call(op, args);
  }

  /** Sends a request and resolves with its reply. Keeps the process alive meanwhile. */
  protected request<Op extends keyof Requests>(
    op: Op,
    args: Requests[Op]['in'],
    operation: string = op,
  ): Promise<Requests[Op]['out']> {
    return this.requestWithId(op, args, operation).reply as Promise<Requests[Op]['out']>;
  }

  /** As `request`, for operations declared elsewhere (admin) or whose id is needed to cancel them. */
  protected requestWithId(op: string, args: unknown, operation: string): { id: number; reply: Promise<unknown> } {
    const asked = this.#replies.ask(operation, (id) => this.handle.request(id, op, args));
    this.hold();
    const release = (): void => this.release();
    asked.reply.then(release, release);
    return asked;
  }

  /** Sends a request and waits for its reply with a deadline and a signal of the caller's. */
  protected async requestWithin<Op extends keyof Requests>(
    op: Op,
    args: Requests[Op]['in'],
    options: { operation: string; timeoutMs: number; signal?: AbortSignal },
  ): Promise<Requests[Op]['out']> {
    return wait(options.operation, options, (resolve, reject) => {
      this.request(op, args, options.operation).then(resolve, (error: unknown) =>
        reject(asTimeout(error, op, options)),
      );
    });
  }

  /** A deadline as requests take it: a little inside the caller's own, so that librdkafka's answer comes first. */
  protected requestTimeout(timeoutMs: number): number {
    return nativeTimeout(timeoutMs);
  }

  /** For AdminClient.from. Not stripped from the types: a client without it would be none that can be shared. */
  [connection](): Connection {
    return {
      defaultTimeoutMs: this.defaultTimeoutMs,
      request: async (op, args, operation) => {
        this.lifecycle.assertOpen(operation);
        return this.requestWithId(op, args, operation).reply;
      },
      clusterId: async (signal) => {
        const known = this.call('clusterId', null);
        if (known !== null) return known;
        await this.ready({ timeoutMs: Infinity, signal });
        return this.call('clusterId', null);
      },
    };
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
      const finish = (): void => {
        if (this.lifecycle.state === 'closed') return;
        this.lifecycle.closed();
        this.#replies.rejectAll();
        this.#readiness.changed();
        resolve();
        (this.emit as unknown as (name: 'close') => boolean).call(this, 'close');
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
