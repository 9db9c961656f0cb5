import type { NativeEvent } from '../binding/native';
import type { ClientObserver } from '../client/native-client';
import type { KafkaError } from '../errors/kafka-error';

/** What a raw client tells: librdkafka's events as they are. */
export interface RawEvents {
  /** Every error of librdkafka, also repeated ones, and problems that this package found. */
  error(error: KafkaError): void;
  log(entry: { level: number; facility: string; message: string }): void;
  /** librdkafka's own text. */
  stats(json: string): void;
  throttle(info: { broker: string; brokerId: number; throttleMs: number }): void;
}

/** Passes librdkafka's events on, and adds what only this package knows. */
export class EventRelay {
  readonly observer: ClientObserver;
  readonly #events: RawEvents;
  readonly #told = new WeakSet<KafkaError>();

  constructor(events: RawEvents) {
    this.#events = events;
    this.observer = {
      event: (event) => this.#event(event),
      error: (error) => {
        this.#told.add(error);
        events.error(error);
      },
    };
  }

  /** An event of a core. Always true: an error without a listener must not become a process warning. */
  tell(name: string, first: unknown): boolean {
    if (name !== 'error' && name !== 'warning') return true;
    const error = first as KafkaError;
    if (!this.#told.has(error)) this.#events.error(error);
    return true;
  }

  #event(event: NativeEvent): void {
    if (event.type === 'log') this.#events.log(event);
    else if (event.type === 'stats') this.#events.stats(event.json);
    else if (event.type === 'throttle') this.#events.throttle(event);
  }
}
