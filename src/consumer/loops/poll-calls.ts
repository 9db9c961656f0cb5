import { shown } from '../../errors/brief';
import { checkOptions } from '../../client/options';
import { checkSignal, checkTimeout, now } from '../../client/waiting';
import { DeserializationError } from '../../errors/serialization-error';
import { InvalidArgumentError } from '../../errors/usage-errors';
import { ConsumerRecord } from '../records/consumer-record';
import type { ConsumerRecords } from '../records/consumer-records';
import { isPromise } from '../../user-code/user-code';
import type { NativeClient } from '../../client/native-client';
import type { Offsets } from '../offsets/offset-commits';
import type { HandOver } from '../reading/hand-over';
import type { Poller } from '../reading/poller';
import type { Rebalancer } from '../rebalance/rebalancer';
import type { ConsumerSettings } from '../settings';

export interface PollParts<K, V> {
  client: NativeClient;
  offsets: Offsets;
  rebalancer: Rebalancer;
  poller: Poller;
  handOver: HandOver<K, V>;
  settings: Pick<ConsumerSettings, 'maxPollRecords'>;
  /** Throws unless there is a subscription or an assignment. */
  assertSubscribed: (operation: string) => void;
}

function signalOf(
  operation: string,
  options: { signal?: AbortSignal | undefined } | undefined,
): AbortSignal | undefined {
  checkOptions(operation, options, ['signal']);
  return checkSignal(operation, options?.signal);
}

/** `poll`, `consume` and `pollSync`. */
export class PollCalls<K, V> {
  readonly #parts: PollParts<K, V>;

  constructor(parts: PollParts<K, V>) {
    this.#parts = parts;
  }

  #begin(operation: string): void {
    const { client, poller, assertSubscribed, offsets } = this.#parts;
    client.lifecycle.assertOpen(operation);
    poller.assertIdle(operation);
    assertSubscribed(operation);
    poller.begin(operation);
    offsets.asked();
    offsets.countsAtClose = true;
  }

  async poll(timeoutMs: unknown, options: { signal?: AbortSignal | undefined }): Promise<ConsumerRecords<K, V>> {
    const deadline = now() + checkTimeout('poll', timeoutMs, Infinity);
    const signal = signalOf('poll', options);
    this.#begin('poll');
    const { poller, handOver, settings } = this.#parts;
    try {
      if (poller.isTurnDue()) await poller.turn();
      for (;;) {
        await poller.supply({ operation: 'poll', deadline: () => deadline, signal, until: () => false });
        const records = await this.#settled('poll', signal, handOver.take(settings.maxPollRecords));
        if (!records.isEmpty || now() >= deadline) return records;
      }
    } finally {
      poller.end();
    }
  }

  async consume(
    max: unknown,
    timeoutMs: unknown,
    options: { signal?: AbortSignal | undefined },
  ): Promise<ConsumerRecord<K, V>[]> {
    if (typeof max !== 'number' || !Number.isInteger(max) || max < 1) {
      throw new InvalidArgumentError(
        'consume',
        `consume: the number of records must be an integer ≥ 1; got ${shown(max)}`,
      );
    }
    const deadline = now() + checkTimeout('consume', timeoutMs, Infinity);
    const signal = signalOf('consume', options);
    this.#begin('consume');
    const { poller, handOver, rebalancer } = this.#parts;
    const taken: ConsumerRecords<K, V>[] = [];
    let list: ConsumerRecord<K, V>[] = [];
    let { revocations } = rebalancer;
    try {
      if (poller.isTurnDue()) await poller.turn();
      while (list.length < max) {
        try {
          await poller.supply({ operation: 'consume', deadline: () => deadline, signal, until: () => false });
          if (rebalancer.revocations !== revocations) {
            // Drops taken records that were not returned yet if their partition is gone: its new owner reads them
            // again.
            list = list.filter((record) => ConsumerRecord.state(record)!.assigned);
            ({ revocations } = rebalancer);
          }
          const records = await this.#settled('consume', signal, handOver.take(max - list.length));
          taken.push(records);
          for (const record of records) list.push(record);
          if (records.isEmpty && now() >= deadline) break;
          if (poller.isTurnDue()) await poller.turn();
        } catch (error) {
          // Returns the records before an unreadable one. The next call meets the unreadable one again.
          if (list.length > 0 && error instanceof DeserializationError) break;
          // A call that fails delivers nothing.
          for (const records of taken.reverse()) handOver.putBack(records, 0);
          throw error;
        }
      }
      return list;
    } finally {
      poller.end();
    }
  }

  /** Deserializers may never settle, so whatever ends the call also ends the wait for them. */
  async #settled(
    operation: string,
    signal: AbortSignal | undefined,
    taken: ConsumerRecords<K, V> | Promise<ConsumerRecords<K, V>>,
  ): Promise<ConsumerRecords<K, V>> {
    if (!isPromise(taken)) return taken;
    const { poller, handOver } = this.#parts;
    const isOver = () => {
      poller.throwIfOver(operation, signal);
      return false;
    };
    const look = () => poller.kick();
    signal?.addEventListener('abort', look, { once: true });
    try {
      return (await poller.settledOrOver(taken, isOver))!;
    } finally {
      signal?.removeEventListener('abort', look);
      handOver.giveUp();
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
