import { isUnsupported } from '../../kafka/outcomes';
import type { LogOffsets } from '../cluster/log-offsets';
import type { Known } from '../known';
import { askGroupByOffsets } from './ask-group';
import type { GroupState } from './group-state';

/** How old an answer may be that a page gets. */
const FRESH_MS = 5000;

/** A group that somebody looks at: asked between the rounds, if need be. */
export class OneGroup {
  readonly #known: Known;
  readonly #offsets: LogOffsets;

  constructor(known: Known, offsets: LogOffsets) {
    this.#known = known;
    this.#offsets = offsets;
  }

  /** Null: there is none. What is known stays when it does not answer; if nothing is, its fault is thrown. */
  async ask(groupId: string): Promise<GroupState | null> {
    const { groups, questions } = this.#known;
    const group = groups.find(groupId);
    if (!questions.isAnswered('describeConsumerGroups')) return this.#askByOffsets(group);
    // A round may be asking for less at this moment: then once more.
    for (let times = 0; times < 2 && !this.#isFresh(group); times++) {
      if (!(await groups.ask(group))) return null;
      if (group.fault !== undefined) break;
    }
    if (isUnsupported(group.fault)) return this.#askByOffsets(group);
    if (group.asOf === -Infinity) throw group.fault;
    groups.keep(group);
    return group;
  }

  #isFresh({ asOf, description }: GroupState): boolean {
    const { timeline, groups } = this.#known;
    return description !== null && asOf > groups.changedAt && timeline.now() - asOf < FRESH_MS;
  }

  async #askByOffsets(group: GroupState): Promise<GroupState | null> {
    const { groups, questions, histories, timeline, topology } = this.#known;
    const { asOf } = group;
    if (asOf > groups.changedAt && timeline.now() - asOf < FRESH_MS) return group;
    const exists = await askGroupByOffsets({ questions, offsets: this.#offsets, histories, timeline }, group, topology);
    if (!exists) return null;
    groups.keep(group);
    return group;
  }
}
