import type { Calls, NativeEvent, NativeHandle, Requests } from '../binding/native';
import type { OAuthSource } from '../config/security/oauth';
import { KafkaError } from '../errors/kafka-error';
import { ClosedError } from '../errors/usage-errors';
import { tooLate } from '../errors/waiting-errors';
import type { Connection } from './connection';
import type { ClientTell } from './events/events';
import { Lifecycle, type ClientState } from './lifecycle';
import { TokenRefresher } from './oauth/token-refresher';
import { checkWait } from './options';
import { PumpedHandle, type HandleSetup, type PumpHooks } from './pumped-handle';
import { Reachability } from './brokers/reachability';
import { refusedError, type Refusal } from './brokers/refusals';
import { Replies } from './replies';
import { asTimeout, throwIfAborted, wait, type WaitOptions } from './waiting';

export interface ClientSetup extends HandleSetup {
  /** The source of SASL/OAUTHBEARER tokens. */
  oauth?: OAuthSource | null | undefined;
  /** Default timeout of waits in ms: `default.api.timeout.ms`, or a producer's `max.block.ms`. */
  defaultTimeoutMs: number;
}

/** Sees librdkafka's events before anything is derived from them, for entries that pass them on. */
export interface ClientObserver {
  event(event: NativeEvent): void;
  /** Each error, also one that was reported a moment ago. The same objects go to `tell` later, if at all. */
  error(error: KafkaError): void;
}

/**
 * Hooks by which a producer, consumer or AdminClient extends its native client. None of them is called while the
 * constructor runs.
 */
export interface ClientRole extends Omit<PumpHooks, 'onEvent'> {
  /** Calls the user's listeners. */
  tell: ClientTell;
  observer?: ClientObserver | undefined;
  /** Events of this role: rebalances, partition ends, errors of a consumer. */
  onEvent?(event: NativeEvent): void;
  /** librdkafka's statistics have arrived. They are parsed once for all users. */
  onStatistics?(statistics: Record<string, unknown>): void;
  /** Called after the handling that is common to all clients. */
  onError?(error: KafkaError): void;
  /** For waits that are not requests: no broker accepts this client. `wasUp`: one has accepted it before. */
  onRefused?(refusal: Refusal, wasUp: boolean): void;
  /** One broker of a cluster that is in use does not accept this client. */
  onBrokerRefused?(refusal: Refusal): void;
  onBrokerAnswered?(): void;
}

/** ms until a failed probe request is sent again. */
const PROBE_AGAIN_MS = 1000;

/**
 * Requests that continue after a refusal. `probe` notices when the reason is gone. A flush is tracked by this package's
 * own count. librdkafka continues to end a transaction, and no other one can be begun meanwhile.
 */
const goesOn: ReadonlySet<string> = new Set(['probe', 'flush', 'commitTransaction', 'abortTransaction', 'sendOffsets']);

/** The native client of every role: its handle and pump, requests and replies, state, and refusals by brokers. */
export class NativeClient {
  readonly lifecycle = new Lifecycle();
  readonly defaultTimeoutMs: number;
  /** Calls the user's listeners. */
  readonly tell: ClientTell;
  readonly #pumped: PumpedHandle;
  readonly #role: ClientRole;
  readonly #replies = new Replies();
  readonly #reachability: Reachability;
  readonly #tokens: TokenRefresher;

  /** Connects in the background. Throws only ConfigError. */
  constructor(setup: ClientSetup, role: ClientRole) {
    this.#role = role;
    this.tell = role.tell;
    this.defaultTimeoutMs = setup.defaultTimeoutMs;
    this.#pumped = new PumpedHandle(setup, { ...role, onEvent: (event) => this.#onEvent(event) });
    this.#reachability = new Reachability(this.lifecycle, {
      tell: role.tell,
      probe: () => this.#probe(),
      onRefused: (refusal, wasUp) => this.#refused(refusal, wasUp),
      onBrokerRefused: (refusal) => role.onBrokerRefused?.(refusal),
    });
    this.#tokens = new TokenRefresher(setup.oauth ?? null, this.call.bind(this), (error) => {
      this.#onError(error);
      this.#reachability.noToken(error, this.#tokens.hasToken);
    });
    this.#probe();
  }

  /** For the calls of the hot paths. */
  get handle(): NativeHandle {
    return this.#pumped.native;
  }

  /** Words written by the addon: {@link Status}. */
  get status(): Int32Array {
    return this.#pumped.status;
  }

  get state(): ClientState {
    return this.lifecycle.state;
  }

  get isDestroyed(): boolean {
    return this.#pumped.isDestroyed;
  }

  /** Why no broker can be reached now; undefined: one can, or no attempt has failed yet. */
  get connectionError(): KafkaError | undefined {
    return this.#reachability.connectionError;
  }

  /** Implements `ready()` of the clients. */
  async ready(options: WaitOptions = {}): Promise<void> {
    const { timeoutMs, signal } = checkWait('ready', options, this.defaultTimeoutMs);
    this.lifecycle.assertOpen('ready');
    throwIfAborted('ready', signal);
    if (this.lifecycle.state === 'up') return;
    this.hold();
    try {
      await this.#reachability.wait(timeoutMs, signal);
    } finally {
      this.release();
    }
  }

  /** Sends a request without a timeout, to learn when a broker answers. */
  #probe(): void {
    let reply: Promise<unknown>;
    try {
      ({ reply } = this.#replies.ask('probe', 'probe', (id) => this.handle.request(id, 'probe', null)));
    } catch {
      // The system had no free thread for the request. A weak reference, so that an abandoned client can be collected.
      const self = new WeakRef(this);
      setTimeout(() => {
        const client = self.deref();
        if (client && !client.isDestroyed) client.#probe();
      }, PROBE_AGAIN_MS).unref();
      return;
    }
    reply.then(
      () => {
        this.#role.onBrokerAnswered?.();
        this.#reachability.answered();
      },
      () => undefined, // closed before any broker answered
    );
  }

  #onEvent(event: NativeEvent): void {
    this.#role.observer?.event(event);
    switch (event.type) {
      case 'reply':
        this.#replies.settle(event.id, event.error, event.value);
        break;
      case 'error':
        this.#onError(KafkaError.fromNative(event.error));
        break;
      case 'log':
        this.tell('log', { level: event.level, facility: event.facility, message: event.message });
        break;
      case 'stats': {
        const statistics = JSON.parse(event.json) as Record<string, unknown>;
        this.#role.onStatistics?.(statistics);
        this.tell('stats', statistics);
        break;
      }
      case 'throttle':
        this.tell('throttle', { broker: event.broker, brokerId: event.brokerId, throttleMs: event.throttleMs });
        break;
      case 'tokenRefresh':
        this.#tokens.wanted();
        break;
      default:
        this.#role.onEvent?.(event);
        break;
    }
  }

  #onError(error: KafkaError): void {
    this.#role.observer?.error(error);
    this.#reachability.note(error);
    this.#role.onError?.(error);
  }

  #refused(refusal: Refusal, wasUp: boolean): void {
    this.#role.onRefused?.(refusal, wasUp);
    this.#replies.reject(
      (op) => !goesOn.has(op),
      (operation) => refusedError(operation, refusal),
    );
  }

  // ---- the queues

  /** Serves the main queue once, waiting up to timeoutMs on this thread. Returns how many deliveries were settled. */
  pumpOnce(timeoutMs: number): number {
    return this.#pumped.pumpOnce(timeoutMs);
  }

  /** Blocks this thread, serving the main queue, until `done()` or the deadline. Returns `done()`. */
  pumpUntil(done: () => boolean, timeoutMs: number): boolean {
    return this.#pumped.pumpUntil(done, timeoutMs);
  }

  /** Pumps after a turn of the event loop: the queue has more than its wake-up announced. */
  pumpSoon(): void {
    this.#pumped.pumpSoon();
  }

  dispatchEvents(): void {
    this.#pumped.dispatchEvents();
  }

  /** While held, the process stays alive and the client is not collected. */
  hold(): void {
    this.#pumped.hold();
  }

  release(): void {
    this.#pumped.release();
  }

  // ---- requests

  /** Calls a librdkafka function that answers at once. Throws ClosedError once the handle is destroyed. */
  call<Op extends keyof Calls>(op: Op, args: Calls[Op]['in']): Calls[Op]['out'] {
    if (this.isDestroyed) throw new ClosedError(op);
    return this.handle.call(op, args);
  }

  /** Sends a request and resolves with its reply. Keeps the process alive meanwhile. */
  request<Op extends keyof Requests>(
    op: Op,
    args: Requests[Op]['in'],
    operation: string = op,
  ): Promise<Requests[Op]['out']> {
    return this.requestWithId(op, args, operation).reply as Promise<Requests[Op]['out']>;
  }

  /** Like `request`, for operations declared elsewhere (admin), or whose id is needed to cancel them. */
  requestWithId(op: string, args: unknown, operation: string): { id: number; reply: Promise<unknown> } {
    const asked = this.#replies.ask(op, operation, (id) => this.handle.request(id, op, args));
    this.hold();
    const release = (): void => this.release();
    asked.reply.then(release, release);
    return asked;
  }

  /** Sends a request and waits for its reply with the caller's deadline and signal. */
  async requestWithin<Op extends keyof Requests>(
    op: Op,
    args: Requests[Op]['in'],
    options: { operation: string; timeoutMs: number; signal?: AbortSignal | undefined },
  ): Promise<Requests[Op]['out']> {
    const waiting = { ...options, connectionError: () => this.connectionError };
    return wait(options.operation, waiting, (resolve, reject) => {
      this.request(op, args, options.operation).then(resolve, (error: unknown) =>
        reject(asTimeout(error, op, waiting)),
      );
    });
  }

  /** Blocks this thread until the reply has arrived. */
  requestSync<Op extends keyof Requests>(
    op: Op,
    args: Requests[Op]['in'],
    operation: string,
    timeoutMs: number,
  ): Requests[Op]['out'] {
    const answer: { isThere: boolean; value?: unknown; error?: Error | undefined } = { isThere: false };
    const id = this.#replies.add(
      {
        op,
        operation,
        resolve: (value) => Object.assign(answer, { isThere: true, value }),
        reject: (error) => Object.assign(answer, { isThere: true, error }),
      },
      (id) => this.handle.request(id, op, args),
    );
    try {
      if (!this.pumpUntil(() => answer.isThere, timeoutMs)) {
        throw tooLate(operation, `not done within ${timeoutMs} ms`, this.connectionError);
      }
    } finally {
      this.#replies.forget(id);
    }
    if (answer.error) throw answer.error;
    return answer.value as Requests[Op]['out'];
  }

  /** The connection that an AdminClient shares. */
  get connection(): Connection {
    return {
      defaultTimeoutMs: this.defaultTimeoutMs,
      connectionError: () => this.connectionError,
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

  /** Releases librdkafka on another thread. Rejects every unanswered request. Repeatable. */
  destroy(): Promise<void> {
    this.#tokens.stop();
    return this.#pumped.letGo(() => {
      this.lifecycle.closed();
      this.#replies.rejectAll();
      this.#reachability.closed();
      this.tell('close');
    });
  }
}
