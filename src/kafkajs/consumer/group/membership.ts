import { KafkaError, type Consumer, type TopicPartition } from '../../../index';
import type { Instrumentation } from '../../base/events';
import type { GroupCommits } from '../../config/group-commits';
import { fromCore, protocolError } from '../../errors/from-core';
import type { Logger } from '../../types/logging';
import type { TopicPartitions } from '../../types/places';
import { events } from '../events';
import { Offsets, partitionKey, type CommitRules, type PartitionOffsets, type Place } from './offsets';
import { Pauses } from './pauses';
import { Positions, unlessTakenAway } from './positions';

export interface MembershipParts {
  groupId: string;
  /** topic → its `fromBeginning`. */
  topics: ReadonlyMap<string, boolean>;
  rules: CommitRules;
  instrumentation: Instrumentation;
  groupCommits: GroupCommits;
  logger: Logger;
  /** Resolves when no handler runs for a partition that was taken away. */
  handlersEnded: () => Promise<void>;
}

export const REBALANCE_IN_PROGRESS = 27;

/** A consumer's membership in its group, from `run` to `stop`. */
export class Membership {
  readonly offsets: Offsets;
  readonly pauses = new Pauses();
  readonly #parts: MembershipParts;
  readonly #positions: Positions;
  #core: Consumer | undefined;
  #endListening = (): void => undefined;
  /** Partitions are being taken away: what runs for them must end. */
  #isRebalancing = false;
  #hasJoined = false;
  /** No partition may deliver records now. */
  #isHeld = false;
  readonly #pausedInCore = new Set<string>();
  #joinStarted = Date.now();
  #joined!: () => void;
  /** Resolves with the first assignment. */
  readonly joined = new Promise<void>((resolve) => (this.#joined = resolve));

  constructor(parts: MembershipParts) {
    this.#parts = parts;
    this.offsets = new Offsets(parts.rules);
    this.#positions = new Positions(this.offsets, parts.topics, (list) => this.#commitSilently(list));
  }

  /** The group has answered once. Nothing is fetched before that. */
  get hasJoined(): boolean {
    return this.#hasJoined;
  }

  get isRebalancing(): boolean {
    return this.#isRebalancing;
  }

  get isMember(): boolean {
    return this.#core !== undefined;
  }

  join(core: Consumer): void {
    this.#core = core;
    this.#positions.core = core;
    this.#joinStarted = Date.now();
    const { groupCommits, groupId } = this.#parts;
    this.#endListening = groupCommits.listen(groupId, (list) => this.offsets.areCommitted(list));
    core.subscribe([...this.#parts.topics.keys()], {
      onPartitionsAssigned: (partitions) => this.#assigned(partitions),
      onPartitionsRevoked: (partitions) => this.#revoked(partitions, false),
      onPartitionsLost: (partitions) => this.#revoked(partitions, true),
    });
  }

  /** Without a subscription no partition is ever assigned, but offsets can be committed. */
  joinForNothing(core: Consumer): Promise<void> {
    this.#core = core;
    this.#positions.core = core;
    return this.#assigned([]);
  }

  async leave(timeoutMs: number): Promise<void> {
    const core = this.#core;
    this.#core = undefined;
    this.#endListening();
    await core?.unsubscribe({ timeoutMs });
  }

  async #assigned(partitions: TopicPartition[]): Promise<void> {
    this.#isRebalancing = false;
    for (const { topic, partition } of partitions) this.#pausedInCore.delete(partitionKey(topic, partition));
    await this.#positions.begin(partitions);
    this.applyPauses();
    const memberAssignment: Record<string, number[]> = {};
    for (const { topic, partition } of this.offsets.all) (memberAssignment[topic] ??= []).push(partition);
    const { groupId, memberId } = this.ids();
    const payload = {
      groupId,
      memberId,
      // librdkafka does not tell who leads the group.
      leaderId: '',
      isLeader: false,
      memberAssignment,
      groupProtocol: 'RoundRobinAssigner',
      duration: Date.now() - this.#joinStarted,
    };
    this.#hasJoined = true;
    this.#parts.instrumentation.emit(events.GROUP_JOIN, payload);
    this.#parts.logger.info('Consumer has joined the group', payload);
    this.#joined();
  }

  async #revoked(partitions: TopicPartition[], lost: boolean): Promise<void> {
    this.#joinStarted = Date.now();
    const { groupId, memberId } = this.ids();
    if (this.isMember) {
      this.#isRebalancing = true;
      this.#parts.logger.warn('The group is rebalancing, re-joining', { groupId, memberId });
      this.#parts.instrumentation.emit(events.REBALANCING, { groupId, memberId });
    }
    const taken = partitions.flatMap(({ topic, partition }) => this.offsets.get(topic, partition) ?? []);
    if (lost) this.#forget(partitions);
    await this.#parts.handlersEnded();
    if (!lost && this.#parts.rules.autoCommit && taken.length > 0) {
      await this.commit().catch((e: Error) => {
        this.#parts.logger.error(`Failed to commit offsets of revoked partitions: ${e.message}`, { groupId });
      });
    }
    this.#forget(partitions);
  }

  #forget(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) this.offsets.remove(topic, partition);
  }

  /** What identifies this member in events. */
  ids(): { groupId: string; memberId: string; groupGenerationId: number } {
    const { groupId } = this.#parts;
    try {
      const { memberId = '', generationId = -1 } = this.#core?.groupMetadata() ?? {};
      return { groupId, memberId, groupGenerationId: generationId };
    } catch {
      return { groupId, memberId: '', groupGenerationId: -1 };
    }
  }

  // ---- positions

  seek(place: Place): void {
    this.#positions.seek(place);
  }

  hasSeek(topic: string, partition: number): boolean {
    return this.#positions.hasSeek(topic, partition);
  }

  applySeeks(): Promise<void> {
    return this.#positions.applySeeks();
  }

  /** Reading goes on at the first offset that is not resolved. */
  goOn(offsets: PartitionOffsets): void {
    this.#positions.goOn(offsets);
  }

  /** Some position is out of range, or there is none. */
  resetInvalid(): Promise<void> {
    return this.#positions.resetInvalid();
  }

  // ---- pauses

  pause(list: readonly { topic: string; partitions?: number[] | undefined }[]): void {
    this.#parts.logger.info(`Pausing fetching from ${list.length} topics`, { topicPartitions: list });
    this.pauses.pause(list);
    this.applyPauses();
  }

  resume(list: readonly { topic: string; partitions?: number[] | undefined }[]): void {
    this.#parts.logger.info(`Resuming fetching from ${list.length} topics`, { topicPartitions: list });
    this.pauses.resume(list);
    this.applyPauses();
  }

  paused(): TopicPartitions[] {
    return this.pauses.among(this.offsets.all);
  }

  /** While handlers run, the core is polled for its own sake. */
  hold(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    this.applyPauses();
  }

  applyPauses(): void {
    const core = this.#core;
    if (core === undefined) return;
    const pause: TopicPartition[] = [];
    const resume: TopicPartition[] = [];
    for (const { topic, partition } of this.offsets.all) {
      const key = partitionKey(topic, partition);
      const wanted = this.#isHeld || this.pauses.has({ topic, partition });
      if (wanted === this.#pausedInCore.has(key)) continue;
      (wanted ? pause : resume).push({ topic, partition });
      if (wanted) this.#pausedInCore.add(key);
      else this.#pausedInCore.delete(key);
    }
    if (pause.length > 0) unlessTakenAway(() => core.pause(pause));
    if (resume.length > 0) unlessTakenAway(() => core.resume(resume));
  }

  // ---- commits

  /** Commits these offsets, or what is resolved. */
  async commit(list?: readonly (Place & { metadata?: string | null | undefined })[]): Promise<void> {
    const topics = this.offsets.uncommitted();
    const targets =
      list ??
      topics.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => ({ topic, partition: Number(partition), offset: Number(offset) })),
      );
    if (targets.length > 0 && this.#core !== undefined) {
      await this.#commitIn(this.#core, targets);
      this.#tellCommit(list === undefined ? topics : byTopic(list));
    }
    this.offsets.committed(targets);
  }

  /** Where a seek or a reset goes: kafkajs tells no event of that. */
  async #commitSilently(list: readonly Place[]): Promise<void> {
    if (this.#core !== undefined) await this.#commitIn(this.#core, list);
    this.offsets.areCommitted(list);
  }

  async #commitIn(core: Consumer, list: readonly Place[]): Promise<void> {
    try {
      await core.commit([...list]);
    } catch (error) {
      if (KafkaError.is(error) && error.code === 'ERR_ASSIGNMENT_LOST')
        throw protocolError(REBALANCE_IN_PROGRESS, error);
      throw fromCore(error);
    }
  }

  #tellCommit(topics: readonly object[]): void {
    const { instrumentation } = this.#parts;
    if (instrumentation.has(events.COMMIT_OFFSETS)) {
      instrumentation.emit(events.COMMIT_OFFSETS, { ...this.ids(), topics });
    }
  }
}

function byTopic(list: readonly (Place & { metadata?: string | null | undefined })[]): object[] {
  const found = new Map<string, object[]>();
  for (const { topic, offset, ...more } of list) {
    found.set(topic, [...(found.get(topic) ?? []), { ...more, offset: String(offset) }]);
  }
  return Array.from(found, ([topic, partitions]) => ({ topic, partitions }));
}
