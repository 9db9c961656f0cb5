import type { ConsumerGroupListing } from 'kafka-napi';
import type { Clock } from '../time/clock';
import type { Demand } from '../time/demand';
import { askGroup, type GroupQuestions } from './ask-group';
import { GroupState } from './group-state';

const LIST_MS = 30_000;
/** A round ends after this time, whether all groups were asked or not: then those of pages come first again. */
export const ROUND_MS = 10_000;
/** Groups that are asked at a time. */
const AT_ONCE = 8;
/** A group that did not answer waits longer than others for its next turn. */
const PENALTY_MS = 30_000;

/** All groups: their list, and their lags in rounds. */
export class Groups {
  readonly #ask: GroupQuestions;
  readonly #clock: Clock;
  readonly #demand: Demand;
  readonly #isExported: (groupId: string) => boolean;
  readonly #groups = new Map<string, GroupState>();
  readonly #asking = new Map<string, Promise<boolean>>();
  #listing: Promise<void> | undefined;
  /** When groups were last listed; -Infinity: never. */
  listedAt = -Infinity;
  /** What is older than this has been changed since. */
  changedAt = -Infinity;
  /** Brokers that did not list theirs. */
  silentBrokers = 0;
  /** When a round last ended; -Infinity: none has. */
  roundAt = -Infinity;
  /** How often something of a group has become known. */
  changes = 0;

  constructor(ask: GroupQuestions, clock: Clock, demand: Demand, isExported: (groupId: string) => boolean) {
    this.#ask = ask;
    this.#clock = clock;
    this.#demand = demand;
    this.#isExported = isExported;
  }

  get all(): ReadonlyMap<string, GroupState> {
    return this.#groups;
  }

  /** Whether this broker says which groups there are. */
  get canList(): boolean {
    return this.#ask.questions.isAnswered('listConsumerGroups');
  }

  /** How many have answered about their offsets. */
  get checked(): number {
    let checked = 0;
    for (const { asOf } of this.#groups.values()) if (asOf !== -Infinity) checked++;
    return checked;
  }

  /** Lists the groups now. What is known of them is out of date. */
  async changed(): Promise<void> {
    this.changedAt = this.#ask.timeline.now();
    if (!this.canList) return;
    // A list that was asked for before the change may not have it.
    await this.#listing?.catch(() => undefined);
    await this.#list();
  }

  /** A group that is asked for by name, listed or not. One that is not kept is not known to exist. */
  find(groupId: string): GroupState {
    const unknown = { groupId, isSimpleConsumerGroup: false, groupState: 'UNKNOWN', type: 'UNKNOWN' } as const;
    return this.#groups.get(groupId) ?? new GroupState(unknown);
  }

  keep(group: GroupState): void {
    this.#groups.set(group.groupId, group);
    this.changes++;
  }

  /** Forgets all groups: they were those of another cluster. */
  clear(): void {
    this.#groups.clear();
    this.listedAt = -Infinity;
    this.changes++;
  }

  /** Asks one group after the other, and lists them meanwhile if it is time for that. */
  async round(): Promise<void> {
    if (!this.canList) return;
    const { timeline, histories } = this.#ask;
    let fault: unknown;
    const isListDue = timeline.now() - this.listedAt >= LIST_MS;
    const listing = isListDue ? this.#list().catch((reason: unknown) => (fault = reason)) : undefined;
    // A broker that is away holds up the list, but not the groups that are known.
    if (this.#groups.size === 0) await listing;
    if (this.canList) await this.#askInTurns();
    await listing;
    histories.clean(timeline.now());
    if (this.canList) this.roundAt = timeline.now();
    if (fault !== undefined) throw fault;
  }

  /** Asks one group now. Who asks for the same one meanwhile gets the same answer. False: there is no such group. */
  ask(group: GroupState): Promise<boolean> {
    let asking = this.#asking.get(group.groupId);
    if (asking === undefined) {
      asking = this.#askOnce(group).finally(() => this.#asking.delete(group.groupId));
      this.#asking.set(group.groupId, asking);
    }
    return asking;
  }

  async #askInTurns(): Promise<void> {
    const turns = this.#turns();
    const until = this.#clock.now() + ROUND_MS;
    const lane = async (): Promise<void> => {
      for (let next = turns.next(); !next.done; next = turns.next()) {
        if (this.#clock.now() >= until || this.#ask.questions.isClosed) return;
        await this.ask(next.value);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  async #askOnce(group: GroupState): Promise<boolean> {
    const exists = await askGroup(this.#ask, group, {
      isShown: this.#demand.isWatched('groups', group.groupId),
      isBehindWanted: this.#demand.hasScrapes && this.#isExported(group.groupId),
    });
    this.changes++;
    if (!exists && this.#groups.get(group.groupId) === group) this.#groups.delete(group.groupId);
    return exists;
  }

  #list(): Promise<void> {
    this.#listing ??= this.#listOnce().finally(() => (this.#listing = undefined));
    return this.#listing;
  }

  async #listOnce(): Promise<void> {
    const outcomes = await this.#ask.questions.listGroups();
    const listed = new Map<string, ConsumerGroupListing>();
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') listed.set(outcome.value.groupId, outcome.value);
    }
    for (const [groupId, listing] of listed) {
      const group = this.#groups.get(groupId);
      if (group === undefined) this.#groups.set(groupId, new GroupState(listing));
      else group.setListing(listing);
    }
    this.silentBrokers = outcomes.filter(({ status }) => status === 'rejected').length;
    // A group of a broker that did not answer is not gone.
    if (this.silentBrokers === 0) {
      for (const groupId of this.#groups.keys()) if (!listed.has(groupId)) this.#groups.delete(groupId);
    }
    this.listedAt = this.#ask.timeline.now();
  }

  /** Those of pages first, then those that were asked longest ago. One that did not answer has no precedence. */
  *#turns(): Generator<GroupState> {
    const all = [...this.#groups.values()];
    const shown = all.filter((group) => this.#demand.isWatched('groups', group.groupId) && group.fault === undefined);
    yield* shown;
    const isDone = new Set(shown);
    const due = ({ askedAt, fault }: GroupState): number => askedAt + (fault === undefined ? 0 : PENALTY_MS);
    const others = this.#demand.hasPages ? all : all.filter(({ groupId }) => this.#isExported(groupId));
    yield* others.filter((group) => !isDone.has(group)).sort((a, b) => due(a) - due(b));
  }
}
