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

/** Asks the leaders of a topic's partitions. Rejects only if none could be asked. */
export class OffsetQuestions {
  readonly #admin: AdminClient;
  readonly #topic: string;
  readonly #asking: Asking;

  constructor(admin: AdminClient, topic: string, asking: Asking) {
    this.#admin = admin;
    this.#topic = topic;
    this.#asking = asking;
  }

  /** One request for all partitions. `spec` may differ by partition; undefined: this one is not asked. */
  async ask(
    partitions: readonly number[],
    spec: OffsetSpec | ((partition: number) => OffsetSpec | undefined),
    isolation: Isolation = 'uncommitted',
  ): Promise<Answers> {
    const queries = partitions.flatMap((partition) => {
      const one = typeof spec === 'function' ? spec(partition) : spec;
      return one === undefined ? [] : [{ topic: this.#topic, partition, spec: one }];
    });
    const of = new Map<number, Answer>();
    const faults = new Map<number, Fault>();
    if (queries.length === 0) return { of, faults };
    const outcomes = await this.#admin.listOffsets(queries, {
      settled: true,
      isolationLevel: isolation === 'committed' ? 'READ_COMMITTED' : 'READ_UNCOMMITTED',
      ...waitOf(this.#asking),
    });
    outcomes.forEach((outcome, i) => {
      const { partition } = queries[i]!;
      if (outcome.status === 'rejected') faults.set(partition, faultOf(outcome.reason));
      else of.set(partition, { offset: outcome.value.offset, time: outcome.value.timestamp });
    });
    return { of, faults };
  }
}
