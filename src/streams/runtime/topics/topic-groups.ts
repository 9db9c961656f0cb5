import { matches, type TopologyDefinition } from '../../topology/definition';
import { topicsOf, type NodeDefinition, type SourceDefinition } from '../../topology/definitions';
import type { TopicGroup } from './topic-group';

type MutableGroup = TopicGroup & { readonly sources: Set<string> };

/** Characters of topic names that mean something in a pattern. */
const escaped = (topic: string): string => topic.replaceAll('.', '\\.');

/** Which topics belong to which subtopology. */
export class TopicGroups {
  readonly all: readonly TopicGroup[];
  /** Read as a whole by each process. */
  readonly globalTopics: readonly string[];
  readonly #groups: readonly MutableGroup[];
  readonly #definition: TopologyDefinition;
  readonly #applicationId: string;

  constructor(definition: TopologyDefinition, applicationId: string) {
    this.#definition = definition;
    this.#applicationId = applicationId;
    const groups = definition.groups();
    this.#groups = groups.filter(({ isGlobal }) => !isGlobal).map(({ id, nodes }) => this.#group(id, nodes));
    this.all = this.#groups;
    const ofGlobal = groups.filter(({ isGlobal }) => isGlobal).flatMap(({ nodes }) => nodes);
    this.globalTopics = ofGlobal.flatMap((node) => (node.kind === 'source' ? topicsOf(node) : []));
  }

  #group(id: number, nodes: readonly NodeDefinition[]): MutableGroup {
    const sources = nodes.filter((node): node is SourceDefinition => node.kind === 'source');
    const sinks = nodes.flatMap((node) => (node.kind === 'sink' && typeof node.topic === 'string' ? node.topic : []));
    const stores = new Set(nodes.flatMap((node) => (node.kind === 'processor' ? [...node.stores] : [])));
    return {
      id,
      nodes,
      sources: new Set(sources.flatMap((source) => topicsOf(source)).map((topic) => this.fullName(topic))),
      sinks: new Set(sinks.map((topic) => this.fullName(topic))),
      patterns: sources.flatMap(({ topics }) => (topics instanceof RegExp ? topics : [])),
      stores: [...stores].flatMap((name) => this.#definition.stores.get(name)?.plan ?? []),
    };
  }

  /** Internal topics have the application's prefix. */
  fullName(topic: string): string {
    return this.#definition.internalTopics.has(topic) ? `${this.#applicationId}-${topic}` : topic;
  }

  /** The subtopology that reads the topic. A topic that a pattern matches belongs to it from now on. */
  of(topic: string): TopicGroup | undefined {
    const known = this.#groups.find(({ sources }) => sources.has(topic));
    if (known) return known;
    const matching = this.#groups.find(({ patterns }) => patterns.some((pattern) => matches(pattern, topic)));
    matching?.sources.add(topic);
    return matching;
  }

  get hasPatterns(): boolean {
    return this.#groups.some(({ patterns }) => patterns.length > 0);
  }

  /** Topics that are read by their names, without internal ones. */
  get externalTopics(): string[] {
    const internal = new Set([...this.#definition.internalTopics.keys()].map((topic) => this.fullName(topic)));
    const read = this.#groups.flatMap(({ sources }) => [...sources]);
    return [...new Set([...read, ...this.globalTopics])].filter((topic) => !internal.has(topic)).sort();
  }

  /** What the group subscribes to. */
  subscription(): string[] | RegExp {
    const names = [...new Set(this.#groups.flatMap(({ sources }) => [...sources]))].sort();
    if (!this.hasPatterns) return names;
    const patterns = this.#groups.flatMap(({ patterns: some }) => some.map(({ source }) => `(?:${source})`));
    return new RegExp(`^(?:${[...patterns, ...names.map(escaped)].join('|')})$`);
  }
}
