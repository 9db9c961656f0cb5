import { ClosedError } from '../errors/usage-errors';
import { KafkaError } from '../errors/kafka-error';

/** connecting → up ⇄ down. Each of these → fatal, and → closing → closed. From `fatal` only closing is possible. */
export type ClientState = 'connecting' | 'up' | 'down' | 'fatal' | 'closing' | 'closed';

/** The only place that knows which state changes are allowed, and which calls are refused in which state. */
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

  /** A rebalance listener is called. Returns the function to call when it has ended. */
  listening(): () => void {
    this.#listening++;
    let ended = false;
    return () => {
      if (!ended) this.#listening--;
      ended = true;
    };
  }

  /**
   * Like {@link assertOpen}, for calls that a rebalance listener may make: `close()` revokes the partitions, and
   * `onPartitionsRevoked` then commits offsets.
   */
  assertOpenOrListening(operation: string): void {
    if (this.#state !== 'closing' || this.#listening === 0) this.assertOpen(operation);
  }

  /** Throws once `close()` was called. */
  assertOpen(operation: string): void {
    if (!this.isOpen) {
      throw new ClosedError(operation, `${operation}: the client is ${this.#state}; create a new one`);
    }
  }
}
