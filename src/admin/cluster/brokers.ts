import type { Connection } from '../client/connection';
import { startTimer } from '../client/waiting';

/** A request that takes longer may be waiting for a broker that is gone. */
const PATIENCE_MS = 1000;
const METADATA_MS = 500;

const refreshing = new WeakMap<Connection, Promise<unknown>>();

/**
 * Has librdkafka ask who is there, again and again until the function that it returns is called. librdkafka sends most requests to
 * the broker that was the controller when it last asked, and waits for it; a client without topics has no other reason to ask again
 * before `metadata.max.age.ms`.
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

/** One question for all that wait. */
function refresh(connection: Connection): Promise<unknown> {
  let running = refreshing.get(connection);
  if (running === undefined) {
    running = connection
      .request('metadata', { topics: [], timeoutMs: METADATA_MS }, 'metadata')
      .catch(() => undefined) // the request that waits has a deadline of its own
      .finally(() => refreshing.delete(connection));
    refreshing.set(connection, running);
  }
  return running;
}
