import type { ClientEvents, ClientTell } from '../client/events/events';

export interface ProducerEvents extends ClientEvents {
  /**
   * Emitted after a `produce` that returned false or threw ERR__QUEUE_FULL, once half of `buffer.memory` is free again.
   */
  drain: [];
}

/** The user's listeners for the producer's events. */
export interface ProducerListeners {
  tell: ClientTell;
  /** Half of `buffer.memory` is free again. */
  drain(): void;
}
