import type { Row } from '../../stores/key-value-bytes';
import type { StoreCore } from '../../stores/store-core';
import type { NodeEnvironment } from '../../task/nodes/node';

/**
 * The final results of windows: each window comes out once, when it has closed. How far they are is committed with the
 * offsets, under the name of the store, as in Java.
 */
export class FinalResults {
  readonly #environment: NodeEnvironment;
  readonly #store: StoreCore;
  /** From the time by which the store orders a window (its start, or the end of a session) to when it closes. */
  readonly #lagMs: number;

  constructor(environment: NodeEnvironment, store: StoreCore, lagMs: number) {
    this.#environment = environment;
    this.#store = store;
    this.#lagMs = lagMs;
  }

  /** Sends on what has closed since the last call, by time; then the store may let go of what has expired. */
  sendClosed(closeTime: number, send: (row: Row) => void): void {
    const { closeTimes } = this.#environment;
    const { bytes, name } = this.#store;
    const last = closeTimes.get(name);
    const to = closeTime - this.#lagMs;
    if (to >= 0 && (last === undefined || last < closeTime)) {
      const from = last === undefined ? 0 : Math.max(0, last - this.#lagMs + 1);
      for (const row of bytes.between!(from, to)) send(row);
      closeTimes.set(name, closeTime);
    }
    bytes.expire!();
  }
}
