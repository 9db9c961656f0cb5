import { shown } from '../errors/brief';
import { inspect, type InspectOptions } from 'node:util';
import { inspected } from '../errors/brief';
import { native, type NativeMockCluster } from '../binding/native';
import { checkOptions } from '../client/options';
import { isPossibleName } from '../config/values/legal-name';
import { errorNumber, type LibrdkafkaErrorCode } from '../errors/codes';
import { librdkafkaCodes } from '../errors/codes.generated';
import { ClosedError, InvalidArgumentError } from '../errors/usage-errors';

/** Requests that can be made to fail: Kafka's names of its protocol requests, with their API keys. */
export const requestKinds = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  OffsetCommit: 8,
  OffsetFetch: 9,
  FindCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  LeaveGroup: 13,
  SyncGroup: 14,
  ApiVersions: 18,
  InitProducerId: 22,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  TxnOffsetCommit: 28,
  ConsumerGroupHeartbeat: 68,
} as const;

export type RequestKind = keyof typeof requestKinds;

export interface MockClusterOptions {
  /** Number of brokers; their ids start at 1. Default 1. */
  brokers?: number | undefined;
  /** Initial topics: name → number of partitions. */
  topics?: Record<string, number> | undefined;
}

/**
 * Running clusters. Without this reference, a cluster of which only `bootstrapServers` is kept would be collected while
 * clients use it.
 */
const running = new Set<MockCluster>();

/**
 * Kafka brokers inside this process, for tests: librdkafka's mock cluster, on free ports of the loopback address. Needs
 * neither Java nor a container.
 *
 * It keeps data in memory and silently drops all but the last 5 MB (or 100,000 batches) of a partition. It answers no
 * admin requests, finds no offsets by time, and delivers aborted records to `read_committed` consumers. A missing topic
 * that a client requests is created with four partitions. docs/testing.md says what it is suitable for.
 */
export class MockCluster {
  /** `'127.0.0.1:1234,127.0.0.1:1235'`: for `bootstrap.servers`. */
  readonly bootstrapServers: string;
  readonly #native: NativeMockCluster;
  readonly #brokers: number;
  #closed = false;

  private constructor(handle: NativeMockCluster, brokers: number) {
    this.#native = handle;
    this.#brokers = brokers;
    this.bootstrapServers = handle.bootstrapServers;
  }

  static async start(options: MockClusterOptions = {}): Promise<MockCluster> {
    checkOptions('MockCluster.start', options, ['brokers', 'topics']);
    const { brokers = 1, topics = {} } = options ?? {};
    requireWhole('MockCluster.start', 'brokers', brokers, 1);
    for (const [topic, partitions] of Object.entries(topics)) {
      requireWhole('MockCluster.start', `topics: partitions of "${topic}"`, partitions, 1);
    }
    const cluster = new MockCluster(new native.MockCluster(brokers), brokers);
    running.add(cluster);
    try {
      for (const [topic, numPartitions] of Object.entries(topics)) cluster.createTopic(topic, { numPartitions });
    } catch (error) {
      cluster.#shut();
      throw error;
    }
    return cluster;
  }

  /**
   * Creates a topic, which is usable at once.
   * @param options numPartitions: default 1; replicationFactor: default 1, at most the number of brokers.
   */
  createTopic(
    name: string,
    options: { numPartitions?: number | undefined; replicationFactor?: number | undefined } = {},
  ): void {
    checkOptions('createTopic', options, ['numPartitions', 'replicationFactor']);
    const { numPartitions = 1, replicationFactor = 1 } = options ?? {};
    this.#assertOpen('createTopic');
    requireText('createTopic', 'name', name);
    requireWhole('createTopic', 'numPartitions', numPartitions, 1);
    requireWhole('createTopic', 'replicationFactor', replicationFactor, 1);
    if (replicationFactor > this.#brokers) {
      throw new InvalidArgumentError(
        'createTopic',
        `createTopic: replicationFactor is ${replicationFactor}, but there are ${this.#brokers} brokers`,
        { code: 'ERR_INVALID_REPLICATION_FACTOR', errno: librdkafkaCodes.ERR_INVALID_REPLICATION_FACTOR },
      );
    }
    this.#native.createTopic(name, numPartitions, replicationFactor);
  }

  /**
   * The next requests of this kind, to any broker, are answered with these errors, one each; later ones succeed again.
   * `'ERR__TRANSPORT'` closes the connection instead of answering; `'ERR_NO_ERROR'` lets one request pass.
   */
  failNext(request: RequestKind, ...errors: LibrdkafkaErrorCode[]): void {
    this.#assertOpen('failNext');
    const key = requestKinds[request];
    if (key === undefined) {
      throw new InvalidArgumentError(
        'failNext',
        `failNext: "${shown(request)}" is not a kind of request; one of ${Object.keys(requestKinds).join(', ')}`,
      );
    }
    const numbers = errors.map((code) => {
      const errno = errorNumber(code);
      if (errno === undefined)
        throw new InvalidArgumentError('failNext', `failNext: "${shown(code)}" is not an error code of librdkafka`);
      return errno;
    });
    if (numbers.length > 0) this.#native.pushRequestErrors(key, numbers);
  }

  /** The broker closes its connections and refuses new ones. */
  stopBroker(id: number): void {
    this.#assertBroker('stopBroker', id);
    this.#native.setBrokerDown(id);
  }

  /** The broker accepts connections again, with all its data. */
  startBroker(id: number): void {
    this.#assertBroker('startBroker', id);
    this.#native.setBrokerUp(id);
  }

  /** Delays every answer of this broker by this many ms. 0: no delay. */
  setBrokerDelay(id: number, delayMs: number): void {
    this.#assertBroker('setBrokerDelay', id);
    requireWhole('setBrokerDelay', 'delayMs', delayMs, 0);
    this.#native.setRtt(id, delayMs);
  }

  /** Moves a partition to another broker; clients learn it as from a real cluster. */
  setLeader(topicPartition: { topic: string; partition: number }, brokerId: number): void {
    this.#assertBroker('setLeader', brokerId);
    requireText('setLeader', 'topic', topicPartition.topic);
    this.#native.setPartitionLeader(topicPartition.topic, topicPartition.partition, brokerId);
  }

  /** Makes a broker the coordinator of a group, or of a transactional id. */
  setCoordinator(type: 'group' | 'transaction', name: string, brokerId: number): void {
    this.#assertBroker('setCoordinator', brokerId);
    if (type !== 'group' && type !== 'transaction') {
      throw new InvalidArgumentError(
        'setCoordinator',
        `setCoordinator: type is "${shown(type)}", not "group" or "transaction"`,
      );
    }
    requireText('setCoordinator', 'name', name);
    this.#native.setCoordinator(type, name, brokerId);
  }

  /** Sets the address that a broker tells clients to connect to, for a proxy in front of it. */
  advertise(id: number, host: string, port: number): void {
    this.#assertBroker('advertise', id);
    requireWhole('advertise', 'port', port, 1);
    requireText('advertise', 'host', host);
    this.#native.setBrokerHostPort(id, host, port);
  }

  toJSON(): Record<string, unknown> {
    return { bootstrapServers: this.bootstrapServers, brokers: this.#brokers, closed: this.#closed };
  }

  /** @internal */
  [inspect.custom](depth: number, options: InspectOptions): string {
    return inspected('MockCluster', this.toJSON(), depth, options);
  }

  /** Stops the brokers and drops their data. May be called more than once. */
  async close(): Promise<void> {
    this.#shut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#shut();
  }

  #shut(): void {
    if (this.#closed) return;
    this.#closed = true;
    running.delete(this);
    this.#native.close();
  }

  #assertOpen(operation: string): void {
    if (this.#closed) throw new ClosedError(operation, `${operation}: the mock cluster is closed`);
  }

  #assertBroker(operation: string, id: number): void {
    this.#assertOpen(operation);
    if (!Number.isInteger(id) || id < 1 || id > this.#brokers) {
      throw new InvalidArgumentError(
        operation,
        `${operation}: there is no broker ${shown(id)}; their ids are 1 to ${this.#brokers}`,
      );
    }
  }
}

function requireWhole(operation: string, name: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: ${name} is ${shown(value)}, not a whole number of at least ${least}`,
    );
  }
}

function requireText(operation: string, name: string, value: unknown): void {
  if (typeof value === 'string' && isPossibleName(value)) return;
  throw new InvalidArgumentError(
    operation,
    `${operation}: ${name} must be a string of 1 to 249 characters without a NUL; got ${shown(value).slice(0, 60)}`,
  );
}
