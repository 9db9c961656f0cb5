import { EventEmitter } from 'node:events';
import { KafkaJSNonRetriableError } from '../errors/errors';
import type { InstrumentationEvent } from '../types/events';
import type { Logger } from '../types/logging';
import { warnOnce } from './warn-once';

let nextId = 0;

type Listener = (event: InstrumentationEvent<never>) => unknown;

/** The events of one client. */
export class Instrumentation {
  readonly #emitter = new EventEmitter();
  readonly #kind: string;
  readonly #events: Readonly<Record<string, string>>;
  readonly #logger: Logger;

  constructor(kind: string, events: Readonly<Record<string, string>>, logger: Logger) {
    this.#kind = kind;
    this.#events = events;
    this.#logger = logger;
    this.#emitter.setMaxListeners(0);
  }

  has(type: string): boolean {
    return this.#emitter.listenerCount(type) > 0;
  }

  emit(type: string, payload?: unknown): void {
    if (!this.has(type)) return;
    this.#emitter.emit(type, { id: nextId++, type, timestamp: Date.now(), payload });
  }

  /** Returns the function that removes the listener. */
  on(eventName: string, listener: Listener): () => void {
    if (!Object.values(this.#events).includes(eventName)) {
      const names = Object.keys(this.#events).map((key) => `${this.#kind}.events.${key}`);
      throw new KafkaJSNonRetriableError(`Event name should be one of ${names.join(', ')}`);
    }
    if (eventName.includes('.network.')) {
      warnOnce(this.#logger, 'network events', `${eventName} is never emitted: librdkafka does not report requests`);
    }
    const call = (event: InstrumentationEvent<never>): void => {
      // In a promise, so that what a listener throws is logged too.
      void (async () => listener(event))().catch((e: Error) => {
        this.#logger.error(`Failed to execute listener: ${e?.message}`, { eventName, stack: e?.stack });
      });
    };
    this.#emitter.on(eventName, call);
    return () => void this.#emitter.off(eventName, call);
  }
}
