import type { GroupRow, TopicRow } from '../../../shared/api';
import type { TopicState } from '../cluster/topic-state';
import type { Known } from '../known';
import { groupRow } from './group-views';
import { topicRow } from './topic-rows';

interface Made<T> {
  /** Of when it was made. */
  state: string;
  rows: readonly T[];
}

/** All rows of both lists. A row is made anew only if something of it has changed: there may be 10,000 of them. */
export class Rows {
  readonly #known: Known;
  #topics: Made<TopicRow> = { state: '', rows: [] };
  readonly #rowOf = new WeakMap<TopicState, TopicRow>();
  #groups: Made<GroupRow> = { state: '', rows: [] };

  constructor(known: Known) {
    this.#known = known;
  }

  get topics(): readonly TopicRow[] {
    const { topology, ends, details } = this.#known;
    const state = [topology.sampledAt, ends.changes, details.changes].join();
    if (state !== this.#topics.state) {
      this.#topics = { state, rows: Array.from(topology.topics.values(), (topic) => this.#topicRow(topic)) };
    }
    return this.#topics.rows;
  }

  #topicRow(topic: TopicState): TopicRow {
    const before = this.#rowOf.get(topic);
    const row = topicRow(topic, before);
    if (row !== before) this.#rowOf.set(topic, row);
    return row;
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
