import { KafkaError, type NativeErrorData } from '../errors/kafka-error';
import { ClosedError } from '../errors/usage-errors';

interface Pending {
  operation: string;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** Requests that librdkafka has not answered: request id → its promise. */
export class Replies {
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  /** A new id and the promise of its reply. `send` hands the request over; what it throws is thrown, and nothing is pending then. */
  ask(operation: string, send: (id: number) => void): { id: number; reply: Promise<unknown> } {
    const id = this.#nextId++;
    const reply = new Promise((resolve, reject) => {
      this.#pending.set(id, { operation, resolve, reject });
    });
    try {
      send(id);
    } catch (error) {
      this.#pending.delete(id);
      throw error;
    }
    return { id, reply };
  }

  settle(id: number, error: NativeErrorData | undefined, value: unknown): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    if (error) pending.reject(KafkaError.fromNative({ ...error, operation: pending.operation }));
    else pending.resolve(value);
  }

  /** No reply will come any more. */
  rejectAll(): void {
    for (const pending of this.#pending.values()) pending.reject(new ClosedError(pending.operation));
    this.#pending.clear();
  }
}
