import { randomBytes } from 'node:crypto';
import type { AdminClient, ConsumerGroupDescription, GroupOffset } from 'kafka-napi';
import type {
  OffsetsDelete,
  OffsetsPlan,
  PartitionResult,
  PlanApply,
  PlanRequest,
  PlanRow,
} from '../../shared/admin-api';
import type { Int64, Tp } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { faultOf } from '../fault';
import { checkConfirmed, int64OrNull, partitionResults, valueOf } from './outcomes';
import { planReset, tpName } from './reset-plan';
import type { Topics } from './topics';

/** Plans that are kept, and for how long. */
const mostPlans = 200;
const planMs = 15 * 60_000;

interface KeptPlan {
  groupId: string;
  session: string | null;
  madeAt: number;
  rows: readonly PlanRow[];
  hadMembers: boolean;
}

/** Changes of a group: its committed offsets by plans that are shown first, and its end. */
export class Groups {
  readonly #admin: AdminClient;
  readonly #topics: Topics;
  readonly #plans = new Map<string, KeptPlan>();

  constructor(admin: AdminClient, topics: Topics) {
    this.#admin = admin;
    this.#topics = topics;
  }

  /** What a reset would do. Changes nothing; the plan can be applied by the session that has seen it. */
  async plan(
    groupId: string,
    { to, topics, partitions }: PlanRequest,
    session: string | null,
    signal: AbortSignal,
  ): Promise<OffsetsPlan> {
    const [description, committed] = await this.#state(groupId, signal);
    if (description === null && committed.size === 0) throw noSuchGroup(groupId);
    const meant = await this.#meant({ to, topics, partitions }, committed, signal);
    const { rows, faults } = await planReset(this.#admin, meant, to, committed, signal);
    const members = (description?.members ?? []).map(({ consumerId, clientId, host }) => ({
      id: consumerId,
      clientId,
      host,
    }));
    const planId = randomBytes(12).toString('base64url');
    this.#forgetOld();
    this.#plans.set(planId, { groupId, session, madeAt: Date.now(), rows, hadMembers: members.length > 0 });
    return { planId, rows, faults, members };
  }

  /**
   * Applies exactly the plan, or nothing: if an offset has moved or a member has come, it is no longer what was seen.
   */
  async apply(
    groupId: string,
    { planId, confirm }: PlanApply,
    session: string | null,
    signal: AbortSignal,
  ): Promise<PartitionResult<{ next: Int64 }>[]> {
    checkConfirmed(confirm, groupId);
    this.#forgetOld();
    const plan = this.#plans.get(planId);
    if (plan === undefined || plan.groupId !== groupId || plan.session !== session)
      throw FaultError.of('PLAN_CHANGED', 'There is no such plan any more. Make a new one');
    const [description, committed] = await this.#state(groupId, signal);
    const moved = plan.rows.filter((row) => int64OrNull(committed.get(tpName(row))?.offset) !== row.previous);
    if (moved.length > 0)
      throw FaultError.of(
        'PLAN_CHANGED',
        `The committed offset of ${tpName(moved[0]!)} has moved since the plan was made. Nothing was changed`,
      );
    const members = description?.members ?? [];
    if (members.length > 0 && !plan.hadMembers)
      throw FaultError.of('PLAN_CHANGED', `${peopleOf(description!)} since the plan was made. Nothing was changed`);
    if (members.length > 0) throw hasMembers(description!);
    if (plan.rows.length === 0) throw FaultError.of('BAD_REQUEST', 'The plan moves no partition');
    // From here on nobody may apply it again.
    this.#plans.delete(planId);
    const outcomes = await this.#admin.alterConsumerGroupOffsets(
      groupId,
      plan.rows.map(({ topic, partition, next }) => ({ topic, partition, offset: Number(next) })),
      { settled: true },
    );
    const next = new Map(plan.rows.map((row) => [tpName(row), row.next]));
    return partitionResults(plan.rows, outcomes, (done) => ({ next: next.get(tpName(done))! }));
  }

  async deleteOffsets(groupId: string, { partitions, confirm }: OffsetsDelete): Promise<PartitionResult[]> {
    checkConfirmed(confirm, groupId);
    const outcomes = await this.#admin.deleteConsumerGroupOffsets(groupId, partitions, { settled: true });
    return partitionResults(partitions, outcomes, () => ({}));
  }

  async delete(groupId: string, typed: string, signal: AbortSignal): Promise<void> {
    checkConfirmed(typed, groupId);
    const description = await this.#describe(groupId, signal);
    if (description !== null && description.members.length > 0) throw hasMembers(description);
    const [outcome] = await this.#admin.deleteConsumerGroups([groupId], { settled: true });
    valueOf(outcome);
  }

  /** The committed offset of one partition; null: none. */
  async committed(groupId: string, { topic, partition }: Tp, signal: AbortSignal): Promise<Int64 | null> {
    const [outcome] = await this.#admin.listConsumerGroupOffsets(groupId, {
      topicPartitions: [{ topic, partition }],
      settled: true,
      signal,
    });
    return int64OrNull(valueOf(outcome).offset);
  }

  async #describe(groupId: string, signal: AbortSignal): Promise<ConsumerGroupDescription | null> {
    const [outcome] = await this.#admin.describeConsumerGroups([groupId], { settled: true, signal });
    if (outcome?.status === 'rejected' && faultOf(outcome.reason).code === 'NOT_FOUND') return null;
    return valueOf(outcome);
  }

  async #state(
    groupId: string,
    signal: AbortSignal,
  ): Promise<[ConsumerGroupDescription | null, Map<string, GroupOffset>]> {
    const [description, outcomes] = await Promise.all([
      this.#describe(groupId, signal),
      this.#admin.listConsumerGroupOffsets(groupId, { settled: true, signal }),
    ]);
    const offsets = outcomes.map(valueOf).filter(({ offset }) => offset !== null);
    return [description, new Map(offsets.map((offset) => [tpName(offset), offset]))];
  }

  /** The partitions that a request is about. */
  async #meant(
    { to, topics, partitions }: PlanRequest,
    committed: ReadonlyMap<string, GroupOffset>,
    signal: AbortSignal,
  ): Promise<Tp[]> {
    if (typeof to === 'object' && 'offsets' in to) return distinct(to.offsets);
    if (partitions !== undefined) return distinct(partitions);
    if (topics === undefined) return [...committed.values()].map(({ topic, partition }) => ({ topic, partition }));
    const found = await Promise.all([...new Set(topics)].map((topic) => this.#topics.describe(topic, signal)));
    return found.flatMap(({ name, partitions: all }) => all.map(({ partition }) => ({ topic: name, partition })));
  }

  #forgetOld(): void {
    for (const [id, { madeAt }] of this.#plans)
      if (Date.now() - madeAt > planMs || this.#plans.size >= mostPlans) this.#plans.delete(id);
  }
}

function distinct(partitions: readonly Tp[]): Tp[] {
  return [
    ...new Map(partitions.map(({ topic, partition }) => [tpName({ topic, partition }), { topic, partition }])).values(),
  ];
}

export function noSuchGroup(groupId: string): FaultError {
  return FaultError.of('NOT_FOUND', `There is no group ${groupId}, or this user may not see it`);
}

function peopleOf({ members }: ConsumerGroupDescription): string {
  const shown = members.slice(0, 3).map(({ clientId, host }) => `${clientId} at ${host.replace(/^\//, '')}`);
  const more = members.length > shown.length ? ` and ${members.length - shown.length} more` : '';
  return `${shown.join(', ')}${more} ${members.length === 1 ? 'is a member' : 'are members'}`;
}

function hasMembers(description: ConsumerGroupDescription): FaultError {
  return FaultError.of('CONFLICT', `${peopleOf(description)} of the group. Nothing was changed`, {
    kafka: 'ERR_NON_EMPTY_GROUP',
    retriable: true,
    hint: 'Stop them first, and wait until the broker has seen it',
  });
}
