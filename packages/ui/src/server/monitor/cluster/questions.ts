import type {
  ClusterDescription,
  ClusterMetadata,
  ConsumerGroupDescription,
  ConsumerGroupListing,
  GroupOffset,
  IsolationLevel,
  ListedOffset,
  OffsetSpec,
  Outcome,
  ResourceConfig,
  TopicDescription,
  TopicPartition,
} from 'kafka-napi';
import { isUnsupported } from '../../kafka/outcomes';
import type { SampledAdmin } from '../sampled-admin';
import type { Clock } from '../time/clock';

/** Longest wait for an answer: a broker that is away must not hold up what others know. */
const TOPICS_MS = 10_000;
const OFFSETS_MS = 5000;
/**
 * Any broker can say what topics there are. If one takes so many times longer than the last, and at least so long,
 * it is frozen, and another is asked.
 */
const MUCH_LONGER = 10;
const METADATA_MS = 3000;
/** A broker may be replaced by a newer one. */
const ASK_AGAIN_MS = 300_000;
/** More partitions in one call take longer each, hold up the event loop, and are more garbage at a time. */
const PARTITIONS_AT_ONCE = 500;

type Operation = Exclude<keyof SampledAdmin, 'metadata'>;

/**
 * What the sampler asks the cluster, each with its deadline. It remembers which questions this broker cannot
 * answer.
 */
export class Questions {
  readonly #admin: SampledAdmin;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #metadataMs = TOPICS_MS;
  readonly #unsupported = new Map<Operation, number>();

  constructor(admin: SampledAdmin, clock: Clock) {
    this.#admin = admin;
    this.#clock = clock;
  }

  /** Ends all questions. */
  close(): void {
    this.#closing.abort();
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Whether to ask this: it was answered, or not asked yet. */
  isAnswered(operation: Operation): boolean {
    return this.#clock.now() >= (this.#unsupported.get(operation) ?? -Infinity);
  }

  get unsupported(): Operation[] {
    return [...this.#unsupported.keys()];
  }

  /** Another broker may answer more. */
  forgetUnsupported(): void {
    this.#unsupported.clear();
  }

  async metadata(): Promise<ClusterMetadata> {
    const startedAt = this.#clock.now();
    const answer = await this.#admin.metadata(null, this.#options(this.#metadataMs));
    const longest = MUCH_LONGER * (this.#clock.now() - startedAt);
    this.#metadataMs = Math.min(Math.max(longest, METADATA_MS), TOPICS_MS);
    return answer;
  }

  describeCluster(): Promise<ClusterDescription> {
    return this.#ask('describeCluster', () => this.#admin.describeCluster(this.#options(OFFSETS_MS)));
  }

  describeTopics(names: readonly string[]): Promise<Outcome<TopicDescription>[]> {
    return this.#ask('describeTopics', () => this.#admin.describeTopics(names, this.#each(TOPICS_MS)));
  }

  topicConfigs(names: readonly string[]): Promise<Outcome<ResourceConfig>[]> {
    const resources = names.map((name) => ({ type: 'TOPIC' as const, name }));
    return this.#ask('describeConfigs', () => this.#admin.describeConfigs(resources, this.#each(TOPICS_MS)));
  }

  listGroups(): Promise<Outcome<ConsumerGroupListing>[]> {
    return this.#ask('listConsumerGroups', () => this.#admin.listConsumerGroups(this.#each(TOPICS_MS)));
  }

  async describeGroup(groupId: string): Promise<Outcome<ConsumerGroupDescription>> {
    const [outcome] = await this.#ask('describeConsumerGroups', () =>
      this.#admin.describeConsumerGroups([groupId], this.#each(OFFSETS_MS)),
    );
    return outcome!;
  }

  /** `partitions`: of these; otherwise of all that have one. */
  groupOffsets(groupId: string, partitions?: readonly TopicPartition[]): Promise<Outcome<GroupOffset>[]> {
    const options = { ...this.#each(OFFSETS_MS), ...(partitions && { topicPartitions: partitions }) };
    return this.#ask('listConsumerGroupOffsets', () => this.#admin.listConsumerGroupOffsets(groupId, options));
  }

  /**
   * Offsets of partitions in the order of the request; null where the leader did not say. At most 500 partitions go
   * into one call, and the calls go one after the other.
   */
  async offsets(
    partitions: readonly TopicPartition[],
    spec: OffsetSpec,
    isolationLevel?: IsolationLevel,
  ): Promise<(number | null)[]> {
    const offsets: (number | null)[] = [];
    for (let from = 0; from < partitions.length; from += PARTITIONS_AT_ONCE) {
      const queries = partitions
        .slice(from, from + PARTITIONS_AT_ONCE)
        .map(({ topic, partition }) => ({ topic, partition, spec }));
      const outcomes: Outcome<ListedOffset>[] = await this.#ask('listOffsets', () =>
        this.#admin.listOffsets(queries, { ...this.#each(OFFSETS_MS), ...(isolationLevel && { isolationLevel }) }),
      );
      for (const outcome of outcomes) offsets.push(outcome.status === 'fulfilled' ? outcome.value.offset : null);
    }
    return offsets;
  }

  async #ask<T>(operation: Operation, ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask();
      this.#unsupported.delete(operation);
      return answer;
    } catch (fault) {
      if (isUnsupported(fault)) this.#unsupported.set(operation, this.#clock.now() + ASK_AGAIN_MS);
      throw fault;
    }
  }

  #options(timeoutMs: number): { timeoutMs: number; signal: AbortSignal } {
    return { timeoutMs, signal: this.#closing.signal };
  }

  #each(timeoutMs: number): { timeoutMs: number; signal: AbortSignal; settled: true } {
    return { ...this.#options(timeoutMs), settled: true };
  }
}
