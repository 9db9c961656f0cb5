import { checkSignal, checkTimeout, now, type WaitOptions } from '../client/waiting';
import { DeserializationError } from '../errors/serialization-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import { ConsumerRecord } from './consumer-record';
import { ConsumerRecords } from './consumer-records';
import type { Parts } from './parts';

/** `poll`, `consume` and `pollSync`. */
export class Polls<K, V> {
  readonly #parts: Parts<K, V>;

  constructor(parts: Parts<K, V>) {
    this.#parts = parts;
  }

  #begin(operation: string): void {
    const { port, poller, assertSubscribed, offsets } = this.#parts;
    port.lifecycle.assertOpen(operation);
    poller.assertIdle(operation);
    assertSubscribed(operation);
    poller.begin(operation);
    offsets.asked();
    offsets.countsAtClose = true;
  }

  async poll(timeoutMs: unknown, options: { signal?: AbortSignal }): Promise<ConsumerRecords<K, V>> {
    const deadline = now() + checkTimeout('poll', timeoutMs, Infinity);
    const signal = checkSignal('poll', options.signal);
    this.#begin('poll');
    const { poller, handOver, settings } = this.#parts;
    try {
      if (poller.isTurnDue()) await poller.turn();
      for (;;) {
        await poller.supply({ operation: 'poll', deadline: () => deadline, signal, until: () => false });
        const records = await handOver.take(settings.maxPollRecords);
        if (!records.isEmpty || now() >= deadline) return records;
      }
    } finally {
      poller.end();
    }
  }

  async consume(max: unknown, timeoutMs: unknown, options: WaitOptions): Promise<ConsumerRecord<K, V>[]> {
    if (typeof max !== 'number' || !Number.isInteger(max) || max < 1) {
      throw new InvalidArgumentError(
        'consume',
        `consume: the number of records must be an integer ≥ 1; got ${String(max)}`,
      );
    }
    const deadline = now() + checkTimeout('consume', timeoutMs, Infinity);
    const signal = checkSignal('consume', options.signal);
    this.#begin('consume');
    const { poller, handOver, rebalancer } = this.#parts;
    let list: ConsumerRecord<K, V>[] = [];
    let { revocations } = rebalancer;
    try {
      if (poller.isTurnDue()) await poller.turn();
      while (list.length < max) {
        try {
          await poller.supply({ operation: 'consume', deadline: () => deadline, signal, until: () => false });
          if (rebalancer.revocations !== revocations) {
            // Taken, but not returned yet: whoever has these partitions now reads them again.
            list = list.filter((record) => ConsumerRecord.run(record)!.state.assigned);
            ({ revocations } = rebalancer);
          }
          const records = await handOver.take(max - list.length);
          for (const record of records) list.push(record);
          if (records.isEmpty && now() >= deadline) break;
          if (poller.isTurnDue()) await poller.turn();
        } catch (error) {
          // What comes before a record that cannot be read is returned; the next call meets that one again.
          if (list.length > 0 && error instanceof DeserializationError) break;
          // A call that fails hands nothing over.
          handOver.putBack(ConsumerRecords.of(list), 0);
          throw error;
        }
      }
      return list;
    } finally {
      poller.end();
    }
  }

  pollSync(timeoutMs: unknown): ConsumerRecords<K, V> {
    const ms = checkTimeout('pollSync', timeoutMs, Infinity);
    this.#begin('pollSync');
    const { poller, rebalancer, handOver, settings } = this.#parts;
    rebalancer.work.sync = true;
    try {
      poller.supplySync('pollSync', ms);
      return handOver.takeSync(settings.maxPollRecords);
    } finally {
      rebalancer.work.sync = false;
      poller.end();
    }
  }
}
