import type { Producer as InnerProducer } from '../../rdkafka/producer/producer';

/** librdkafka's default. */
const LINGER_MS = 5;
const names = ['linger.ms', 'queue.buffering.max.ms'] as const;

/**
 * librdkafka waits for more messages before it sends a batch. Where the program has one call under way, which it waits
 * for, none will come. A wait that the configuration names stays.
 */
export class Linger {
  #underWay = 0;

  /** @param send Hands its messages over before it returns. */
  async during<T>(inner: InnerProducer, send: () => Promise<T>): Promise<T> {
    this.#underWay++;
    try {
      const sent = send();
      if (this.#underWay === 1 && !names.some((name) => name in inner._conf)) {
        // Until then, more calls may come in the same turn of the event loop.
        setImmediate(() => this.#underWay === 1 && end(inner));
      }
      return await sent;
    } finally {
      this.#underWay--;
    }
  }
}

/** Not for longer than the wait: messages that come after it have a wait of their own. */
function end(inner: InnerProducer): void {
  inner._raw?.flush(LINGER_MS).catch(() => undefined);
}
