import type { Connection } from '../../client/connection';
import { startTimer } from '../../client/waiting';

/** A request that takes longer than this may be waiting for a dead broker. */
const PATIENCE_MS = 1000;
const METADATA_MS = 500;

const refreshing = new WeakMap<Connection, Promise<unknown>>();

/**
 * Makes librdkafka refresh its metadata repeatedly, until the returned function is called. librdkafka sends most
 * requests to the broker that was the controller at the last refresh, and waits for it. A client without topics would
 * not refresh before `metadata.max.age.ms`.
 */
export function lookForBrokers(connection: Connection): () => void {
  let isOver = false;
  let cancel: () => void;
  const next = (): void => {
    cancel = startTimer(PATIENCE_MS, () => {
      void refresh(connection).then(() => {
        if (!isOver) next();
      });
    });
  };
  next();
  return () => {
    isOver = true;
    cancel();
  };
}

/** One request for all waiting calls. */
function refresh(connection: Connection): Promise<unknown> {
  let running = refreshing.get(connection);
  if (running === undefined) {
    running = connection
      .request('metadata', { topics: [], timeoutMs: METADATA_MS }, 'metadata')
      .catch(() => undefined) // the waiting request has its own deadline
      .finally(() => refreshing.delete(connection));
    refreshing.set(connection, running);
  }
  return running;
}
