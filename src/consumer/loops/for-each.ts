import { now } from '../../client/waiting';
import { KafkaError } from '../../errors/kafka-error';
import { ClosedError } from '../../errors/usage-errors';
import { callHandler } from '../../user-code/user-code';
import { ConsumerRecord } from '../records/consumer-record';
import { FinishedOffsets } from '../offsets/finished-offsets';
import type { PartitionState } from '../partitions/partition-state';
import type { RebalanceHooks } from '../rebalance/rebalancer';
import type { Intake } from '../reading/intake';
import type { Seeks } from '../reading/seeks';
import type { ConsumerSettings } from '../settings';
import { RecordStream, type StreamParts } from './stream';
import type { ForEachSetup, RecordHandler } from './for-each-options';
import { Lanes, type Lane } from './lanes';
import { toTopicPartition } from '../partitions/topic-partition';

export interface ForEachParts<K, V> extends StreamParts<K, V> {
  intake: Intake;
  seeks: Seeks;
  hooks: Pick<RebalanceHooks, 'beforeRevoke'>;
  settings: Pick<ConsumerSettings, 'readCommitted' | 'maxPollRecords' | 'autoCommitIntervalMs' | 'groupId'>;
}

/**
 * Maximum number of started but unfinished records per handler: enough that no handler waits for another lane, and a
 * bound for memory.
 */
const AHEAD = 16;
/**
 * After all handlers were busy for this long, the consumer is paused and keeps polling, so that it stays in its group.
 */
const BUSY_MS = 500;
/** How often a busy consumer polls. */
const BUSY_POLL_MS = 250;

/**
 * Ordered parallel processing, at least once. Records of one lane (partition or key) run one after another, lanes run
 * in parallel. Only offsets finished without a gap are committed. When partitions are revoked, their running handlers
 * are awaited and their remaining records dropped.
 */
export class ForEach<K, V> {
  readonly #parts: ForEachParts<K, V>;
  readonly #handler: RecordHandler<K, V>;
  readonly #stream: RecordStream<K, V>;
  readonly #concurrency: number;
  readonly #byKey: boolean;
  readonly #lanes: Lanes<K, V>;
  readonly #finished = new FinishedOffsets();
  readonly #runningOf = new Map<PartitionState, number>();
  #running = 0;
  #begun = 0;
  #error: { cause: unknown } | undefined;
  /** The consumer closes without waiting for running handlers. */
  #isAbandoned = false;
  readonly #waiters = new Set<() => void>();
  #commitAt: number;

  constructor(parts: ForEachParts<K, V>, handler: RecordHandler<K, V>, options: ForEachSetup<K, V>) {
    this.#parts = parts;
    this.#handler = handler;
    this.#concurrency = options.concurrency;
    this.#byKey = options.by === 'key';
    this.#lanes = new Lanes(this.#byKey);
    this.#stream = new RecordStream(parts, options.ends, 'forEach');
    this.#commitAt = now() + parts.settings.autoCommitIntervalMs;
  }

  async run(): Promise<void> {
    const { hooks, offsets, handOver } = this.#parts;
    const hook = (states: readonly PartitionState[], lost: boolean) => this.#drain(states, lost);
    hooks.beforeRevoke.add(hook);
    offsets.suspended = true;
    handOver.keepsRawKeys = this.#byKey;
    try {
      await this.#loop();
      await this.#idle();
      await this.#commit();
      if (this.#isAbandoned && this.#running > 0) throw new ClosedError('forEach', this.#leftOver());
    } catch (error) {
      this.#error ??= { cause: error };
    } finally {
      await this.#stream.return();
      if (this.#error) await this.#giveUp();
      hooks.beforeRevoke.delete(hook);
      // A closing consumer commits delivered records as processed. Take back those that no handler has finished.
      if (!this.#parts.client.lifecycle.isOpen)
        for (const { state, offset } of this.#unfinished()) state.rewind(offset);
      offsets.suspended = false;
      handOver.keepsRawKeys = false;
    }
    if (this.#error) throw this.#error.cause;
  }

  async #loop(): Promise<void> {
    while (!this.#error && !this.#isAbandoned) {
      if (this.#begun >= this.#concurrency * AHEAD) {
        await this.#room();
        continue;
      }
      const next = await this.#stream.next();
      if (next.done) return;
      this.#take(next.value);
      if (now() >= this.#commitAt) this.#commitSoon();
    }
  }

  #take(record: ConsumerRecord<K, V>): void {
    const state = ConsumerRecord.state(record)!;
    this.#finished.begin(state, record.offset);
    this.#begun++;
    if (this.#lanes.add(record)) this.#dispatch();
  }

  #dispatch(): void {
    // A closing consumer waits for the running handlers, so no other handler may start.
    while (this.#running < this.#concurrency && this.#mayBegin) {
      const next = this.#lanes.take();
      if (!next) return;
      void this.#process(next.record, next.lane);
    }
  }

  async #process(record: ConsumerRecord<K, V>, lane: Lane<K, V>): Promise<void> {
    const state = ConsumerRecord.state(record)!;
    this.#running++;
    this.#runningOf.set(state, (this.#runningOf.get(state) ?? 0) + 1);
    try {
      // The partition may have been revoked while the record waited in its lane. Another consumer then has it.
      if (state.assigned) await callHandler(this.#handler, record, { signal: state.abort!.signal });
      this.#finished.finish(state, record.offset);
    } catch (error) {
      this.#error ??= { cause: error };
    }
    this.#begun--;
    this.#running--;
    const left = this.#runningOf.get(state)! - 1;
    if (left > 0) this.#runningOf.set(state, left);
    else this.#runningOf.delete(state);
    this.#lanes.done(lane);
    this.#dispatch();
    this.#change();
    // A stream that waits for records must learn that there is nothing left to wait for.
    if (this.#error) void this.#stream.return();
  }

  get #mayBegin(): boolean {
    return !this.#error && this.#parts.client.lifecycle.isOpen;
  }

  /** Ends without waiting for running handlers: `close()` has no time left for them. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#change();
  }

  #leftOver(): string {
    return `forEach: the consumer was closed while ${this.#running} handlers were still running`;
  }

  #change(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }

  /** Resolves when a handler has finished, or after `ms`. */
  #changed(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiters.delete(done);
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      this.#waiters.add(done);
    });
  }

  /**
   * Waits until a handler has finished. A slow handler must not cost the membership, so the partitions are paused and
   * polled.
   */
  async #room(): Promise<void> {
    const full = () => this.#begun >= this.#concurrency * AHEAD && this.#mayBegin;
    const paused = new Set<PartitionState>();
    this.#parts.client.hold();
    try {
      await this.#changed(BUSY_MS);
      while (full()) {
        this.#pauseOthers(paused);
        // With everything paused, only rebalances and errors can arrive.
        this.#parts.poller.begin('forEach');
        try {
          this.#parts.intake.drain(0);
        } finally {
          this.#parts.poller.end();
        }
        this.#pauseOthers(paused);
        if (now() >= this.#commitAt) this.#commitSoon();
        await this.#changed(BUSY_POLL_MS);
      }
    } finally {
      // Also after a throw: the consumer does not know of these pauses, so its resume() would not end them.
      this.#call(
        'resume',
        [...paused].filter((state) => !state.isHeld),
      );
      this.#parts.client.release();
    }
  }

  /** Pauses the remaining partitions, in librdkafka only. */
  #pauseOthers(paused: Set<PartitionState>): void {
    const others = [...this.#parts.assignment].filter((state) => !state.isHeld && !paused.has(state));
    for (const state of others) paused.add(state);
    this.#call('pause', others);
  }

  #call(op: 'pause' | 'resume', states: readonly PartitionState[]): void {
    const partitions = states.filter((state) => state.assigned).map(toTopicPartition);
    if (partitions.length > 0 && !this.#parts.client.isDestroyed) this.#parts.client.call(op, { partitions });
  }

  async #idle(): Promise<void> {
    this.#parts.client.hold();
    try {
      while (this.#begun > 0 && this.#mayBegin && !this.#isAbandoned) await this.#changed();
      while (this.#running > 0 && !this.#isAbandoned) await this.#changed();
    } finally {
      this.#parts.client.release();
    }
  }

  /** Partitions are revoked: waits for running handlers, drops queued records, commits finished offsets. */
  async #drain(states: readonly PartitionState[], lost: boolean): Promise<void> {
    this.#begun -= this.#lanes.drop(new Set(states));
    while (states.some((state) => this.#runningOf.has(state)) && !this.#isAbandoned) await this.#changed(BUSY_POLL_MS);
    if (!lost) await this.#commit(states);
    this.#change();
  }

  #commitSoon(): void {
    this.#commitAt = now() + this.#parts.settings.autoCommitIntervalMs;
    void this.#commit();
  }

  /** A failed commit is only a warning: the next one commits the same offsets and more. */
  async #commit(states?: readonly PartitionState[]): Promise<void> {
    const { offsets, client, settings } = this.#parts;
    if (settings.groupId === null || client.isDestroyed) return;
    const targets = this.#finished.take(states);
    if (targets.length === 0) return;
    try {
      offsets.storeTargets(targets, 'forEach');
      await offsets.commitPartitions(
        targets.map(({ partition }) => partition),
        { timeoutMs: client.defaultTimeoutMs },
      );
    } catch (error) {
      client.tell('warning', error as KafkaError);
    }
  }

  /** After an error: waits for running handlers and commits. Reading continues at the first unfinished record. */
  async #giveUp(): Promise<void> {
    await this.#idle();
    await this.#commit();
    const { seeks, client } = this.#parts;
    if (client.isDestroyed || !client.lifecycle.isOpen) return;
    const back = this.#unfinished();
    if (back.length > 0) seeks.seek(back);
  }

  #unfinished(): { state: PartitionState; offset: number }[] {
    return [...this.#parts.assignment].flatMap((state) => {
      const offset = this.#finished.firstUnfinished(state);
      return offset === undefined ? [] : [{ state, offset }];
    });
  }
}
