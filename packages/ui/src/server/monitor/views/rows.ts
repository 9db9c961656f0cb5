import type { GroupRow, TopicRow } from '../../../shared/api';
import type { Known } from '../known';
import { groupRow } from './group-views';
import { topicRow } from './topic-rows';

interface Made<T> {
  /** Of when it was made. */
  state: string;
  rows: readonly T[];
}

/** All rows of both lists. They are made anew only if something was sampled: there may be 10,000 of them. */
export class Rows {
  readonly #known: Known;
  #topics: Made<TopicRow> = { state: '', rows: [] };
  #groups: Made<GroupRow> = { state: '', rows: [] };

  constructor(known: Known) {
    this.#known = known;
  }

  get topics(): readonly TopicRow[] {
    const { topology, ends, details } = this.#known;
    const state = [topology.sampledAt, ends.changes, details.changes].join();
    if (state !== this.#topics.state) this.#topics = { state, rows: [...topology.topics.values()].map(topicRow) };
    return this.#topics.rows;
  }

  get groups(): readonly GroupRow[] {
    const { groups, timeline } = this.#known;
    const state = [groups.listedAt, groups.changes, timeline.jumps].join();
    if (state !== this.#groups.state) {
      this.#groups = { state, rows: [...groups.all.values()].map((group) => groupRow(group, timeline)) };
    }
    return this.#groups.rows;
  }
}
