import type { Lifecycle } from '../../client/lifecycle';
import { now } from '../../client/waiting';
import type { PartitionState } from '../partitions/partition-state';

type MakeError = (operation: string) => Error;

/**
 * librdkafka asks a group that refuses this member again within this time. A call that starts after the refusal was
 * reported waits this long for the new answer.
 */
const ASK_GROUP_MS = 1000;

/** The errors that the pending call rejects with, or else the next one. */
export class PollErrors {
  readonly #lifecycle: Lifecycle;
  readonly #onAdded: () => void;
  readonly #errors: Error[] = [];
  #refusal: MakeError | undefined;
  /** Partitions without a start position. */
  readonly #unstarted = new Set<PartitionState>();
  #groupRefusal: MakeError | undefined;
  #isGroupRefusalThrown = false;

  constructor(lifecycle: Lifecycle, onAdded: () => void) {
    this.#lifecycle = lifecycle;
    this.#onAdded = onAdded;
  }

  add(error: Error): void {
    this.#errors.push(error);
    this.#onAdded();
  }

  /** No broker accepts this client, or one of several refuses it. Thrown once per connection attempt. */
  refused(makeError: MakeError): void {
    this.#refusal = makeError;
    this.#onAdded();
  }

  /** The partition's `resetError` is thrown until it has a position, or is revoked. */
  unstarted(state: PartitionState): void {
    this.#unstarted.add(state);
    this.#onAdded();
  }

  /** The group refuses this member. librdkafka reports that once and keeps asking. */
  groupRefused(makeError: MakeError): void {
    if (this.#groupRefusal === undefined) this.#isGroupRefusalThrown = false;
    this.#groupRefusal = makeError;
    this.#onAdded();
  }

  /** The group accepts this member. */
  groupAccepted(): void {
    this.#groupRefusal = undefined;
  }

  throwIfAny(operation: string): void {
    const error = this.#errors.shift();
    if (error) throw error;
    this.throwIfRefused(operation);
    for (const state of this.#unstarted) {
      if (!state.assigned || !state.resetError) this.#unstarted.delete(state);
      // As in Java, a paused partition that has a position, although out of range, stands in nobody's way.
      else if (!state.paused || state.position < 0) throw state.resetError;
    }
    if (this.#lifecycle.fatalError) throw this.#lifecycle.fatalError;
  }

  throwIfRefused(operation: string): void {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    if (refusal) throw refusal(operation);
  }

  /**
   * Throws the group's refusal: a new one at once, a known one after librdkafka has had time to ask again since the
   * call began.
   */
  throwIfGroupRefused(operation: string, began: number): void {
    const refusal = this.#groupRefusal;
    if (refusal === undefined || (this.#isGroupRefusalThrown && now() - began < ASK_GROUP_MS)) return;
    this.#isGroupRefusalThrown = true;
    throw refusal(operation);
  }
}
