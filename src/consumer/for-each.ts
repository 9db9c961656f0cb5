import { now } from '../client/waiting';
import { KafkaError } from '../errors/kafka-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import { ConsumerRecord } from './consumer-record';
import { FinishedOffsets } from './finished-offsets';
import type { PartitionState } from './partition-state';
import type { Parts } from './parts';
import { RecordStream } from './stream';
import { checkStreamOptions, type StreamEnds, type StreamOptions } from './stream-options';
import { toTopicPartition } from './topic-partition';

export interface ForEachOptions<K = Buffer, V = Buffer> extends StreamOptions<K, V> {
  /** Handlers at work at once. Default: 1. */
  concurrency?: number;
  /** What keeps its order: each partition, or each key of a partition (records without a key have none to keep). Default: 'partition'. */
  by?: 'partition' | 'key';
}

export type RecordHandler<K, V> = (record: ConsumerRecord<K, V>, context: { signal: AbortSignal }) => unknown;

/** Records begun and not finished, per handler at work: enough that none waits for another's lane, and a bound for memory. */
const AHEAD = 16;
/** All handlers busy for so long: from then on the consumer is paused and polls on, so that it stays in its group. */
const BUSY_MS = 500;
/** How often a busy consumer polls. */
const BUSY_POLL_MS = 250;

interface Lane<K, V> {
  waiting: ConsumerRecord<K, V>[];
}

export function checkForEach<K, V>(
  handler: unknown,
  options: unknown,
): { ends: StreamEnds<K, V>; concurrency: number; by: 'partition' | 'key' } {
  if (typeof handler !== 'function')
    throw new InvalidArgumentError(
      'forEach',
      `forEach: the handler must be a function of a record; got ${typeof handler}`,
    );
  const ends = checkStreamOptions<K, V>('forEach', options, ['concurrency', 'by']);
  const { concurrency = 1, by = 'partition' } = (options ?? {}) as ForEachOptions<K, V>;
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new InvalidArgumentError(
      'forEach',
      `forEach: concurrency must be an integer ≥ 1; got ${String(concurrency)}`,
    );
  if (by !== 'partition' && by !== 'key')
    throw new InvalidArgumentError('forEach', `forEach: by must be 'partition' or 'key'; got ${String(by)}`);
  return { ends, concurrency, by };
}

/**
 * Ordered parallel processing, at least once: records of one lane (partition or key) one after another, lanes side by side. Only what is
 * finished without a gap is committed. When partitions go, their running handlers are waited for and the rest of them dropped.
 */
export class ForEach<K, V> {
  readonly #parts: Parts<K, V>;
  readonly #handler: RecordHandler<K, V>;
  readonly #stream: RecordStream<K, V>;
  readonly #concurrency: number;
  readonly #byKey: boolean;
  readonly #lanes = new Map<string, Lane<K, V>>();
  readonly #ready: { name: string; lane: Lane<K, V> }[] = [];
  readonly #finished = new FinishedOffsets();
  readonly #runningOf = new Map<PartitionState, number>();
  #unordered = 0;
  #running = 0;
  #begun = 0;
  #error: { cause: unknown } | undefined;
  readonly #waiters = new Set<() => void>();
  #commitAt: number;

  constructor(parts: Parts<K, V>, handler: RecordHandler<K, V>, options: ReturnType<typeof checkForEach<K, V>>) {
    this.#parts = parts;
    this.#handler = handler;
    this.#concurrency = options.concurrency;
    this.#byKey = options.by === 'key';
    this.#stream = new RecordStream(parts, options.ends, 'forEach');
    this.#commitAt = now() + parts.settings.autoCommitIntervalMs;
  }

  async run(): Promise<void> {
    const { hooks, offsets } = this.#parts;
    const hook = (states: readonly PartitionState[], lost: boolean) => this.#drain(states, lost);
    hooks.beforeRevoke.add(hook);
    offsets.suspended = true;
    try {
      await this.#loop();
      await this.#idle();
      await this.#commit();
    } catch (error) {
      this.#error ??= { cause: error };
    } finally {
      await this.#stream.return();
      if (this.#error) await this.#giveUp();
      hooks.beforeRevoke.delete(hook);
      offsets.suspended = false;
    }
    if (this.#error) throw this.#error.cause;
  }

  async #loop(): Promise<void> {
    while (!this.#error) {
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
    const { state } = ConsumerRecord.run(record)!;
    this.#finished.begin(state, record.offset);
    this.#begun++;
    const name = this.#laneOf(record);
    const lane = this.#lanes.get(name);
    if (lane) {
      lane.waiting.push(record);
      return;
    }
    const added = { waiting: [record] };
    this.#lanes.set(name, added);
    this.#ready.push({ name, lane: added });
    this.#dispatch();
  }

  #laneOf(record: ConsumerRecord<K, V>): string {
    const partition = `${record.topic}-${record.partition}`;
    if (!this.#byKey) return partition;
    const key = ConsumerRecord.rawKey(record);
    return key === null ? `${partition}?${this.#unordered++}` : `${partition}/${key.toString('latin1')}`;
  }

  #dispatch(): void {
    while (this.#running < this.#concurrency && !this.#error) {
      const next = this.#ready.shift();
      if (!next) return;
      const record = next.lane.waiting.shift();
      if (!record) {
        this.#lanes.delete(next.name);
        continue;
      }
      void this.#handle(record, next);
    }
  }

  async #handle(record: ConsumerRecord<K, V>, lane: { name: string; lane: Lane<K, V> }): Promise<void> {
    const { state } = ConsumerRecord.run(record)!;
    this.#running++;
    this.#runningOf.set(state, (this.#runningOf.get(state) ?? 0) + 1);
    try {
      // Its partition went while it waited in its lane: another consumer has it now.
      if (state.assigned) await this.#handler(record, { signal: state.abort!.signal });
      this.#finished.finish(state, record.offset);
    } catch (error) {
      this.#error ??= { cause: error };
    }
    this.#begun--;
    this.#running--;
    const left = this.#runningOf.get(state)! - 1;
    if (left > 0) this.#runningOf.set(state, left);
    else this.#runningOf.delete(state);
    if (lane.lane.waiting.length > 0) this.#ready.push(lane);
    else this.#lanes.delete(lane.name);
    this.#dispatch();
    this.#change();
    // A stream that waits for records must learn that there is nothing left to wait for.
    if (this.#error) void this.#stream.return();
  }

  #change(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }

  /** Until a handler has finished, or for so long. */
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

  /** Waits until a handler has finished. One that takes long must not cost the membership: paused partitions are polled. */
  async #room(): Promise<void> {
    const full = () => this.#begun >= this.#concurrency * AHEAD && !this.#error;
    this.#parts.port.hold();
    try {
      await this.#changed(BUSY_MS);
      if (!full()) return;
      const { assignment, poller, port } = this.#parts;
      const paused = [...assignment].filter((state) => !state.isHeld);
      this.#call('pause', paused);
      while (full() && port.lifecycle.isOpen) {
        // Nothing but rebalances and errors can come now.
        poller.begin('forEach');
        try {
          poller.pull();
        } finally {
          poller.end();
        }
        for (const state of assignment) {
          if (!state.isHeld && !paused.includes(state)) {
            paused.push(state);
            this.#call('pause', [state]);
          }
        }
        if (now() >= this.#commitAt) this.#commitSoon();
        await this.#changed(BUSY_POLL_MS);
      }
      this.#call(
        'resume',
        paused.filter((state) => !state.isHeld),
      );
    } finally {
      this.#parts.port.release();
    }
  }

  #call(op: 'pause' | 'resume', states: readonly PartitionState[]): void {
    const partitions = states.filter((state) => state.assigned).map(toTopicPartition);
    if (partitions.length > 0 && !this.#parts.port.isDestroyed) this.#parts.port.call(op, { partitions });
  }

  async #idle(): Promise<void> {
    this.#parts.port.hold();
    while ((this.#running > 0 || this.#begun > 0) && !this.#error) await this.#changed();
    while (this.#running > 0) await this.#changed();
    this.#parts.port.release();
  }

  /** Partitions go: what runs is waited for, what waits is dropped, what is finished committed. */
  async #drain(states: readonly PartitionState[], lost: boolean): Promise<void> {
    for (const lane of this.#lanes.values()) {
      const kept = lane.waiting.filter((record) => !states.includes(ConsumerRecord.run(record)!.state));
      this.#begun -= lane.waiting.length - kept.length;
      lane.waiting = kept;
    }
    while (states.some((state) => this.#runningOf.has(state))) await this.#changed(BUSY_POLL_MS);
    if (!lost) await this.#commit(states);
    this.#change();
  }

  #commitSoon(): void {
    this.#commitAt = now() + this.#parts.settings.autoCommitIntervalMs;
    void this.#commit();
  }

  /** A failed commit is a warning: the next one commits the same and more. */
  async #commit(states?: readonly PartitionState[]): Promise<void> {
    const { offsets, port, settings } = this.#parts;
    if (settings.groupId === null || port.isDestroyed) return;
    const targets = this.#finished.take(states);
    if (targets.length === 0) return;
    try {
      offsets.storeTargets(targets, 'forEach');
      await offsets.commitPartitions(
        targets.map(({ partition }) => partition),
        { timeoutMs: port.defaultTimeoutMs },
      );
    } catch (error) {
      port.emit('warning', error as KafkaError);
    }
  }

  /** After an error: what runs is waited for and committed, and reading goes on at the first record that was not finished. */
  async #giveUp(): Promise<void> {
    await this.#idle();
    await this.#commit();
    const { assignment, seeks, port } = this.#parts;
    if (port.isDestroyed || !port.lifecycle.isOpen) return;
    const back = [...assignment].flatMap((state) => {
      const offset = this.#finished.firstUnfinished(state);
      return offset === undefined ? [] : [{ state, offset }];
    });
    if (back.length > 0) seeks.seek(back);
  }
}
