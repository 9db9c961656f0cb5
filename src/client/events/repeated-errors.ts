import type { KafkaError } from '../../errors/kafka-error';
import { now } from '../waiting';

/** Minimum interval between two reports of the same error while no broker has answered. */
const REPEAT_MS = 60_000;
/** Maximum number of remembered errors, in case their texts never repeat. */
const MOST = 100;

/**
 * Errors that librdkafka reports at every attempt, up to ten times a second. The user gets each one only once per
 * interval.
 */
export class RepeatedErrors {
  readonly #toldAt = new Map<string, number>();

  isNews(error: KafkaError): boolean {
    // The brackets at the end contain the elapsed time and the number of suppressed errors.
    const text = `${error.code} ${error.message.replace(/ \(after \d+ms .*\)$/, '')}`;
    const time = now();
    if (time - (this.#toldAt.get(text) ?? -Infinity) < REPEAT_MS) return false;
    if (this.#toldAt.size >= MOST) this.#toldAt.clear();
    this.#toldAt.set(text, time);
    return true;
  }

  /** A broker answers again: the next error is reported at once. */
  forget(): void {
    this.#toldAt.clear();
  }
}
