import type {
  ClusterMetadata,
  ConsumerGroupDescription,
  ConsumerGroupListing,
  GroupOffset,
  GroupState,
  GroupType,
  ListedOffset,
  OffsetQuery,
  Outcome,
  ResourceConfig,
  TopicDescription,
  TopicPartition,
} from 'kafka-napi';
import { KafkaError, type KafkaErrorCode } from 'kafka-napi';
import type { SampledAdmin } from '../../../src/server/monitor/sampled-admin';
import type { FakeClock } from './fake-clock';

interface FakePartition {
  leader: number;
  replicas: number[];
  isr: number[];
  earliest: number;
  latest: number;
}

interface FakeTopic {
  id: string;
  internal: boolean;
  partitions: FakePartition[];
  configs: Record<string, string>;
}

interface FakeGroup {
  state: GroupState;
  type: GroupType;
  simple: boolean;
  /** Partitions of each member, by its id. */
  members: Record<string, TopicPartition[]>;
  offsets: (TopicPartition & { offset: number })[];
}

type Operation = keyof SampledAdmin;

export const kafkaFault = (code: KafkaErrorCode, message = `it failed with ${code}`): KafkaError =>
  new KafkaError({ code, message, isRetriable: true });

const ok = <T>(value: T): Outcome<T> => ({ status: 'fulfilled', value });
const failed = <T>(error: KafkaError): Outcome<T> => ({ status: 'rejected', reason: error, error });

/** A cluster in this process: topics and groups as a test sets them, and answers as a test wants them. */
export class FakeCluster implements SampledAdmin {
  readonly #clock: FakeClock;
  clusterId = 'cluster-1';
  brokers = [1, 2, 3];
  readonly topics = new Map<string, FakeTopic>();
  readonly groups = new Map<string, FakeGroup>();
  /** Whole questions that fail. */
  readonly faults = new Map<Operation, KafkaError>();
  /** Partitions, as `orders-0`, and groups that fail by themselves. */
  readonly faultOf = new Map<string, KafkaError>();
  /** ms until an answer. */
  readonly delays = new Map<Operation | `group ${string}`, number>();
  /** How often each was asked, how many at a time, and about what. */
  readonly asked = new Map<Operation, number>();
  readonly most = new Map<Operation, number>();
  readonly #open = new Map<Operation, number>();
  readonly groupsAsked: string[] = [];
  #ids = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  addTopic(name: string, partitions = 1, { replicas = [1], configs = {}, internal = false } = {}): FakeTopic {
    const topic: FakeTopic = {
      id: `id-${++this.#ids}`,
      internal,
      configs: { 'cleanup.policy': 'delete', 'min.insync.replicas': '1', ...configs },
      partitions: Array.from({ length: partitions }, () => ({
        leader: replicas[0]!,
        replicas: [...replicas],
        isr: [...replicas],
        earliest: 0,
        latest: 0,
      })),
    };
    this.topics.set(name, topic);
    return topic;
  }

  addGroup(groupId: string, group: Partial<FakeGroup> = {}): FakeGroup {
    const made: FakeGroup = { state: 'STABLE', type: 'CLASSIC', simple: false, members: {}, offsets: [], ...group };
    this.groups.set(groupId, made);
    return made;
  }

  /** Appends records to a partition. */
  produce(topic: string, count: number, partition = 0): void {
    this.topics.get(topic)!.partitions[partition]!.latest += count;
  }

  /** A group's committed offset. */
  commit(groupId: string, topic: string, offset: number, partition = 0): void {
    const { offsets } = this.groups.get(groupId)!;
    const found = offsets.find((one) => one.topic === topic && one.partition === partition);
    if (found === undefined) offsets.push({ topic, partition, offset });
    else found.offset = offset;
  }

  calls(operation: Operation): number {
    return this.asked.get(operation) ?? 0;
  }

  metadata(): Promise<ClusterMetadata> {
    return this.#answer('metadata', () => ({
      clusterId: this.clusterId,
      controllerId: this.brokers[0]!,
      brokers: this.brokers.map((id) => ({ id, host: `host-${id}`, port: 9092 })),
      topics: [...this.topics].map(([topic, { partitions }]) => ({
        topic,
        errno: 0,
        partitions: partitions.map(({ leader, replicas, isr }, partition) => ({
          partition,
          errno: 0,
          leader,
          replicas: [...replicas],
          isrs: [...isr],
        })),
      })),
    }));
  }

  describeCluster() {
    return this.#answer('describeCluster', () => ({
      clusterId: this.clusterId,
      controller: { id: 2, host: 'host-2', port: 9092, rack: null },
      nodes: this.brokers.map((id) => ({ id, host: `host-${id}`, port: 9092, rack: `rack-${id}` })),
      authorizedOperations: null,
    }));
  }

  describeTopics(names: readonly string[]): Promise<Outcome<TopicDescription>[]> {
    return this.#answer('describeTopics', () =>
      names.map((name) => {
        const topic = this.topics.get(name);
        if (topic === undefined) return failed(kafkaFault('ERR_UNKNOWN_TOPIC_OR_PART'));
        return ok({ name, topicId: topic.id, isInternal: topic.internal, partitions: [], authorizedOperations: null });
      }),
    );
  }

  describeConfigs(list: readonly { name: string }[]): Promise<Outcome<ResourceConfig>[]> {
    return this.#answer('describeConfigs', () =>
      list.map(({ name }) => {
        const topic = this.topics.get(name);
        if (topic === undefined) return failed(kafkaFault('ERR_UNKNOWN_TOPIC_OR_PART'));
        const entries = Object.entries(topic.configs).map(([key, value]) => ({
          name: key,
          value,
          source: 'DEFAULT_CONFIG' as const,
          isDefault: true,
          isReadOnly: false,
          isSensitive: false,
          synonyms: [],
        }));
        return ok({ type: 'TOPIC' as const, name, entries });
      }),
    );
  }

  listOffsets(list: readonly OffsetQuery[]): Promise<Outcome<ListedOffset>[]> {
    return this.#answer('listOffsets', () =>
      list.map(({ topic, partition, spec }) => {
        const found = this.topics.get(topic)?.partitions[partition];
        const fault = this.faultOf.get(`${topic}-${partition}`);
        if (fault !== undefined) return failed(fault);
        if (found === undefined) return failed(kafkaFault('ERR_UNKNOWN_TOPIC_OR_PART'));
        const offset = spec === 'earliest' ? found.earliest : found.latest;
        return ok({ topic, partition, offset, timestamp: null, leaderEpoch: null });
      }),
    );
  }

  listConsumerGroups(): Promise<Outcome<ConsumerGroupListing>[]> {
    return this.#answer('listConsumerGroups', () => [
      ...[...this.groups].map(([groupId, { state, type, simple }]) =>
        ok({ groupId, groupState: state, type, isSimpleConsumerGroup: simple }),
      ),
      ...[...this.faultOf].flatMap(([name, fault]) => (name.startsWith('broker') ? [failed<never>(fault)] : [])),
    ]);
  }

  async describeConsumerGroups(ids: readonly string[]): Promise<Outcome<ConsumerGroupDescription>[]> {
    this.groupsAsked.push(...ids);
    await this.#delay(`group ${ids[0]!}`);
    return this.#answer('describeConsumerGroups', () =>
      ids.map((groupId) => {
        const fault = this.faultOf.get(groupId);
        if (fault !== undefined) return failed(fault);
        const group = this.groups.get(groupId);
        if (group === undefined) return failed(kafkaFault('ERR_GROUP_ID_NOT_FOUND'));
        return ok({
          groupId,
          isSimpleConsumerGroup: group.simple,
          members: Object.entries(group.members).map(([consumerId, topicPartitions]) => ({
            consumerId,
            groupInstanceId: null,
            clientId: `client of ${consumerId}`,
            host: '/10.0.0.7',
            assignment: { topicPartitions },
            targetAssignment: null,
          })),
          partitionAssignor: 'range',
          groupState: group.state,
          type: group.type,
          coordinator: { id: 1, host: 'host-1', port: 9092, rack: null },
          authorizedOperations: null,
        });
      }),
    );
  }

  async listConsumerGroupOffsets(
    groupId: string,
    { topicPartitions }: { topicPartitions?: readonly TopicPartition[] } = {},
  ): Promise<Outcome<GroupOffset>[]> {
    await this.#delay(`group ${groupId}`);
    return this.#answer('listConsumerGroupOffsets', () => {
      const offsets = this.groups.get(groupId)?.offsets ?? [];
      const found = topicPartitions?.map(
        (asked) =>
          offsets.find(({ topic, partition }) => topic === asked.topic && partition === asked.partition) ?? {
            ...asked,
            offset: null,
          },
      );
      return (found ?? offsets).map((one) => ok({ ...one, leaderEpoch: null, metadata: '' }));
    });
  }

  async #answer<T>(operation: Operation, answer: () => T): Promise<T> {
    this.asked.set(operation, this.calls(operation) + 1);
    const open = (this.#open.get(operation) ?? 0) + 1;
    this.#open.set(operation, open);
    this.most.set(operation, Math.max(open, this.most.get(operation) ?? 0));
    try {
      await this.#delay(operation);
      const fault = this.faults.get(operation);
      if (fault !== undefined) throw fault;
      return answer();
    } finally {
      this.#open.set(operation, this.#open.get(operation)! - 1);
    }
  }

  async #delay(what: Operation | `group ${string}`): Promise<void> {
    const ms = this.delays.get(what) ?? 0;
    if (ms > 0) await this.#clock.sleep(ms);
  }
}
