import type { Calls } from '../../binding/native';
import type { OAuthSource } from '../../config/security/oauth';
import { KafkaError } from '../../errors/kafka-error';
import { startTimer } from '../waiting';
import { authenticationError } from './authentication-error';
import { refreshTime } from './refresh-schedule';

type TokenCall = <Op extends 'setToken' | 'setTokenFailure'>(op: Op, args: Calls[Op]['in']) => Calls[Op]['out'];

/** Loaded for the first token: with it come node:http and node:https, which most clients do not need. */
const oauthbearer = (): typeof import('./oauthbearer') => require('./oauthbearer') as typeof import('./oauthbearer');

/**
 * Supplies librdkafka with tokens. librdkafka requests the first one, another one ten seconds after a failure, and one
 * after 80 % of a token's lifetime. A timer of this class implements Java's sasl.login.refresh.… by refreshing earlier,
 * or by deciding that it is too early.
 */
export class TokenRefresher {
  readonly #source: OAuthSource | null;
  readonly #call: TokenCall;
  readonly #failed: (error: KafkaError) => void;
  #isAsking = false;
  #expiresMs = 0;
  #stopTimer: (() => void) | undefined;

  /** `failed`: called with the reason why there is no new token. */
  constructor(source: OAuthSource | null, call: TokenCall, failed: (error: KafkaError) => void) {
    this.#source = source;
    this.#call = call;
    this.#failed = failed;
  }

  /** There is a token that a broker would still accept. */
  get hasToken(): boolean {
    return this.#expiresMs > Date.now();
  }

  /** librdkafka requests a token. */
  wanted(): void {
    if (this.#stopTimer !== undefined && this.hasToken) return;
    void this.#refresh();
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  async #refresh(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.stop();
    try {
      if (this.#source === null) throw authenticationError('SASL/OAUTHBEARER needs a source of tokens', false);
      const { token, principal, lifetimeMs, extensions } = await oauthbearer().fetchToken(this.#source);
      // Extensions cross the boundary as a flat list: name, value, name, value …
      this.#call('setToken', { token, principal, lifetimeMs, extensions: Object.entries(extensions ?? {}).flat() });
      this.#expiresMs = lifetimeMs;
      this.#planNext(this.#source, lifetimeMs);
    } catch (thrown) {
      // librdkafka's own text may quote the token.
      const error =
        KafkaError.is(thrown) && thrown.operation === 'oauthbearer'
          ? thrown
          : authenticationError('librdkafka does not take the token', false);
      this.#giveUp(error);
    } finally {
      this.#isAsking = false;
    }
  }

  #giveUp(error: KafkaError): void {
    // If the client was closed meanwhile, no token is needed and the call throws.
    try {
      this.#call('setTokenFailure', { message: error.message.replaceAll('\0', ' ') });
    } catch {
      return;
    }
    this.#failed(error);
  }

  #planNext(source: OAuthSource, lifetimeMs: number): void {
    const gotMs = Date.now();
    const wait = refreshTime(source.schedule, gotMs, lifetimeMs) - gotMs;
    // A weak reference, so that an unused client can be collected.
    const self = new WeakRef(this);
    this.#stopTimer = startTimer(
      Math.max(wait, 0),
      () => {
        const refresher = self.deref();
        if (refresher === undefined) return;
        refresher.stop();
        void refresher.#refresh();
      },
      { keepAlive: false },
    );
  }
}
