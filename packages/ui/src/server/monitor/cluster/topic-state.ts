import type { ClusterMetadata } from 'kafka-napi';
import { Ring } from '../series/ring';

type TopicMetadata = ClusterMetadata['topics'][number];

/** Of a partition without a leader. */
export const NO_LEADER = -1;
const PER_PARTITION = { shape: 4, offsets: 3 } as const;
/** Kafka has no topic of so many. A number beyond that is a broken answer, and would need memory for all below it. */
const MOST_PARTITIONS = 1_000_000;

/** What a topic's figures are once a minute, and every 5 s while a page shows it. */
const coarse = (): Ring => new Ring(60_000, 60);
const fine = (): Ring => new Ring(5000, 720);

/** What a sample of its ends says about a topic. */
export interface EndsChange {
  /** Records a second; null: unknown. */
  perSec: number | null;
  /** Partitions that both samples have. */
  both: number;
  /** The log of some partition became shorter: it was truncated or made anew. */
  hasShrunk: boolean;
}

/** One topic: what is known of its partitions, in numbers side by side, because there are tens of thousands. */
export class TopicState {
  readonly name: string;
  /** null: not known yet, or to be asked again. */
  id: string | null = null;
  isInternal: boolean;
  /** `cleanup.policy` and `min.insync.replicas`; null: not known. */
  cleanup: string | null = null;
  minInSync: number | null = null;
  /** When id and configuration were asked for. */
  idAt = -Infinity;
  configAt = -Infinity;
  perSec: number | null = null;
  /** When the ends were sampled; -Infinity: not since the sampler rests. */
  endsAt = -Infinity;
  count = 0;
  readonly minutes = coarse();
  seconds: Ring | null = null;
  /** Of each partition: leader, preferred leader, replicas, in-sync replicas. */
  #shape = new Int32Array(0);
  /** Of each partition: latest, earliest, latest of the last sample only. */
  #offsets = new Float64Array(0);

  constructor(name: string) {
    this.name = name;
    this.isInternal = name === '__consumer_offsets' || name === '__transaction_state' || name === '__share_group_state';
  }

  /** Takes over what a broker says. An error without partitions says nothing about them. */
  setMetadata({ partitions: all, errno }: TopicMetadata): void {
    if (errno !== 0 && all.length === 0) return;
    const partitions = all.filter(({ partition }) => partition >= 0 && partition < MOST_PARTITIONS);
    const count = partitions.reduce((most, { partition }) => Math.max(most, partition + 1), 0);
    if (count !== this.count) this.#resize(count);
    for (const { partition, leader, replicas, isrs } of partitions) {
      this.#shape.set(
        [leader, replicas[0] ?? NO_LEADER, replicas.length, isrs.length],
        partition * PER_PARTITION.shape,
      );
    }
  }

  leader(partition: number): number {
    return this.#shape[partition * PER_PARTITION.shape] ?? NO_LEADER;
  }

  preferred(partition: number): number {
    return this.#shape[partition * PER_PARTITION.shape + 1] ?? NO_LEADER;
  }

  replicas(partition: number): number {
    return this.#shape[partition * PER_PARTITION.shape + 2] ?? 0;
  }

  inSync(partition: number): number {
    return this.#shape[partition * PER_PARTITION.shape + 3] ?? 0;
  }

  isOffline(partition: number): boolean {
    return this.leader(partition) < 0;
  }

  /** Partitions with a leader. */
  get online(): number {
    let online = 0;
    for (let partition = 0; partition < this.count; partition++) if (!this.isOffline(partition)) online++;
    return online;
  }

  isUnderReplicated(partition: number): boolean {
    return this.inSync(partition) < this.replicas(partition);
  }

  /** The last known end; null: never known. */
  latest(partition: number): number | null {
    return known(this.#offsets[partition * PER_PARTITION.offsets]);
  }

  earliest(partition: number): number | null {
    return known(this.#offsets[partition * PER_PARTITION.offsets + 1]);
  }

  setEarliest(partition: number, offset: number | null): void {
    if (offset !== null && partition < this.count) this.#offsets[partition * PER_PARTITION.offsets + 1] = offset;
  }

  /**
   * A sample of the ends; null where the leader did not answer. A rate needs two samples of a partition that follow
   * each other.
   */
  setEnds(ends: readonly (number | null)[], at: number): EndsChange {
    let written = 0;
    let both = 0;
    let hasShrunk = false;
    for (let partition = 0; partition < this.count; partition++) {
      const place = partition * PER_PARTITION.offsets;
      const end = ends[partition] ?? NaN;
      const change = end - this.#offsets[place + 2]!;
      this.#offsets[place + 2] = end;
      if (Number.isNaN(end)) continue;
      hasShrunk ||= end < this.#offsets[place]!;
      this.#offsets[place] = end;
      if (Number.isNaN(change)) continue;
      both++;
      written += change;
    }
    const from = this.endsAt;
    this.endsAt = at;
    const isRate = both > 0 && !hasShrunk && at > from && from !== -Infinity;
    this.perSec = isRate ? (written / (at - from)) * 1000 : null;
    if (this.perSec !== null) {
      this.minutes.fill(from, at, this.perSec);
      this.seconds?.fill(from, at, this.perSec);
    }
    return { perSec: this.perSec, both, hasShrunk };
  }

  /** The next sample of the ends follows none: there was a pause or a fault. */
  forgetRate(): void {
    this.perSec = null;
    this.endsAt = -Infinity;
    for (let place = 2; place < this.#offsets.length; place += PER_PARTITION.offsets) this.#offsets[place] = NaN;
  }

  /** Another topic has this name now: nothing that was known of the first one holds. */
  beginAnew(): void {
    this.#offsets.fill(NaN);
    this.forgetRate();
    this.cleanup = null;
    this.minInSync = null;
    this.configAt = -Infinity;
  }

  /** Begins to keep the rate in steps of 5 s, or ends it. */
  keepSeconds(isKept: boolean): void {
    if (!isKept) this.seconds = null;
    else this.seconds ??= fine();
  }

  #resize(count: number): void {
    const shape = new Int32Array(count * PER_PARTITION.shape).fill(NO_LEADER);
    const offsets = new Float64Array(count * PER_PARTITION.offsets).fill(NaN);
    for (let partition = 0; partition < count; partition++) shape.fill(0, partition * 4 + 2, partition * 4 + 4);
    shape.set(this.#shape.subarray(0, shape.length));
    offsets.set(this.#offsets.subarray(0, offsets.length));
    this.idAt = -Infinity;
    this.#shape = shape;
    this.#offsets = offsets;
    this.count = count;
  }
}

const known = (offset: number | undefined): number | null =>
  offset === undefined || Number.isNaN(offset) ? null : offset;
