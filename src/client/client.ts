import type { Calls, NativeEvent, Requests } from '../binding/native';
import type { OAuthSource } from '../config/oauth';
import { librdkafkaCodes } from '../errors/codes.generated';
import { KafkaError } from '../errors/kafka-error';
import { connection, type Connection } from './connection';
import type { ClientEvents } from './events';
import { Lifecycle, type ClientState } from './lifecycle';
import { refreshToken } from './oauthbearer';
import { PumpedHandle, type HandleSetup } from './pumped-handle';
import { Readiness } from './readiness';
import { RepeatedErrors } from './repeated-errors';
import { Replies } from './replies';
import { asTimeout, checkSignal, checkTimeout, nativeTimeout, throwIfAborted, wait, type WaitOptions } from './waiting';

export interface ClientSetup extends HandleSetup {
  /** Where SASL/OAUTHBEARER tokens come from. */
  oauth?: OAuthSource | null;
  /** ms that a wait lasts when the caller gives none: `default.api.timeout.ms`, a producer's `max.block.ms`. */
  defaultTimeoutMs: number;
}

/** What every role shares beside the handle: requests and their replies, state and events. */
export abstract class Client<Events extends ClientEvents = ClientEvents> extends PumpedHandle<Events> {
  protected readonly lifecycle = new Lifecycle();
  protected readonly defaultTimeoutMs: number;
  readonly #replies = new Replies();
  readonly #readiness = new Readiness(this.lifecycle);
  readonly #repeated = new RepeatedErrors();
  readonly #oauth: OAuthSource | null;

  protected constructor(setup: ClientSetup) {
    super(setup);
    this.defaultTimeoutMs = setup.defaultTimeoutMs;
    this.#oauth = setup.oauth ?? null;
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
        this.#repeated.forget();
        this.#readiness.changed();
      },
      () => undefined, // closed before any broker answered
    );
  }

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
      const before = this.lifecycle.state;
      this.lifecycle.brokersLost();
      if (before === 'up') this.#probe();
      // librdkafka says so again at each attempt to reach one.
      if (this.lifecycle.state === before) return;
    }
    const forUser =
      error.errno === librdkafkaCodes.ERR__AUTHENTICATION ||
      error.errno === librdkafkaCodes.ERR_SASL_AUTHENTICATION_FAILED;
    if (forUser) emit('error', error);
    else if (this.#repeated.isNews(error)) emit('warning', error);
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

  /** Lets go of librdkafka, off this thread. Every request still unanswered is rejected. Repeatable. */
  protected destroyHandle(): Promise<void> {
    return this.letGo(() => {
      this.lifecycle.closed();
      this.#replies.rejectAll();
      this.#readiness.changed();
      (this.emit as unknown as (name: 'close') => boolean).call(this, 'close');
    });
  }
}
