/** What an AdminClient asks through: its own client, or a producer's or consumer's that it shares. */
export interface Connection {
  /** ms that a wait lasts when the caller gives none. */
  readonly defaultTimeoutMs: number;
  /** Sends a request and resolves with its reply. Throws ClosedError once the client's `close()` was called. */
  request(op: string, args: unknown, operation: string): Promise<unknown>;
  /** Resolves when a broker has answered, with the id of the cluster if it has one; rejects only when `signal` aborts or at the end. */
  clusterId(signal: AbortSignal): Promise<string | null>;
}

/** The method by which a client lends its connection. */
export const connection = Symbol('kafka-napi.connection');
