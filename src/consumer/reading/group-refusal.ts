import { now } from '../../client/waiting';

/**
 * librdkafka asks a group that refuses this member again within this time. A call that starts after the refusal was
 * reported waits this long for the new answer.
 */
const ASK_MS = 1000;

/**
 * The group refuses this member. librdkafka reports that once and keeps asking. Every call that waits for the group
 * throws it.
 */
export class GroupRefusal {
  #makeError: ((operation: string) => Error) | undefined;
  #isTold = false;

  refused(makeError: (operation: string) => Error): void {
    if (this.#makeError === undefined) this.#isTold = false;
    this.#makeError = makeError;
  }

  /** The group accepts this member. */
  taken(): void {
    this.#makeError = undefined;
  }

  /**
   * Throws the refusal: a new one at once, a known one after librdkafka has had time to ask again since the call began.
   */
  throwIfRefused(operation: string, began: number): void {
    const makeError = this.#makeError;
    if (makeError === undefined || (this.#isTold && now() - began < ASK_MS)) return;
    this.#isTold = true;
    throw makeError(operation);
  }
}
