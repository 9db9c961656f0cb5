import type {
  ConsumerGroupDescription,
  ConsumerGroupListing,
  GroupOffset,
  MemberDescription,
  Outcome,
} from 'kafka-napi';
import { Growth, trendOf } from 'kafka-napi/lag';
import { Ring } from '../series/ring';

/** How far a group is in one partition that it reads, or has a committed offset for. */
export interface Progress {
  readonly topic: string;
  readonly partition: number;
  /** null: none. */
  committed: number | null;
  metadata: string | null;
  /** Id of the member that reads it; null: none. */
  member: string | null;
  /** The end of the log when the offset was asked for; null: unknown. */
  latest: number | null;
  /** Its last stable offset; null: unknown, or not asked. */
  lastStable: number | null;
  /** Since when the committed offset is what it is, as far as was seen, and what the end was then. */
  movedAt: number;
  latestThen: number | null;
}

/** Of each partition that was asked for. */
export interface Ends {
  latest: (number | null)[];
  lastStable: (number | null)[] | null;
  /** False: there is no such partition any more, or this user may not know of it. */
  exists: boolean[];
}

export interface Lag {
  value: bigint;
  /** The end of some partition is unknown. One without a commit has no lag, and is left out. */
  isPartial: boolean;
}

const LAG_STEP_MS = 10_000;
const TREND_MS = 300_000;
/** How long a commit must stand still, while the log grows, to be worth a look. */
const STUCK_MS = 300_000;

/** null where there is no commit, or no end. An end that is older than the commit counts as that. */
export const lagIn = ({ committed, latest }: Progress): number | null =>
  committed === null || latest === null ? null : Math.max(0, latest - committed);

/** One group: what was last heard of it. */
export class GroupState {
  readonly groupId: string;
  state: string;
  type: string;
  isSimple: boolean;
  /** null: not known yet. */
  members: number | null = null;
  /** Only of a group that a page shows. */
  description: ConsumerGroupDescription | null = null;
  /** By topic, in order of partitions. */
  topics: ReadonlyMap<string, readonly Progress[]> = new Map();
  lag: Lag | null = null;
  /** Records a second by which the lag grows, over the last five minutes; null: unknown. */
  trend: number | null = null;
  /** Partitions that a member reads and whose committed offset stands still, while more is written. */
  stuck: readonly Progress[] = [];
  /** Whether somebody has committed something lately, as far as was seen. */
  hasMoved = true;
  /** When it was last asked, with or without success; -Infinity: never. */
  askedAt = -Infinity;
  /** When it last answered; -Infinity: never. */
  asOf = -Infinity;
  fault: unknown;
  readonly lags = new Ring(LAG_STEP_MS, 360);
  readonly #growth = new Growth();
  /** The coordinator did not say all offsets. */
  #isIncomplete = false;

  constructor(listing: ConsumerGroupListing) {
    this.groupId = listing.groupId;
    this.state = listing.groupState;
    this.type = listing.type;
    this.isSimple = listing.isSimpleConsumerGroup;
  }

  setListing({ groupState, type, isSimpleConsumerGroup }: ConsumerGroupListing): void {
    this.state = groupState;
    this.type = type;
    this.isSimple = isSimpleConsumerGroup;
  }

  /**
   * An answer of the group's coordinator, before the ends are known. Returns the partitions whose ends must be
   * asked for. `isWhole`: keeps the description. Without one, only offsets are known.
   */
  setAnswer(
    description: ConsumerGroupDescription | null,
    offsets: readonly Outcome<GroupOffset>[],
    isWhole: boolean,
  ): Progress[] {
    if (description !== null) this.setListing(description);
    this.members = description?.members.length ?? null;
    this.description = isWhole ? description : null;
    this.#isIncomplete = offsets.some(({ status }) => status === 'rejected');
    return merged(description?.members ?? [], offsets);
  }

  /** The ends of all partitions that `setAnswer` has returned. */
  setEnds(progress: readonly Progress[], ends: Ends, now: number): void {
    progress.forEach((one, i) => {
      const before = this.#find(one);
      one.latest = ends.latest[i] ?? null;
      one.lastStable = ends.lastStable?.[i] ?? null;
      const hasMoved = before === undefined || before.committed !== one.committed;
      one.movedAt = hasMoved ? now : before.movedAt;
      one.latestThen = hasMoved ? one.latest : (before.latestThen ?? one.latest);
    });
    const topics = new Map<string, Progress[]>();
    for (const one of progress) {
      const list = topics.get(one.topic);
      if (list === undefined) topics.set(one.topic, [one]);
      else list.push(one);
    }
    for (const list of topics.values()) list.sort((a, b) => a.partition - b.partition);
    this.topics = topics;
    this.asOf = now;
    this.fault = undefined;
    this.#setLag(progress, ends.exists, now);
    this.trend = trendOf(this.lags.from(now - TREND_MS));
    this.hasMoved = progress.some((one) => !this.#stands(one));
    this.stuck = progress.filter(
      (one) => one.member !== null && (lagIn(one) ?? 0) > 0 && one.latest! > one.latestThen! && this.#stands(one),
    );
  }

  /** Whether the lag of what its members read has grown through five minutes. */
  isFallingBehind(now: number): boolean {
    return this.#growth.isGrowing(now);
  }

  #stands({ movedAt }: Progress): boolean {
    return this.asOf - movedAt >= STUCK_MS;
  }

  #find({ topic, partition }: Progress): Progress | undefined {
    const list = this.topics.get(topic);
    return list?.[partition]?.partition === partition
      ? list[partition]
      : list?.find((one) => one.partition === partition);
  }

  #setLag(progress: readonly Progress[], exists: readonly boolean[], now: number): void {
    let value = 0n;
    let read = 0;
    let known = 0;
    let isPartial = this.#isIncomplete;
    // Without what is unknown only for the moment, a plot would have a dent.
    let isPlotted = !this.#isIncomplete;
    for (const [i, one] of progress.entries()) {
      const lag = lagIn(one);
      if (lag === null) {
        isPartial ||= one.committed !== null;
        isPlotted &&= one.committed === null || !exists[i];
        continue;
      }
      known++;
      value += BigInt(lag);
      if (one.member !== null) read += lag;
    }
    this.lag = known === 0 && progress.length > 0 ? null : { value, isPartial };
    if (this.lag === null || !isPlotted) return;
    this.lags.put(now, Number(value));
    // While a group rebalances, nobody reads: that is no lag of 0.
    if (progress.some(({ member }) => member !== null)) this.#growth.put(now, read);
  }
}

/** Every partition that has a committed offset or a reader. */
function merged(members: readonly MemberDescription[], offsets: readonly Outcome<GroupOffset>[]): Progress[] {
  const found = new Map<string, Progress>();
  const add = (topic: string, partition: number): Progress => {
    const key = `${partition}/${topic}`;
    let one = found.get(key);
    if (one === undefined) found.set(key, (one = empty(topic, partition)));
    return one;
  };
  for (const outcome of offsets) {
    if (outcome.status === 'rejected' || outcome.value.offset === null) continue;
    const { topic, partition, offset, metadata } = outcome.value;
    Object.assign(add(topic, partition), { committed: offset, metadata: metadata === '' ? null : metadata });
  }
  for (const { consumerId, assignment } of members) {
    for (const { topic, partition } of assignment.topicPartitions) add(topic, partition).member = consumerId;
  }
  return [...found.values()];
}

const empty = (topic: string, partition: number): Progress => ({
  topic,
  partition,
  committed: null,
  metadata: null,
  member: null,
  latest: null,
  lastStable: null,
  movedAt: 0,
  latestThen: null,
});
