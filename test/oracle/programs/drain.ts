import { isAmong, StepError, type Driver, type Row, type TopicPartition } from '../drivers/driver';

/** Between two looks at what has come. */
const POLL_MS = 100;
/** Nothing new for so long, and it will not come: what is left to read is then part of the outcome. */
const QUIET_MS = 3000;
/** Whatever happens. */
const LONGEST_MS = 15_000;
/**
 * Members that share a group have agreed when none of them heard of a change for so long, and not before the newest
 * could be noticed.
 */
const AGREED_MS = 600;
const NOTICED_MS = 1200;
/** Polls that let commits by a short interval happen. */
const SETTLING_POLLS = 4;

/** A listener call, and whether records of that consumer had come before it in the same drain. */
export type Heard = readonly [name: string, partitions: readonly TopicPartition[], afterRecords: boolean];

export interface Drained {
  readonly rows: Row[];
  readonly heard: Heard[];
  error: string | undefined;
}

export interface Drainable {
  readonly c: string;
  /** In a group of that name, by subscription; undefined: assigned by hand. */
  readonly group: string | undefined;
  readonly commitsSoon: boolean;
}

interface Look {
  readonly assigned: TopicPartition[];
  readonly isAtEnd: boolean;
}

/**
 * Polls the consumers side by side until every partition of their subscriptions is owned and read to its end, or
 * nothing more comes.
 */
export class Drain {
  readonly #driver: Driver;
  readonly #consumers: readonly Drainable[];
  /** Partitions that members of a group have to own between them. */
  readonly #owned: ReadonlyMap<string, number>;
  /** The members were several before. */
  readonly #wereShared: boolean;
  readonly #results = new Map<string, Drained>();
  readonly #looks = new Map<string, Look>();
  readonly #startedAt = performance.now();
  readonly #lookedMs = new Map<string, number>();
  /** How long each consumer polled since the last news of any. */
  readonly #quietMs: Map<string, number>;

  constructor(
    driver: Driver,
    consumers: readonly Drainable[],
    owned: ReadonlyMap<string, number>,
    wereShared: boolean,
  ) {
    this.#driver = driver;
    this.#consumers = consumers;
    this.#owned = owned;
    this.#wereShared = wereShared;
    for (const { c } of consumers) this.#results.set(c, { rows: [], heard: [], error: undefined });
    this.#quietMs = new Map(consumers.map(({ c }) => [c, 0]));
  }

  async run(): Promise<ReadonlyMap<string, Drained>> {
    await Promise.all(this.#consumers.map((consumer) => this.#drain(consumer)));
    return this.#results;
  }

  /** How long the looks took: one waits for a partition that is gone, until `default.api.timeout.ms`. */
  get lookedMs(): number {
    return Math.max(0, ...this.#lookedMs.values());
  }

  /** Members own all partitions between them. Those of a static member that closed wait for it. */
  get isWhole(): boolean {
    return [...this.#owned.keys()].every((group) => this.#ownAll(group, this.#consumers));
  }

  #ownAll(group: string, consumers: readonly Drainable[]): boolean {
    const members = consumers.filter((one) => one.group === group);
    const owned = members.flatMap(({ c }) => this.#looks.get(c)?.assigned ?? []);
    return members.length === 0 || owned.length === this.#owned.get(group);
  }

  async #drain(consumer: Drainable): Promise<void> {
    const result = this.#results.get(consumer.c)!;
    try {
      while (!this.#isOver()) {
        const polledAt = performance.now();
        const news = await this.#poll(consumer.c, result);
        if (news) {
          for (const { c } of this.#consumers) this.#quietMs.set(c, 0);
          continue;
        }
        // A look may wait long for a partition that is gone. That is not a time in which nothing came.
        const lookedAt = performance.now();
        add(this.#quietMs, consumer.c, lookedAt - polledAt);
        this.#looks.set(consumer.c, await this.#look(consumer.c));
        add(this.#lookedMs, consumer.c, performance.now() - lookedAt);
      }
      if (consumer.commitsSoon) for (let i = 0; i < SETTLING_POLLS; i++) await this.#poll(consumer.c, result);
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      result.error = error.kind;
    }
    // Ours also hears of a change between two polls.
    const events = (await this.#driver.run({ op: 'events', c: consumer.c })) as Heard[];
    for (const [name, partitions] of events) result.heard.push([name, partitions, result.rows.length > 0]);
  }

  async #poll(c: string, result: Drained): Promise<boolean> {
    const answer = (await this.#driver.run({ op: 'poll', c, ms: POLL_MS })) as {
      rows: Row[];
      events: [string, TopicPartition[]][];
    };
    for (const [name, partitions] of answer.events) result.heard.push([name, partitions, result.rows.length > 0]);
    result.rows.push(...answer.rows);
    return answer.rows.length > 0 || answer.events.length > 0;
  }

  async #look(c: string): Promise<Look> {
    const run = (op: string, args: object) => this.#driver.run({ op, c, ...args });
    const assigned = (await run('assignment', {})) as TopicPartition[];
    const paused = (await run('paused', {})) as TopicPartition[];
    const parts = assigned.filter((part) => !isAmong(paused, part));
    if (parts.length === 0) return { assigned, isAtEnd: true };
    try {
      const ends = (await run('endOffsets', { parts })) as (TopicPartition & { offset: number })[];
      for (const { topic, partition, offset } of ends) {
        const position = (await run('position', { part: { topic, partition }, ms: 1 })) as number;
        // Beyond the end it is about to be reset.
        if (position !== offset) return { assigned, isAtEnd: false };
      }
      return { assigned, isAtEnd: true };
    } catch (error) {
      // A partition that is gone, or is not found yet.
      if (error instanceof StepError) return { assigned, isAtEnd: false };
      throw error;
    }
  }

  #isOver(): boolean {
    const tookMs = performance.now() - this.#startedAt;
    const open = this.#consumers.filter(({ c }) => this.#results.get(c)!.error === undefined);
    if (open.length === 0 || tookMs > LONGEST_MS) return true;
    const quietMs = Math.min(...open.map(({ c }) => this.#quietMs.get(c)!));
    if (quietMs > QUIET_MS) return true;
    for (const { c } of open) if (!this.#looks.get(c)?.isAtEnd) return false;
    for (const group of this.#owned.keys()) {
      const members = open.filter((one) => one.group === group);
      if (!this.#ownAll(group, members)) return false;
      const mayChange = members.length > 1 || (members.length > 0 && this.#wereShared);
      if (mayChange && (quietMs < AGREED_MS || tookMs < NOTICED_MS)) return false;
    }
    return true;
  }
}

function add(times: Map<string, number>, c: string, ms: number): void {
  times.set(c, (times.get(c) ?? 0) + ms);
}
