import type { KeyValueBytes } from '../stores/key-value-bytes';
import { isOnDisk } from '../task/settings';
import type { StoreEngine, StorePlan } from '../stores/store-plan';
import type { Receiver, RecordContext } from '../task/nodes/node';
import type { NodeMeasures } from '../task/nodes/node-measures';
import type { RecordCollector } from '../task/queues/input-record';
import { MeasuredBytes } from './measured-bytes';
import { MeasuredCollector, MeasuredEnd, MeasuredSource, type BatchClock, type Traffic } from './measured-nodes';
import { averageAndMost, Measure, rateAndTotal, type Values } from './measures';
import type { MetricsRegistry } from './registry';

const nodeGroup = 'stream-processor-node-metrics';

/** What is asked of a task when its metrics are read. */
export interface MeasuredTask {
  readonly id: string;
  /** Records that wait. */
  readonly waitingRecords: number;
  readonly stores: readonly {
    readonly restored: Measure;
    /** Records of the changelog that are still to be read. */
    readonly remaining: number;
  }[];
}

/** How the tag of a store is called. Java's have `rocksdb` where ours have `lmdb`. */
function storeTag(plan: StorePlan, settings: { readonly storeEngine: StoreEngine }): string {
  const engine = isOnDisk(settings, plan) ? 'lmdb' : 'in-memory';
  const kind = plan.type === 'sessionStore' ? '-session' : plan.type.endsWith('indowStore') ? '-window' : '';
  return `${engine}${kind}-state-id`;
}

/** Java's metrics of one task, its nodes, topics and stores: while the task is here. */
export class TaskMeasures implements NodeMeasures {
  readonly #registry: MetricsRegistry;
  readonly #tags: { readonly 'thread-id': string; readonly 'task-id': string };
  readonly #clock: BatchClock = { now: Date.now() };
  readonly #isDebug: boolean;
  readonly #dropped = new Measure();
  readonly #lateness = new Measure();
  readonly #processed = new Measure();
  readonly #latency = new Measure();
  readonly #punctuated = new Measure();
  readonly #punctuation = new Measure();
  /** They go on when the nodes of the task are made anew. */
  readonly #known = new Map<string, unknown>();
  readonly #removals: (() => void)[] = [];
  /** Within this round, in milliseconds. */
  #ms = 0;
  #ratio = 0;

  constructor(registry: MetricsRegistry, threadId: string, task: MeasuredTask) {
    this.#registry = registry;
    this.#tags = { 'thread-id': threadId, 'task-id': task.id };
    this.#isDebug = registry.level === 'DEBUG';
    this.#add('stream-task-metrics', {}, (now) => this.#values(now, task));
  }

  #add(group: string, tags: Readonly<Record<string, string>>, values: (now: number) => Values): void {
    this.#removals.push(this.#registry.add(group, { ...this.#tags, ...tags }, values));
  }

  /** Made once for each kind, group and tags. */
  #kept<T>(
    kind: string,
    group: string,
    tags: Readonly<Record<string, string>>,
    create: () => T,
    values: (made: T, now: number) => Values,
  ): T {
    const name = JSON.stringify([kind, group, tags]);
    const known = this.#known.get(name) as T | undefined;
    if (known !== undefined) return known;
    const made = create();
    this.#known.set(name, made);
    this.#add(group, tags, (now) => values(made, now));
    return made;
  }

  /** A run of records begins. */
  begin(now: number): void {
    this.#clock.now = now;
  }

  /** `count` records have taken so long together. */
  processed(count: number, ms: number): void {
    this.#ms += ms;
    if (count === 0 || !this.#isDebug) return;
    const { now } = this.#clock;
    this.#processed.record(count, now);
    this.#latency.record((ms * 1e6) / count, now);
  }

  punctuated(ms: number): void {
    if (!this.#isDebug) return;
    const now = Date.now();
    this.#punctuated.record(1, now);
    this.#punctuation.record(ms * 1e6, now);
  }

  /** `ms`: of all tasks in this round. */
  endRound(ms: number): void {
    if (ms > 0) this.#ratio = this.#ms / ms;
    this.#ms = 0;
  }

  dropped(): void {
    this.#dropped.record(1, this.#clock.now);
  }

  source(node: Receiver, record: RecordContext, lateness: () => number): Receiver {
    const tags = { 'processor-node-id': node.name };
    const processed = this.#isDebug
      ? this.#kept(
          'process',
          nodeGroup,
          tags,
          () => new Measure(),
          (all, now) => rateAndTotal('process', all, now),
        )
      : undefined;
    return new MeasuredSource(node, {
      clock: this.#clock,
      record,
      latency: this.#latencyTo(node.name),
      debug: processed && { processed, lateness: () => this.#lateness.record(lateness(), this.#clock.now) },
      consumed: (topic) => this.#traffic('consumed', node.name, topic),
    });
  }

  end(node: Receiver): Receiver {
    return new MeasuredEnd(node, this.#clock, this.#latencyTo(node.name));
  }

  /** Of the records at a node. */
  #latencyTo(node: string): Measure {
    return this.#kept(
      'latency',
      nodeGroup,
      { 'processor-node-id': node },
      () => new Measure(),
      (latency, now) => ({
        ...averageAndMost('record-e2e-latency', latency, now),
        'record-e2e-latency-min': latency.least(now),
      }),
    );
  }

  collector(collector: RecordCollector): RecordCollector {
    return new MeasuredCollector(collector, (node, topic) => this.#traffic('produced', node, topic));
  }

  #traffic(what: 'consumed' | 'produced', node: string, topic: string): Traffic {
    return this.#kept(
      what,
      'stream-topic-metrics',
      { 'processor-node-id': node, topic },
      () => ({ records: 0, bytes: 0 }),
      ({ records, bytes }) => ({ [`records-${what}-total`]: records, [`bytes-${what}-total`]: bytes }),
    );
  }

  /** Of a store; what is returned is to be used in their place. */
  store(plan: StorePlan, bytes: KeyValueBytes, settings: { readonly storeEngine: StoreEngine }): KeyValueBytes {
    if (plan.isBuffer) return bytes;
    return this.#kept(
      'store',
      'stream-state-metrics',
      { [storeTag(plan, settings)]: plan.name },
      () => (this.#isDebug ? new MeasuredBytes(bytes, plan.type) : bytes),
      (made, now) => ({ 'num-keys': made.size, ...(made instanceof MeasuredBytes ? made.values(now) : {}) }),
    );
  }

  #values(now: number, { stores, waitingRecords }: MeasuredTask): Values {
    const restored = stores.reduce((sum, store) => sum + store.restored.total, 0);
    const info = {
      'active-process-ratio': this.#ratio,
      ...rateAndTotal('dropped-records', this.#dropped, now),
      'restore-remaining-records-total': stores.reduce((sum, { remaining }) => sum + remaining, 0),
    };
    if (!this.#isDebug) return info;
    return {
      ...info,
      'active-buffer-count': waitingRecords,
      ...averageAndMost('process-latency', this.#latency, now),
      ...rateAndTotal('process', this.#processed, now),
      ...averageAndMost('punctuate-latency', this.#punctuation, now),
      ...rateAndTotal('punctuate', this.#punctuated, now),
      ...averageAndMost('record-lateness', this.#lateness, now),
      'restore-rate': stores.reduce((sum, store) => sum + store.restored.rate(now), 0),
      'restore-total': restored,
    };
  }

  /** The task is gone. */
  remove(): void {
    for (const remove of this.#removals.splice(0)) remove();
    this.#known.clear();
  }
}
