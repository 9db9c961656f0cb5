import { ClosedError } from '../errors/usage-errors';
import { KafkaError } from '../errors/kafka-error';

/**
 * connecting → up ⇄ down, and from each of these → fatal, → closing → closed. Nothing leads back from `fatal` but closing.
 */
export type ClientState = 'connecting' | 'up' | 'down' | 'fatal' | 'closing' | 'closed';

/** The one place that knows which change of state is allowed and which call is refused in which. */
export class Lifecycle {
  #state: ClientState = 'connecting';
  #fatal: KafkaError | undefined;
  #listening = 0;

  get state(): ClientState {
    return this.#state;
  }

  get fatalError(): KafkaError | undefined {
    return this.#fatal;
  }

  get isOpen(): boolean {
    return this.#state !== 'closing' && this.#state !== 'closed';
  }

  brokerAnswered(): void {
    if (this.#state === 'connecting' || this.#state === 'down') this.#state = 'up';
  }

  brokersLost(): void {
    if (this.#state === 'connecting' || this.#state === 'up') this.#state = 'down';
  }

  failed(error: KafkaError): void {
    this.#fatal ??= error;
    if (this.isOpen) this.#state = 'fatal';
  }

  closing(): void {
    if (this.#state !== 'closed') this.#state = 'closing';
  }

  closed(): void {
    this.#state = 'closed';
  }

  /** A rebalance listener is called; returns what tells that it has ended. */
  listening(): () => void {
    this.#listening++;
    let ended = false;
    return () => {
      if (!ended) this.#listening--;
      ended = true;
    };
  }

  /**
   * As {@link assertOpen}, for what a rebalance listener may call: `close()` revokes, and `onPartitionsRevoked` is where offsets of
   * work in hand are committed.
   */
  assertOpenOrListening(operation: string): void {
    if (this.#state !== 'closing' || this.#listening === 0) this.assertOpen(operation);
  }

  /** Throws once `close()` was called. */
  assertOpen(operation: string): void {
    if (!this.isOpen) {
      throw new ClosedError(operation, `${operation}: the client is ${this.#state}; make a new one`);
    }
  }
}
