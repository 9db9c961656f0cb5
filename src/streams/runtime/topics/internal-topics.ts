import { TopologyError } from '../../errors/streams-errors';
import type { TimedParts } from '../../stores/store-plan';
import { changelogTopic } from '../../task/settings';
import type { TopologyDefinition } from '../../topology/definition';
import { topicsOf } from '../../topology/definitions';
import type { InternalTopicPlan } from './create-topics';
import type { TopicGroups } from './topic-groups';
import type { TopicGroup } from './topic-group';

const repartitionConfig = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'segment.bytes': '52428800',
  'message.timestamp.type': 'CreateTime',
};
const changelogConfig = { 'cleanup.policy': 'compact', 'message.timestamp.type': 'CreateTime' };

/** Java's windowstore.changelog.additional.retention.ms: brokers go by their clock, retention by stream time. */
const ADDITIONAL_RETENTION_MS = 86_400_000;

function windowConfig({ retentionMs }: TimedParts): Readonly<Record<string, string>> {
  return { 'cleanup.policy': 'compact,delete', 'retention.ms': String(retentionMs + ADDITIONAL_RETENTION_MS) };
}

/** How many partitions internal topics have, by Java's rules, and their configurations. */
export class InternalTopics {
  readonly #definition: TopologyDefinition;
  readonly #groups: TopicGroups;
  readonly #settings: { readonly applicationId: string; readonly topicConfig: Readonly<Record<string, string>> };
  /** Of all source topics, as far as they are known. */
  readonly #counts: Map<string, number>;

  /**
   * `external`: numbers of partitions of the topics that others make.
   * @throws TopologyError if topics that are joined, or that lead to one store, have different numbers.
   */
  constructor(
    definition: TopologyDefinition,
    groups: TopicGroups,
    settings: { readonly applicationId: string; readonly topicConfig: Readonly<Record<string, string>> },
    external: ReadonlyMap<string, number>,
  ) {
    this.#definition = definition;
    this.#groups = groups;
    this.#settings = settings;
    this.#counts = new Map(external);
    this.#countRepartitionTopics();
    for (const sources of definition.coPartitioned) this.#coPartition(this.#topicsOf(sources));
    for (const group of groups.all) this.#checkStateful(group);
  }

  /** Partitions of a topic that the topology reads. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  plans(): InternalTopicPlan[] {
    const { topicConfig } = this.#settings;
    const repartition = [...this.#definition.internalTopics.keys()].map((topic) => {
      const name = this.#groups.fullName(topic);
      return { name, partitions: this.#counts.get(name)!, config: { ...repartitionConfig, ...topicConfig } };
    });
    const changelogs = this.#groups.all.flatMap((group) => {
      const partitions = this.#tasksOf(group);
      // A pattern that matches nothing yet.
      if (partitions === 0) return [];
      return group.stores
        .filter(({ loggingEnabled }) => loggingEnabled)
        .map(({ name, topicConfig: own, timed }) => ({
          name: changelogTopic(this.#settings, name),
          partitions,
          config: { ...changelogConfig, ...(timed && windowConfig(timed)), ...topicConfig, ...own },
        }));
    });
    return [...repartition, ...changelogs];
  }

  #tasksOf({ sources }: TopicGroup): number {
    return Math.max(0, ...[...sources].map((topic) => this.#counts.get(topic) ?? 0));
  }

  /** The largest number of the topics that lead to it, in rounds: one may lead to the next. */
  #countRepartitionTopics(): void {
    const waiting = new Set<string>();
    for (const [topic, { numberOfPartitions }] of this.#definition.internalTopics) {
      const name = this.#groups.fullName(topic);
      if (numberOfPartitions === undefined) waiting.add(name);
      else this.#counts.set(name, numberOfPartitions);
    }
    while (waiting.size > 0) {
      const before = waiting.size;
      for (const name of waiting) {
        const writers = this.#groups.all.filter(({ sinks }) => sinks.has(name));
        const count = Math.max(0, ...writers.map((group) => this.#tasksOf(group)));
        if (count === 0) continue;
        this.#counts.set(name, count);
        waiting.delete(name);
      }
      if (waiting.size === before)
        throw new TopologyError(
          `The number of partitions of ${[...waiting].join(', ')} is not known: no topic leads there. Give numberOfPartitions`,
        );
    }
  }

  #topicsOf(sources: ReadonlySet<string>): string[] {
    const topics = [...sources].flatMap((name) => {
      const node = this.#definition.nodes.get(name);
      return node?.kind === 'source' ? topicsOf(node) : [];
    });
    return [...new Set(topics)];
  }

  /** Topics of one join: repartition topics take the number of the others. */
  #coPartition(topics: readonly string[]): void {
    const internal = topics.filter((topic) => this.#definition.internalTopics.has(topic));
    const external = topics.filter((topic) => !internal.includes(topic));
    const given = internal.filter((topic) => this.#definition.internalTopics.get(topic)?.numberOfPartitions);
    const deciding = external.length > 0 ? [...external, ...given] : given.length > 0 ? given : internal;
    const counts = deciding.map((topic) => this.#counts.get(this.#groups.fullName(topic)) ?? 0);
    const count = Math.max(0, ...counts);
    if (deciding !== internal && counts.some((one) => one !== count)) throw this.#unequal(topics, 'are joined');
    for (const topic of internal) this.#counts.set(this.#groups.fullName(topic), count);
  }

  /**
   * Stricter than Java: with unequal numbers, the assignor may put partition 1 of one topic here and that of another
   * there, and the store of task 1 would be in two places.
   */
  #checkStateful({ sources, stores }: TopicGroup): void {
    if (stores.length === 0) return;
    const known = [...sources].filter((topic) => this.#counts.has(topic));
    if (new Set(known.map((topic) => this.#counts.get(topic))).size > 1)
      throw this.#unequal(known, `lead to the same stores (${stores.map(({ name }) => name).join(', ')})`);
  }

  #unequal(topics: readonly string[], what: string): TopologyError {
    const listed = topics.map((topic) => {
      const name = this.#groups.fullName(topic);
      return `${name} (${this.#counts.get(name) ?? 'unknown'})`;
    });
    return new TopologyError(
      `These topics ${what} and need equal numbers of partitions: ${listed.join(', ')}. Put repartition() before one`,
    );
  }
}
