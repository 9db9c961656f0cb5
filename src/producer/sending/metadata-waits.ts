/** ms between the first checks for metadata, as Java's `retry.backoff.ms` and `retry.backoff.max.ms`. */
const FIRST_LOOK_MS = 100;
const LONGEST_LOOK_MS = 1000;

export interface MetadataWaitsHooks {
  /**
   * Fails records that have waited for `max.block.ms`. Returns the remaining ms of the oldest other one; −1: none
   * waits.
   */
  expire(topicId: number): number;
}

/**
 * Records in librdkafka whose topic, or whose given partition, is missing from the metadata, or whose topic the last
 * metadata refused. Java's `send` blocks for these for at most `max.block.ms`; here they fail after that time. A timer
 * checks them, and asks for metadata, only while there are any, so it normally costs nothing.
 */
export class MetadataWaits {
  readonly #hooks: MetadataWaitsHooks;
  readonly #timers = new Map<number, NodeJS.Timeout>();

  constructor(hooks: MetadataWaitsHooks) {
    this.#hooks = hooks;
  }

  /** Some records of these topics wait. */
  add(topicIds: readonly number[]): void {
    for (const id of topicIds) if (!this.#timers.has(id)) this.#look(id, FIRST_LOOK_MS);
  }

  /** Stops all checks. */
  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #look(id: number, pauseMs: number): void {
    const left = this.#hooks.expire(id);
    if (left < 0) {
      this.#timers.delete(id);
      return;
    }
    const next = Math.min(pauseMs * 2, LONGEST_LOOK_MS);
    // The records themselves keep the process alive.
    this.#timers.set(id, setTimeout(() => this.#look(id, next), Math.min(pauseMs, left)).unref());
  }
}
