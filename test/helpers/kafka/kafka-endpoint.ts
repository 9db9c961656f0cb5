/** A running Kafka for tests: an address, Kafka's own tools, and Java clients to compare ours with. */
import type { ChildProcess } from 'node:child_process';

import { Bridge } from './bridge';
import { type ToolOptions, type ToolResult, runTool, startTool } from './tools';

/** Where the cluster that the integration tests share is (shared-kafka.ts). */
export const BOOTSTRAP_VARIABLE = 'KAFKA_NAPI_TEST_BOOTSTRAP';

/** A key, a value or a header value: null and empty are different. */
export type Bytes = Uint8Array | string | null;

export interface JavaRecord {
  readonly key?: Bytes;
  readonly value?: Bytes;
  readonly headers?: readonly (readonly [string, Bytes])[];
  /** Milliseconds; absent: the producer's clock. */
  readonly timestamp?: number;
  /** Absent: chosen by Java's partitioner. */
  readonly partition?: number;
}

export interface ProduceOptions {
  /** Java's "acks"; default "all". */
  readonly acks?: 'all' | '0' | '1';
  /** Wraps the records in a transaction of this transactional.id … */
  readonly transactionalId?: string;
  /** … which ends like this; "open" leaves it to `endTransaction`. Default "commit". */
  readonly outcome?: 'commit' | 'abort' | 'open';
  /** Additional Java producer properties. */
  readonly client?: Readonly<Record<string, string>>;
}

export interface ProducedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
}

export interface ConsumedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'NoTimestampType';
  readonly leaderEpoch: number | null;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: [string, Buffer | null][];
}

export interface ConsumeOptions {
  /** Default: all partitions. */
  readonly partitions?: readonly number[];
  /** Default "read_uncommitted". */
  readonly isolation?: 'read_uncommitted' | 'read_committed';
  /** Additional Java consumer properties. */
  readonly client?: Readonly<Record<string, string>>;
}

export interface PartitionDescription {
  readonly partition: number;
  /** Node id, -1 where there is none. */
  readonly leader: number;
  readonly replicas: number[];
  readonly isr: number[];
}

export interface TopicOptions {
  /** Default 1. */
  readonly partitions?: number;
  /** Default: the broker's (1 on one node, 3 on three). */
  readonly replicationFactor?: number;
  /** Replicas of each partition, the preferred leader first; instead of the two above. */
  readonly assignments?: readonly (readonly number[])[];
  readonly configs?: Readonly<Record<string, string>>;
}

export interface GroupDescription {
  /** "Classic", "Consumer" … */
  readonly type: string;
  readonly state: string;
  readonly coordinator: number;
  readonly assignor: string;
  readonly members: {
    readonly memberId: string;
    readonly instanceId: string | null;
    readonly clientId: string;
    readonly assignment: { topic: string; partition: number }[];
  }[];
}

interface WireRecord extends Omit<ConsumedRecord, 'key' | 'value' | 'headers'> {
  key: string | null;
  value: string | null;
  headers: [string, string | null][];
}

function encode(bytes: Bytes | undefined): string | null {
  return bytes === null || bytes === undefined ? null : Buffer.from(bytes as Uint8Array).toString('base64');
}

function decode(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text, 'base64');
}

export class KafkaEndpoint {
  readonly #bootstrapServers: string;
  /** Every command of TestBridge.java, for cases that the methods below do not cover. */
  readonly bridge: Bridge;

  constructor(bootstrapServers: string) {
    this.#bootstrapServers = bootstrapServers;
    this.bridge = new Bridge({ 'bootstrap.servers': bootstrapServers });
  }

  /** "127.0.0.1:port,…" of the PLAINTEXT listener, which every cluster has. */
  get bootstrapServers(): string {
    return this.#bootstrapServers;
  }

  /**
   * Runs one of Kafka's tools to its end: a script's name ("kafka-topics", "kafka-console-consumer") or a Java class.
   * Nothing is added to `args`, so include --bootstrap-server. Takes about 1.5 s (a JVM); the methods below take
   * milliseconds.
   */
  tool(tool: string, args: readonly string[], options?: ToolOptions): Promise<ToolResult> {
    return runTool(tool, args, options);
  }

  /** Starts a tool and returns its process (three pipes). It ends with the test process at the latest. */
  startTool(tool: string, args: readonly string[]): Promise<ChildProcess> {
    return startTool(tool, args);
  }

  /** Resolves when every partition has a leader. */
  async createTopic(name: string, options: TopicOptions = {}): Promise<void> {
    await this.bridge.call('createTopic', { name, ...options });
  }

  async deleteTopic(name: string): Promise<void> {
    await this.bridge.call('deleteTopic', { name });
  }

  /** Raises the number of partitions to `count`. */
  async createPartitions(topic: string, count: number): Promise<void> {
    await this.bridge.call('createPartitions', { topic, count });
  }

  listTopics(): Promise<string[]> {
    return this.bridge.call('listTopics', {});
  }

  describeTopic(topic: string): Promise<PartitionDescription[]> {
    return this.bridge.call('describeTopic', { topic });
  }

  /** Changes topic configs; null removes one. */
  async alterTopicConfig(topic: string, configs: Readonly<Record<string, string | null>>): Promise<void> {
    await this.bridge.call('alterConfig', { type: 'TOPIC', name: topic, configs });
  }

  /** Changes dynamic configs of a node, or of all with name "". */
  async alterBrokerConfig(name: string, configs: Readonly<Record<string, string | null>>): Promise<void> {
    await this.bridge.call('alterConfig', { type: 'BROKER', name, configs });
  }

  /** Deletes the records below `offset` (the log start offset moves up). */
  async deleteRecords(topic: string, partition: number, offset: number): Promise<void> {
    await this.bridge.call('deleteRecords', { topic, partition, offset });
  }

  /** Produces with Java's producer. Resolves with the position of each record. acks "0" gives offset -1. */
  produce(topic: string, records: readonly JavaRecord[], options: ProduceOptions = {}): Promise<ProducedRecord[]> {
    const { client, ...rest } = options;
    const wire = records.map((record) => ({
      ...record,
      key: encode(record.key),
      value: encode(record.value),
      headers: (record.headers ?? []).map(([name, value]) => [name, encode(value)]),
    }));
    return this.bridge.call('produce', { topic, records: wire, ...rest }, client);
  }

  /** Ends a transaction that `produce` left open. */
  async endTransaction(transactionalId: string, outcome: 'commit' | 'abort'): Promise<void> {
    await this.bridge.call('endTransaction', { transactionalId, outcome });
  }

  /**
   * Reads a topic with Java's consumer, without a group, from the beginning to its current end; in order by partition.
   */
  async consume(topic: string, options: ConsumeOptions = {}): Promise<ConsumedRecord[]> {
    const { client, ...rest } = options;
    const records = await this.bridge.call<WireRecord[]>('consume', { topic, ...rest }, client);
    return records.map((record) => ({
      ...record,
      key: decode(record.key),
      value: decode(record.value),
      headers: record.headers.map(([name, value]): [string, Buffer | null] => [name, decode(value)]),
    }));
  }

  /**
   * Offset of each partition (index = partition): "earliest", "latest", "max-timestamp" or the first at a time in ms
   * (-1: none).
   */
  listOffsets(
    topic: string,
    spec: 'earliest' | 'latest' | 'max-timestamp' | number,
    isolation?: ConsumeOptions['isolation'],
  ): Promise<number[]> {
    return this.bridge.call('listOffsets', { topic, spec: String(spec), isolation: isolation ?? 'read_uncommitted' });
  }

  /** Committed offsets of a group: "topic-partition" → offset and metadata. */
  listGroupOffsets(
    group: string,
  ): Promise<Record<string, { offset: number; metadata: string; leaderEpoch: number | null }>> {
    return this.bridge.call('listGroupOffsets', { group });
  }

  async alterGroupOffsets(group: string, topic: string, partition: number, offset: number): Promise<void> {
    await this.bridge.call('alterGroupOffsets', { group, topic, partition, offset });
  }

  describeGroup(group: string): Promise<GroupDescription> {
    return this.bridge.call('describeGroup', { group });
  }

  async deleteGroup(group: string): Promise<void> {
    await this.bridge.call('deleteGroup', { group });
  }

  /** Node id of a partition's leader. */
  async leader(topic: string, partition: number): Promise<number> {
    const description = (await this.describeTopic(topic)).find((p) => p.partition === partition);
    if (description === undefined) throw new Error(`topic "${topic}" has no partition ${partition}`);
    return description.leader;
  }

  /** Moves a partition's leadership to `node`, which must be an in-sync replica. Resolves when it leads. */
  async moveLeader(topic: string, partition: number, node: number): Promise<void> {
    await this.bridge.call('moveLeader', { topic, partition, node });
  }

  /** Moves a partition to these nodes (the first one preferred); resolves when the data has moved. */
  async reassign(topic: string, partition: number, replicas: readonly number[]): Promise<void> {
    await this.bridge.call('reassign', { topic, partition, replicas });
  }

  /**
   * Allows (or denies) an operation, with names as in Java's enums: "TOPIC", "READ" …; `principal` like "User:alice".
   */
  async addAcl(acl: {
    principal: string;
    resourceType: string;
    name: string;
    operation: string;
    permission?: 'ALLOW' | 'DENY';
    patternType?: 'LITERAL' | 'PREFIXED';
  }): Promise<void> {
    await this.bridge.call('addAcl', { permission: 'ALLOW', patternType: 'LITERAL', ...acl });
  }

  /** Ends this object's Java clients, but not the cluster. */
  async close(): Promise<void> {
    await this.bridge.stop();
  }
}
