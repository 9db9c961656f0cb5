/** One consumer that reads the topics: to their ends, and on. */
import { AbortError, Consumer, type ConsumerConfig, type ConsumerRecords, TimeoutError } from 'kafka-napi';

import type { Wait } from '../arguments';
import { type Hide, StoredState } from './stored-state';
import type { Topics } from './topics';
import type { StorageChange } from './types';

/** For closing a consumer that has no group to leave. */
const CLOSE_MS = 5000;

export class Reading {
  readonly state: StoredState;
  readonly #consumer: Consumer;

  private constructor(consumer: Consumer, state: StoredState) {
    this.#consumer = consumer;
    this.state = state;
  }

  /** Resolves when everything is read that is there when it begins. @throws TimeoutError, AbortError, KafkaError */
  static async toEnd(
    operation: string,
    config: ConsumerConfig,
    topics: Topics,
    hide: Hide | undefined,
    { timeoutMs, signal }: Wait,
  ): Promise<Reading> {
    if (signal?.aborted) throw new AbortError(operation, signal.reason);
    const consumer = new Consumer(config);
    // Its warnings are of what it recovers from, and its errors reject what is awaited here as well.
    consumer.on('error', () => undefined);
    const reading = new Reading(consumer, new StoredState(topics, hide));
    const ending = new AbortController();
    const end = () => ending.abort();
    const timer = setTimeout(end, timeoutMs);
    signal?.addEventListener('abort', end);
    try {
      await reading.#assign(topics, { timeoutMs, signal });
      for await (const records of consumer.batches({ to: 'end', signal: ending.signal })) reading.#apply(records);
      if (ending.signal.aborted) throw new TimeoutError(operation, 'too late');
      return reading;
    } catch (error) {
      await reading.close();
      if (signal?.aborted) throw new AbortError(operation, signal.reason);
      if (!(error instanceof TimeoutError)) throw error;
      const names = [topics.config, topics.status, ...topics.offsets].join(', ');
      const message = `${operation}: not done within ${timeoutMs} ms. Check that there are the topics ${names}`;
      throw new TimeoutError(operation, message, { cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    }
  }

  async #assign({ config, status, offsets }: Topics, wait: Wait): Promise<void> {
    const lists = await Promise.all(
      [config, status, ...offsets].map((topic) => this.#consumer.partitionsFor(topic, wait)),
    );
    this.#consumer.assign(
      lists.flat().map(({ topic, partition }) => ({ topic, partition, offset: 'beginning' as const })),
    );
  }

  #apply(records: ConsumerRecords): void {
    for (const record of records) this.state.apply(record);
  }

  /** What is written from now on, each applied when it is handed over. Ends when the signal aborts. */
  async *changes(signal: AbortSignal): AsyncGenerator<StorageChange, void, undefined> {
    for await (const record of this.#consumer.stream({ signal })) {
      const change = this.state.apply(record);
      if (change !== undefined) yield change;
    }
  }

  async close(): Promise<void> {
    await this.#consumer.close({ timeoutMs: CLOSE_MS });
  }
}
