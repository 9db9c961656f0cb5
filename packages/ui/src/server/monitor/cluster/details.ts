import { isUnsupported } from '../../kafka/outcomes';
import type { Histories } from '../series/histories';
import type { Demand } from '../time/demand';
import type { Timeline } from '../time/timeline';
import type { Questions } from './questions';
import type { TopicState } from './topic-state';
import type { Topology } from './topology';

/** How old an id or a configuration may be. */
const OLD_MS = 600_000;
/** How old an id may be that a page shows, or any if topics are few: a topic may have been made anew unseen. */
const ID_OLD_MS = 60_000;
const FEW_TOPICS = 1000;
const IDS_AT_ONCE = 250;
/** An answer has some 35 entries for each topic. */
const CONFIGS_AT_ONCE = 25;
const CONFIGS_A_TIME = 40 * CONFIGS_AT_ONCE;

export interface DetailsOptions {
  questions: Questions;
  timeline: Timeline;
  demand: Demand;
  topology: Topology;
  histories: Histories;
}

/** What metadata does not say about a topic: its id, whether it is internal, and two entries of its configuration. */
export class Details {
  readonly #questions: Questions;
  readonly #timeline: Timeline;
  readonly #demand: Demand;
  readonly #topology: Topology;
  readonly #histories: Histories;

  /** How often something of a topic has become known. */
  changes = 0;

  constructor({ questions, timeline, demand, topology, histories }: DetailsOptions) {
    this.#questions = questions;
    this.#timeline = timeline;
    this.#demand = demand;
    this.#topology = topology;
    this.#histories = histories;
  }

  /** Asks about topics of which this is not known, or has become old; a part of them if they are many. */
  async sample(): Promise<void> {
    const topics = [...this.#topology.topics.values()];
    const now = this.#timeline.now();
    if (this.#questions.isAnswered('describeTopics')) {
      const isOld = ({ name, idAt }: TopicState): boolean =>
        now - idAt >= (topics.length <= FEW_TOPICS || this.#demand.isWatched('topics', name) ? ID_OLD_MS : OLD_MS);
      await inLots(topics.filter(isOld), IDS_AT_ONCE, (lot) => this.#askIds(lot));
    }
    if (this.#questions.isAnswered('describeConfigs')) {
      const asked = topics.filter(({ configAt }) => now - configAt >= OLD_MS);
      const first = asked.filter((topic) => this.#isUrgent(topic));
      const isFirst = new Set(first);
      await inLots(
        [...first, ...asked.filter((topic) => !isFirst.has(topic))].slice(0, CONFIGS_A_TIME),
        CONFIGS_AT_ONCE,
        (lot) => this.#askConfigs(lot),
      );
    }
  }

  /** Pages show it, or it has lost a replica: then it matters how many it must have. */
  #isUrgent(topic: TopicState): boolean {
    if (this.#demand.isWatched('topics', topic.name)) return true;
    for (let partition = 0; partition < topic.count; partition++) if (topic.isUnderReplicated(partition)) return true;
    return false;
  }

  async #askIds(topics: readonly TopicState[]): Promise<void> {
    const outcomes = await this.#questions.describeTopics(topics.map(({ name }) => name));
    const at = this.#timeline.now();
    this.changes++;
    outcomes.forEach((outcome, i) => {
      const topic = topics[i]!;
      topic.idAt = at;
      if (outcome.status === 'rejected') return;
      const { topicId, isInternal } = outcome.value;
      if (topic.id !== null && topic.id !== topicId) {
        topic.beginAnew();
        this.#histories.forget(topic.name);
      }
      topic.id = topicId;
      topic.isInternal = isInternal;
    });
  }

  async #askConfigs(topics: readonly TopicState[]): Promise<void> {
    const outcomes = await this.#questions.topicConfigs(topics.map(({ name }) => name));
    const at = this.#timeline.now();
    this.changes++;
    outcomes.forEach((outcome, i) => {
      const topic = topics[i]!;
      topic.configAt = at;
      if (outcome.status === 'rejected') return;
      for (const { name, value } of outcome.value.entries) {
        if (name === 'cleanup.policy') topic.cleanup = value;
        if (name === 'min.insync.replicas') topic.minInSync = value === null ? null : Number(value);
      }
    });
  }
}

/** Ends at the first lot that this broker does not answer: it answers no other. */
async function inLots<T>(items: readonly T[], size: number, work: (lot: readonly T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += size) {
    try {
      await work(items.slice(from, from + size));
    } catch (fault) {
      if (isUnsupported(fault)) return;
      throw fault;
    }
  }
}
