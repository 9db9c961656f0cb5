import type { KafkaError } from '../errors/kafka-error';
import { now } from './waiting';

/** The same error is told of again after this time at the earliest, while no broker has answered since. */
const REPEAT_MS = 60_000;
/** Of different errors, in case their texts never repeat. */
const MOST = 100;

/** Errors that librdkafka reports at every attempt, ten times a second if asked that often: the user hears of each once in a while. */
export class RepeatedErrors {
  readonly #toldAt = new Map<string, number>();

  isNews(error: KafkaError): boolean {
    // What is in brackets at the end says how long it took this time, and how often it was not said.
    const text = `${error.code} ${error.message.replace(/ \(after \d+ms .*\)$/, '')}`;
    const time = now();
    if (time - (this.#toldAt.get(text) ?? -Infinity) < REPEAT_MS) return false;
    if (this.#toldAt.size >= MOST) this.#toldAt.clear();
    this.#toldAt.set(text, time);
    return true;
  }

  /** Brokers answer again: whatever goes wrong from now on is news. */
  forget(): void {
    this.#toldAt.clear();
  }
}
