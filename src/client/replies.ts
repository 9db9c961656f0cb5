import { KafkaError, type NativeErrorData } from '../errors/kafka-error';
import { ClosedError } from '../errors/usage-errors';

/** The settlers for a reply. */
export interface Pending {
  op: string;
  operation: string;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** Requests that librdkafka has not answered: request id → its promise. */
export class Replies {
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  /**
   * Sends a request under a new id, which it returns, and registers `pending` for its reply. If `send` throws, nothing
   * is registered.
   */
  add(pending: Pending, send: (id: number) => void): number {
    const id = this.#nextId++;
    this.#pending.set(id, pending);
    try {
      send(id);
    } catch (error) {
      this.#pending.delete(id);
      throw error;
    }
    return id;
  }

  /** Like `add`, with a promise for the reply to the request `op` of the user's `operation`. */
  ask(op: string, operation: string, send: (id: number) => void): { id: number; reply: Promise<unknown> } {
    let pending!: Pending;
    const reply = new Promise((resolve, reject) => {
      pending = { op, operation, resolve, reject };
    });
    return { id: this.add(pending, send), reply };
  }

  /** The reply is no longer needed. */
  forget(id: number): void {
    this.#pending.delete(id);
  }

  settle(id: number, error: NativeErrorData | undefined, value: unknown): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    if (error) pending.reject(KafkaError.fromNative({ ...error, operation: pending.operation }));
    else pending.resolve(value);
  }

  /** Rejects the requests whose name satisfies `concerns`. Later answers to them are ignored. */
  reject(concerns: (op: string) => boolean, makeError: (operation: string) => Error): void {
    for (const [id, pending] of this.#pending) {
      if (!concerns(pending.op)) continue;
      this.#pending.delete(id);
      pending.reject(makeError(pending.operation));
    }
  }

  /** No reply will arrive any more. */
  rejectAll(): void {
    for (const pending of this.#pending.values()) pending.reject(new ClosedError(pending.operation));
    this.#pending.clear();
  }
}
