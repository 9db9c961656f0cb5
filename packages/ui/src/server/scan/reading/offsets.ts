import type { AdminClient, OffsetSpec } from 'kafka-napi';
import type { Fault } from '../../../shared/api';
import { faultOf } from '../../fault';
import type { Isolation } from '../paging/cursor';

/** What a partition answers: its offset, and for questions about time the record's time. null: there is none. */
export interface Answer {
  readonly offset: number | null;
  readonly time: number | null;
}

/** Answers by partition. What could not be asked is in `faults`. */
export interface Answers {
  readonly of: ReadonlyMap<number, Answer>;
  readonly faults: ReadonlyMap<number, Fault>;
}

/** How long is waited for a broker. */
export interface Asking {
  readonly timeoutMs: () => number;
  readonly signal: AbortSignal;
}

export const waitOf = ({ timeoutMs, signal }: Asking) => ({ timeoutMs: timeoutMs(), signal });

interface Query {
  readonly topic: string;
  readonly partition: number;
  readonly spec: OffsetSpec;
}

/** How long a leader may take longer than another one: a scan must not wait for a broker that is away. */
const PATIENCE_MS = 2000;
/** With more leaders than this they are asked together. */
const MAX_GROUPS = 32;

/** Asks the leaders of a topic's partitions. */
export class OffsetQuestions {
  readonly #admin: AdminClient;
  readonly #topic: string;
  readonly #asking: Asking;
  readonly #leaders: ReadonlyMap<number, number>;

  /** @param leaders By partition. Those of one leader are asked in one request. */
  constructor(admin: AdminClient, topic: string, asking: Asking, leaders: ReadonlyMap<number, number> = new Map()) {
    this.#admin = admin;
    this.#topic = topic;
    this.#asking = asking;
    this.#leaders = leaders;
  }

  /**
   * The answers of these partitions. `spec` may differ by partition; undefined: this one is not asked.
   * @throws KafkaError if nobody answers.
   */
  async ask(
    partitions: readonly number[],
    spec: OffsetSpec | ((partition: number) => OffsetSpec | undefined),
    isolation: Isolation = 'uncommitted',
  ): Promise<Answers> {
    const queries = partitions.flatMap((partition): Query[] => {
      const one = typeof spec === 'function' ? spec(partition) : spec;
      return one === undefined ? [] : [{ topic: this.#topic, partition, spec: one }];
    });
    const of = new Map<number, Answer>();
    const faults = new Map<number, Fault>();
    const groups = this.#groupsOf(queries);
    const late = new AbortController();
    let patience: NodeJS.Timeout | undefined;
    const answered = await Promise.allSettled(
      groups.map(async (group) => {
        await this.#askGroup(group, isolation, late.signal, of, faults);
        patience ??= setTimeout(() => late.abort(), PATIENCE_MS);
      }),
    );
    clearTimeout(patience);
    this.#asking.signal.throwIfAborted();
    answered.forEach((outcome, i) => {
      if (outcome.status === 'fulfilled') return;
      if (answered.every(({ status }) => status === 'rejected')) throw outcome.reason;
      const fault = late.signal.aborted ? silentLeader : faultOf(outcome.reason);
      for (const { partition } of groups[i]!) faults.set(partition, fault);
    });
    return { of, faults };
  }

  #groupsOf(queries: readonly Query[]): Query[][] {
    const groups = new Map<number | undefined, Query[]>();
    for (const query of queries) {
      const leader = this.#leaders.get(query.partition);
      const group = groups.get(leader);
      if (group === undefined) groups.set(leader, [query]);
      else group.push(query);
    }
    if (groups.size > MAX_GROUPS) return [[...queries]];
    return [...groups.values()];
  }

  async #askGroup(
    queries: readonly Query[],
    isolation: Isolation,
    late: AbortSignal,
    of: Map<number, Answer>,
    faults: Map<number, Fault>,
  ): Promise<void> {
    const outcomes = await this.#admin.listOffsets(queries, {
      settled: true,
      isolationLevel: isolation === 'committed' ? 'READ_COMMITTED' : 'READ_UNCOMMITTED',
      timeoutMs: this.#asking.timeoutMs(),
      signal: AbortSignal.any([this.#asking.signal, late]),
    });
    outcomes.forEach((outcome, i) => {
      const { partition } = queries[i]!;
      if (outcome.status === 'rejected') faults.set(partition, faultOf(outcome.reason));
      else of.set(partition, { offset: outcome.value.offset, time: outcome.value.timestamp });
    });
  }
}

const silentLeader: Fault = {
  code: 'TIMEOUT',
  message: `its leader has not answered ${PATIENCE_MS / 1000} s after another one did`,
  retriable: true,
};
