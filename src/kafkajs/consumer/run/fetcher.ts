import { KafkaError, type Consumer, type RecordColumns } from '../../../index';
import type { Instrumentation } from '../../base/events';
import { fromCore } from '../../errors/from-core';
import { RecordsOfPartition } from './batch';
import { events } from '../events';
import type { Membership } from '../group/membership';
import { partitionKey } from '../group/offsets';

export interface FetcherParts {
  core: Consumer;
  membership: Membership;
  instrumentation: Instrumentation;
  /** Longest wait for records in ms. */
  maxWaitMs: number;
  /** ms between polls while handlers run. */
  aliveMs: number;
}

/**
 * Polls the core: for records, and while handlers run for nothing but to stay in the group and to learn of rebalances.
 */
export class Fetcher {
  readonly #parts: FetcherParts;
  readonly #ends = new Map<string, number>();
  readonly #ticker: NodeJS.Timeout;
  #isPolling = false;
  #idle: Promise<void> | undefined;
  #idleFailure: unknown;
  /** Records that came while nothing was wanted. */
  #early: RecordColumns[] = [];

  constructor(parts: FetcherParts) {
    this.#parts = parts;
    parts.core.on('partitionEof', this.#onEnd);
    this.#ticker = setInterval(() => this.#stayAlive(), parts.aliveMs);
  }

  readonly #onEnd = ({ topic, partition, offset }: { topic: string; partition: number; offset: number }): void => {
    this.#ends.set(partitionKey(topic, partition), offset);
  };

  /** Ends the wait of a fetch. */
  wake(): void {
    if (this.#isPolling) this.#parts.core.wakeup();
  }

  async close(): Promise<void> {
    clearInterval(this.#ticker);
    this.#parts.core.off('partitionEof', this.#onEnd);
    await this.#idle;
  }

  /** The next records by partition; none after `maxWaitMs`, or when woken. */
  async fetch(): Promise<RecordsOfPartition[]> {
    const { core, membership, instrumentation, maxWaitMs } = this.#parts;
    await this.#idle;
    const failure = this.#idleFailure;
    this.#idleFailure = undefined;
    if (failure !== undefined) throw failure;
    membership.hold(false);
    const started = Date.now();
    const isMember = membership.hasJoined;
    if (isMember) instrumentation.emit(events.FETCH_START, { nodeId: -1 });
    const fetched = this.#early.length > 0 ? this.#early.splice(0) : await this.#poll(core, maxWaitMs);
    // The poll that joins the group is a fetch from then on.
    if (!isMember && membership.hasJoined) instrumentation.emit(events.FETCH_START, { nodeId: -1 });
    if (membership.hasJoined) {
      instrumentation.emit(events.FETCH, { numberOfBatches: 0, duration: Date.now() - started, nodeId: -1 });
    }
    return this.#byPartition(fetched);
  }

  async #poll(core: Consumer, timeoutMs: number): Promise<RecordColumns[]> {
    this.#isPolling = true;
    try {
      return (await core.poll(timeoutMs)).columns();
    } catch (error) {
      if (!KafkaError.is(error)) throw error;
      if (error.code === 'ERR_WAKEUP') return [];
      if (error.code === 'ERR__AUTO_OFFSET_RESET' || error.code === 'ERR_OFFSET_OUT_OF_RANGE') {
        await this.#parts.membership.resetInvalid();
        return [];
      }
      throw fromCore(error.code === 'ERR_LISTENER' ? error.cause : error);
    } finally {
      this.#isPolling = false;
    }
  }

  #stayAlive(): void {
    if (this.#isPolling || this.#idle) return;
    this.#idle = this.#pollForNothing().finally(() => (this.#idle = undefined));
  }

  async #pollForNothing(): Promise<void> {
    try {
      this.#parts.membership.hold(true);
      this.#early.push(...(await this.#poll(this.#parts.core, 0)));
    } catch (error) {
      this.#idleFailure = error;
    }
  }

  #byPartition(fetched: readonly RecordColumns[]): RecordsOfPartition[] {
    const lists = new Map<string, RecordColumns[]>();
    for (const columns of fetched) {
      const key = partitionKey(columns.topic, columns.partition);
      const known = lists.get(key);
      if (known === undefined) lists.set(key, [columns]);
      else known.push(columns);
    }
    const batches: RecordsOfPartition[] = [];
    for (const [key, list] of lists) {
      const last = list[list.length - 1]!;
      const end = last.offset(last.count - 1) + 1;
      const batch = this.#batch(last.topic, last.partition, list, Math.max(end, this.#ends.get(key) ?? 0));
      this.#ends.delete(key);
      if (batch) batches.push(batch);
    }
    for (const [key, end] of this.#ends) {
      const at = key.lastIndexOf('|');
      const batch = this.#batch(key.slice(0, at), Number(key.slice(at + 1)), [], end);
      // Nothing but control records was there.
      if (batch && batch.offsets.next >= 0 && batch.offsets.next < end) batches.push(batch);
    }
    this.#ends.clear();
    return batches;
  }

  /** undefined: the partition is not assigned any more. */
  #batch(topic: string, partition: number, list: RecordColumns[], end: number): RecordsOfPartition | undefined {
    const offsets = this.#parts.membership.offsets.get(topic, partition);
    if (offsets === undefined) return undefined;
    const first = list[0];
    if (first !== undefined && offsets.next < 0) offsets.next = first.offset(0);
    return new RecordsOfPartition(offsets, list, end, () => this.#endOfPartition(topic, partition));
  }

  #endOfPartition(topic: string, partition: number): number | null {
    const { core } = this.#parts;
    try {
      const position = core.position({ topic, partition });
      const lag = core.currentLag({ topic, partition });
      return position === null || lag === null ? null : position + lag;
    } catch {
      return null; // not assigned any more
    }
  }
}
