import { librdkafkaCodes } from '../../errors/codes.generated';
import type { KafkaError } from '../../errors/kafka-error';
import { isConnectFailure } from '../events/connect-failure';
import type { ClientTell } from '../events/events';
import { RepeatedErrors } from '../events/repeated-errors';
import type { Lifecycle } from '../lifecycle';
import { Readiness } from './readiness';
import { refusedError, Refusals, type Refusal } from './refusals';

export interface ReachabilityHooks {
  tell: ClientTell;
  /** Sends a request to any broker. `answered()` is called once one has answered. */
  probe(): void;
  /** No broker accepts this client. `wasUp`: one has accepted it before. */
  onRefused(refusal: Refusal, wasUp: boolean): void;
  /** One broker of a cluster that is in use does not accept this client. */
  onBrokerRefused(refusal: Refusal): void;
}

/**
 * Decides from librdkafka's errors whether brokers can be reached: which error is an outage, which is a refusal, and
 * which can be ignored.
 */
export class Reachability {
  readonly #lifecycle: Lifecycle;
  readonly #hooks: ReachabilityHooks;
  readonly #readiness: Readiness;
  readonly #repeated = new RepeatedErrors();
  readonly #refusals = new Refusals();
  #wasUp = false;
  /** A connection attempt has failed since a broker last answered. */
  #connectFailed = false;
  /**
   * librdkafka's error when the last connection had ended. undefined once a broker has answered or a connection attempt
   * has failed.
   */
  #lost: KafkaError | undefined;
  /** The process warning was emitted, or is no longer needed. */
  #hasWarned = false;

  constructor(lifecycle: Lifecycle, hooks: ReachabilityHooks) {
    this.#lifecycle = lifecycle;
    this.#hooks = hooks;
    this.#readiness = new Readiness(lifecycle);
  }

  /** Why no broker can be reached now; undefined: one can, or no attempt has failed yet. */
  get connectionError(): KafkaError | undefined {
    return this.#readiness.connectionError;
  }

  /** Resolves when a broker has answered. Implements `ready()`. */
  wait(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#readiness.wait(timeoutMs, signal);
  }

  /** The client is closed. */
  closed(): void {
    this.#readiness.changed();
  }

  /** A broker has answered a probe. */
  answered(): void {
    this.#lifecycle.brokerAnswered();
    this.#wasUp = true;
    this.#connectFailed = false;
    this.#lost = undefined;
    // The address has proved to be right, so the warning about it is no longer needed.
    this.#hasWarned = true;
    this.#repeated.forget();
    this.#refusals.forget();
    this.#readiness.answered();
  }

  /**
   * Handles an error of librdkafka. The user has to act on fatal and authentication errors; librdkafka recovers from
   * all others.
   */
  note(error: KafkaError): void {
    const { tell } = this.#hooks;
    this.#readiness.noteError(error);
    if (error.isFatal) {
      this.#lifecycle.failed(error);
      this.#readiness.changed();
      tell('error', error);
      return;
    }
    if (error.errno === librdkafkaCodes.ERR__ALL_BROKERS_DOWN) {
      this.#connectionsLost(error);
      return;
    }
    // The token provider's own error was emitted before, with its cause.
    if (error.message.startsWith('Failed to acquire SASL OAUTHBEARER token')) return;
    const refusal = this.#refusals.note(error);
    if (refusal !== undefined || isConnectFailure(error)) this.#connectFailed = true;
    if (this.#repeated.isNews(error)) {
      if (refusal === undefined) this.#warn(error);
      else tell('error', error);
    }
    if (this.#lost !== undefined && this.#connectFailed) this.#down(this.#lost);
    else if (refusal === undefined) return;
    else if (this.#lifecycle.state === 'down') this.#refused(refusal);
    else if (!refusal.isBootstrap) this.#hooks.onBrokerRefused(refusal);
  }

  /** There is no new token. Without a token no broker is contacted. */
  noToken(error: KafkaError, hasOldToken: boolean): void {
    const refusal = this.#refusals.note(error);
    if (refusal !== undefined && !hasOldToken) this.#refused(refusal);
  }

  /**
   * librdkafka also reports that all brokers are down when the last connection has ended, as brokers and load balancers
   * close idle connections. That is no outage: `down` means that connecting has failed. So this tries to connect, and
   * the next failure decides.
   */
  #connectionsLost(error: KafkaError): void {
    if (this.#lifecycle.state === 'up' && !this.#connectFailed) {
      if (this.#lost === undefined) this.#hooks.probe();
      this.#lost = error;
      return;
    }
    this.#down(error);
  }

  #down(error: KafkaError): void {
    const before = this.#lifecycle.state;
    if (this.#lost === undefined && before === 'up') this.#hooks.probe();
    this.#lost = undefined;
    this.#lifecycle.brokersLost();
    // Another bootstrap server might have been right. Now it is known that none is.
    if (this.#refusals.last !== undefined) this.#refused(this.#refusals.last);
    // librdkafka reports this again at each connection attempt.
    if (this.#lifecycle.state !== before && this.#repeated.isNews(error)) this.#warn(error);
  }

  #warn(error: KafkaError): void {
    if (this.#hooks.tell('warning', error) || this.#hasWarned || !isConnectFailure(error)) return;
    this.#hasWarned = true;
    process.emitWarning(
      `No broker has answered yet: ${error.message}. The client keeps trying. Listen for its 'warning' events to handle this yourself.`,
      'KafkaConnectionWarning',
    );
  }

  /** No broker accepts this client: pending waits end now. Later calls wait for the next attempt. */
  #refused(refusal: Refusal): void {
    if (!this.#lifecycle.isOpen) return;
    this.#readiness.refused(refusedError('ready', refusal));
    this.#hooks.onRefused(refusal, this.#wasUp);
  }
}
