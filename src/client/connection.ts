import type { KafkaError } from '../errors/kafka-error';

/** The connection of an AdminClient: its own client, or a producer's or consumer's that it shares. */
export interface Connection {
  /** Default timeout of a wait in ms. */
  readonly defaultTimeoutMs: number;
  /** Why no broker can be reached now; undefined: one can, or no attempt has failed yet. */
  connectionError(): KafkaError | undefined;
  /** Sends a request and resolves with its reply. Throws ClosedError once the client's `close()` was called. */
  request(op: string, args: unknown, operation: string): Promise<unknown>;
  /**
   * Resolves when a broker has answered, with the cluster id if there is one. Rejects only when `signal` aborts or the
   * client closes.
   */
  clusterId(signal: AbortSignal): Promise<string | null>;
}

/** The method by which a client shares its connection. */
export const connection = Symbol('kafka-napi.connection');
