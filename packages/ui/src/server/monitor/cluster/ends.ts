import type { TopicPartition } from 'kafka-napi';
import { Ring } from '../series/ring';
import type { Histories } from '../series/histories';
import type { Demand } from '../time/demand';
import type { Timeline } from '../time/timeline';
import type { LogOffsets } from './log-offsets';
import type { TopicState } from './topic-state';
import type { Topology } from './topology';

/** How often all ends are asked for, by the number of partitions. */
const EVERY: readonly [partitions: number, ms: number][] = [
  [2000, 5000],
  [20_000, 15_000],
  [Infinity, 60_000],
];
/** The shortest of them, and the step of what is kept. */
export const FINE_MS = 5000;
/** After a longer pause than so many intervals, what was written in between is no rate of now. */
const PAUSE = 3;
/** Partitions of one call. */
const TOGETHER = 500;
/** How long, and for how many topics, fine rates are kept after a page has shown them. */
const FINE_KEPT_MS = 600_000;
const MOST_FINE = 400;
/** A rate of the cluster needs so much of its partitions in both samples. */
const ENOUGH = 0.9;

export interface EndsOptions {
  offsets: LogOffsets;
  timeline: Timeline;
  demand: Demand;
  topology: Topology;
  histories: Histories;
}

interface Sums {
  perSec: number;
  both: number;
  partitions: number;
}

/** Beginnings and ends of all logs, and what is written per second. */
export class Ends {
  readonly #offsets: LogOffsets;
  readonly #timeline: Timeline;
  readonly #demand: Demand;
  readonly #topology: Topology;
  readonly #histories: Histories;
  readonly perSec = new Ring(FINE_MS, 720);
  readonly underReplicated = new Ring(FINE_MS, 720);
  /** Topics with fine rates, and when a page has last shown them, in that order. */
  readonly #fine = new Map<TopicState, number>();
  /** When all ends were last asked for, and when with success by all that answer. */
  #askedAt = -Infinity;
  #allAt = -Infinity;
  #jumps = 0;
  /** When all ends, or beginnings, were last known; -Infinity: never. */
  latestAt = -Infinity;
  earliestAt = -Infinity;
  /** When some ends were last known. */
  changedAt = -Infinity;
  /** How often beginnings or ends have been set. */
  changes = 0;
  /** How long it took to ask for all ends; null: not done yet. */
  durationMs: number | null = null;

  constructor({ offsets, timeline, demand, topology, histories }: EndsOptions) {
    this.#offsets = offsets;
    this.#timeline = timeline;
    this.#demand = demand;
    this.#topology = topology;
    this.#histories = histories;
  }

  /** ms between two samples of all ends. */
  get everyMs(): number {
    return EVERY.find(([partitions]) => this.#topology.totals.partitions <= partitions)![1];
  }

  /** What was known of the time before this, at `time`, has not changed since. A step that is not over may. */
  settledBefore(time: number): number {
    const lag = this.everyMs + (this.durationMs ?? 0) + 2 * FINE_MS;
    return Math.floor((time - lag) / FINE_MS) * FINE_MS;
  }

  /** Forgets the rates of the cluster: they were those of another one. */
  clear(): void {
    this.perSec.clear();
    this.underReplicated.clear();
    this.#allAt = -Infinity;
    this.#fine.clear();
  }

  /** All ends if it is time for that, otherwise those that a page shows. */
  async sampleLatest(): Promise<void> {
    const at = this.#timeline.now();
    const { jumps } = this.#timeline;
    const pause = PAUSE * this.everyMs + 2 * (this.durationMs ?? 0);
    if (jumps !== this.#jumps || at - this.#askedAt > pause) this.#forgetRates();
    this.#jumps = jumps;
    this.#keepFine(at);
    // A timer may be a little early.
    if (at - this.#allAt < this.everyMs - FINE_MS / 2) {
      await this.#each(this.#watched(), (topics) => this.#sample(topics));
      return;
    }
    this.#askedAt = at;
    const from = this.#allAt;
    const sums: Sums = { perSec: 0, both: 0, partitions: 0 };
    // After a fault all are asked again with the next sample.
    this.#allAt = -Infinity;
    await this.#each(this.#all(), (topics) => this.#sample(topics, sums));
    this.#allAt = at;
    this.latestAt = this.#timeline.now();
    this.durationMs = this.latestAt - at;
    if (from === -Infinity) return;
    if (sums.both >= ENOUGH * sums.partitions) this.perSec.fill(from, at, sums.perSec);
    this.underReplicated.fill(from, at, this.#topology.totals.underReplicated);
  }

  async sampleEarliest(): Promise<void> {
    await this.#each(this.#all(), async (topics) => {
      const asked = topics.flatMap(partitionsOf);
      const offsets = await this.#offsets.ask(asked, 'earliest');
      asked.forEach(({ topic, partition }, i) => this.#topology.topics.get(topic)?.setEarliest(partition, offsets[i]!));
      this.changes++;
    });
    this.earliestAt = this.#timeline.now();
  }

  async #sample(topics: readonly TopicState[], sums?: Sums): Promise<void> {
    const asked = topics.flatMap(partitionsOf);
    let offsets: (number | null)[];
    try {
      offsets = await this.#offsets.ask(asked, 'latest');
    } catch (fault) {
      for (const topic of topics) topic.forgetRate();
      throw fault;
    }
    const at = this.#timeline.now();
    this.changedAt = at;
    this.changes++;
    let next = 0;
    for (const topic of topics) {
      const ends: (number | null)[] = [];
      for (; asked[next]?.topic === topic.name; next++) ends.push(offsets[next]!);
      const { perSec, both, hasShrunk } = topic.setEnds(ends, at);
      if (hasShrunk) topic.idAt = -Infinity;
      this.#histories.addAll(topic.name, at, ends);
      if (sums === undefined) continue;
      sums.perSec += perSec ?? 0;
      sums.both += both;
      // What is offline is not written to.
      sums.partitions += topic.online;
    }
  }

  #forgetRates(): void {
    this.#allAt = -Infinity;
    for (const topic of this.#topology.topics.values()) topic.forgetRate();
  }

  /** Does the work for each lot of topics, also after a fault of one, which is thrown at the end. */
  async #each(topics: readonly TopicState[], work: (lot: readonly TopicState[]) => Promise<void>): Promise<void> {
    let fault: unknown;
    for (const lot of lots(topics)) await work(lot).catch((reason: unknown) => (fault = reason));
    if (fault !== undefined) throw fault;
  }

  #keepFine(now: number): void {
    for (const topic of this.#watched()) {
      topic.keepSeconds(true);
      this.#fine.delete(topic);
      this.#fine.set(topic, now);
    }
    for (const [topic, shownAt] of this.#fine) {
      if (this.#fine.size <= MOST_FINE && now - shownAt < FINE_KEPT_MS) break;
      topic.keepSeconds(false);
      this.#fine.delete(topic);
    }
  }

  #watched(): TopicState[] {
    return this.#demand.watched('topics').flatMap((name) => this.#topology.topics.get(name) ?? []);
  }

  /** Those of pages first. */
  #all(): TopicState[] {
    const watched = this.#watched();
    const isWatched = new Set(watched);
    return [...watched, ...[...this.#topology.topics.values()].filter((topic) => !isWatched.has(topic))];
  }
}

/** Topics in lots of about 500 partitions. */
function* lots(topics: readonly TopicState[]): Generator<TopicState[]> {
  let lot: TopicState[] = [];
  let partitions = 0;
  for (const topic of topics) {
    if (lot.length > 0 && partitions + topic.count > TOGETHER) {
      yield lot;
      lot = [];
      partitions = 0;
    }
    lot.push(topic);
    partitions += topic.count;
  }
  if (lot.length > 0) yield lot;
}

const partitionsOf = ({ name, count }: TopicState): TopicPartition[] =>
  Array.from({ length: count }, (_, partition) => ({ topic: name, partition }));
