/**
 * The whole surface of the addon, declared once. Only `src/binding` loads the .node file, and no code may rely on
 * anything that is not declared here.
 *
 * Two kinds of calls cross the boundary:
 * - the hot paths (`submit`, `pump`, `drain`) cross once per batch, through memory that both sides share;
 * - everything else goes through `call` (answers at once) or `request` (answers by an event of type 'reply'), with
 *   plain values: null, boolean, number, string, Buffer, list, object.
 */
import { KafkaError, type NativeErrorData } from '../errors/kafka-error';
import { checkBoundary } from './boundary';
import { loadNative, type AddonSource } from './load';

/** A topic-partition as it crosses the boundary. `offset` may be logical: see {@link LogicalOffset}. */
export interface NativePartition {
  topic: string;
  partition: number;
  /** Absent or −1001: none. −2 beginning, −1 end, −1000 stored. */
  offset?: number;
  leaderEpoch?: number;
  metadata?: string | null;
  /** librdkafka's error code of this partition; 0 or absent: none. */
  errno?: number;
}

export const LogicalOffset = { BEGINNING: -2, END: -1, STORED: -1000, INVALID: -1001 } as const;

/** Maximum number of deliveries that one `pump` reports; the length of each delivery column. */
export const DELIVERY_COLUMNS = 4096;

/** A delivery report is one row of columns. `status`: 0 not persisted, 1 possibly, 2 persisted. */
export interface DeliveryColumns {
  ids: Uint32Array;
  errors: Int32Array;
  partitions: Int32Array;
  status: Uint8Array;
  offsets: Float64Array;
  timestamps: Float64Array;
}

/**
 * The produce slab. Bytes of record after record, in the order key, value, headers, no padding. Headers packed (both
 * directions): per header int32 name length, int32 value length (−1 null), name, value; little-endian, unaligned.
 */
export interface ProduceSlab {
  meta: Int32Array;
  bytes: Uint8Array;
}

export interface ReplyEvent {
  type: 'reply';
  id: number;
  error?: NativeErrorData;
  value?: unknown;
}

/** Events of the main queue or the consumer queue, in their order of arrival. */
export type NativeEvent =
  | ReplyEvent
  | { type: 'error'; error: NativeErrorData }
  | { type: 'log'; level: number; facility: string; message: string }
  | { type: 'stats'; json: string }
  | { type: 'throttle'; broker: string; brokerId: number; throttleMs: number }
  | { type: 'tokenRefresh'; config: string }
  /**
   * The group waits for an answer: `assign`, `incrementalAssign`, `incrementalUnassign`. errno: −175 assign, −174
   * revoke, otherwise an error.
   */
  | {
      type: 'rebalance';
      errno: number;
      message: string;
      protocol: 'NONE' | 'EAGER' | 'COOPERATIVE';
      lost: boolean;
      partitions: NativePartition[];
    }
  | { type: 'consumerError'; error: NativeErrorData; topic: string | null; partition: number; offset: number };

/**
 * librdkafka has fetched all records of a partition, whose end was at `offset`. `before`: number of records of the same
 * drain that came first.
 */
export interface NativePartitionEnd {
  topic: string;
  partition: number;
  offset: number;
  before: number;
}

export interface NativeCertificate {
  type: 'CERT_PUBLIC_KEY' | 'CERT_PRIVATE_KEY' | 'CERT_CA';
  encoding: 'PKCS12' | 'DER' | 'PEM';
  data: Uint8Array;
  password?: string;
}

export interface NativeHandleOptions {
  role: 'producer' | 'consumer';
  /** librdkafka properties, each set with rd_kafka_conf_set. */
  conf: Record<string, string>;
  certificates?: readonly NativeCertificate[];
  /**
   * Producers only. Java's default partitioner: murmur2 of the key; records without a key stay with one partition for
   * batchSize bytes. Requires `sticky.partitioning.linger.ms` = 0, so that keyless records reach it. Absent:
   * librdkafka's own partitioner.
   */
  javaPartitioner?: { batchSize: number; ignoreKeys: boolean };
  /** Shared memory, see {@link Status}. */
  status: Int32Array;
  /** Producers only. */
  deliveries?: DeliveryColumns;
  slab?: ProduceSlab;
  /** Called on the JS thread. The native side's queue waker holds it weakly. */
  onWake: (mask: number) => void;
}

/** Synchronous operations that never block: the name, its input, its output. */
export interface Calls {
  /** The live client's effective configuration (rd_kafka_conf_dump of rd_kafka_conf). */
  confDump: { in: null; out: Record<string, string> };
  /** null: no fatal error was raised. */
  fatalError: { in: null; out: NativeErrorData | null };
  name: { in: null; out: string };
  /** The cluster id if already known, otherwise null. */
  clusterId: { in: null; out: string | null };
  controllerId: { in: null; out: number };
  setToken: { in: { token: string; lifetimeMs: number; principal: string; extensions: string[] }; out: null };
  setTokenFailure: { in: { message: string }; out: null };

  // producer
  /** Messages and requests that librdkafka has not finished. */
  outqLength: { in: null; out: number };
  purge: { in: { queue: boolean; inFlight: boolean }; out: null };
  beginTransaction: { in: null; out: null };
  /** Why the transaction can only be aborted; null: it can be committed. */
  transactionError: { in: null; out: NativeErrorData | null };
  /**
   * Fails records of the topic that have waited this long for metadata with their topic (ERR__TIMED_OUT) or partition
   * (ERR__UNKNOWN_PARTITION). Returns the remaining ms of the oldest other record; −1: none waits.
   */
  expireLacking: { in: { topic: number; maxAgeMs: number }; out: number };
  /** One step of flushSync: rd_kafka_flush for at most timeoutMs on this thread. */
  flushStep: { in: { timeoutMs: number }; out: null };
  /** Ends a running `flush` request early. */
  cancelFlush: { in: { id: number }; out: null };

  // consumer
  subscribe: { in: { topics: string[] }; out: null };
  unsubscribe: { in: null; out: null };
  subscription: { in: null; out: string[] };
  /** null unassigns all partitions, and answers any rebalance that is not an assign. */
  assign: { in: { partitions: NativePartition[] | null }; out: null };
  incrementalAssign: { in: { partitions: NativePartition[] }; out: null };
  incrementalUnassign: { in: { partitions: NativePartition[] }; out: null };
  assignment: { in: null; out: NativePartition[] };
  assignmentLost: { in: null; out: boolean };
  rebalanceProtocol: { in: null; out: 'NONE' | 'EAGER' | 'COOPERATIVE' };
  pause: { in: { partitions: NativePartition[] }; out: NativePartition[] };
  resume: { in: { partitions: NativePartition[] }; out: NativePartition[] };
  /**
   * rd_kafka_seek_partitions, waiting at most timeoutMs for librdkafka's main thread (usually 50 µs). Each partition
   * has an errno. −172 (ERR__STATE): it is not being fetched yet, so the seek was lost and must be repeated. After a
   * successful seek no earlier fetched record is drained.
   */
  seek: { in: { partitions: NativePartition[]; timeoutMs: number }; out: NativePartition[] };
  /**
   * The start position of each partition since it was last assigned or sought. Negative while not known yet; wrong once
   * something was drained.
   */
  startPositions: { in: { partitions: NativePartition[] }; out: NativePartition[] };
  /** rd_kafka_offsets_store: next offsets to read. errno per partition. */
  storeOffsets: { in: { partitions: NativePartition[] }; out: NativePartition[] };
  /** Low and high watermark last seen by the fetcher, −1001: unknown. Sends no request. */
  cachedWatermarks: { in: { topic: string; partition: number }; out: { low: number; high: number; stable: number } };
  /** Serialized rd_kafka_consumer_group_metadata_t, for `sendOffsets`; null without a group. */
  groupMetadata: { in: null; out: Buffer | null };
  memberId: { in: null; out: string | null };
  /** −1: not a member. */
  generationId: { in: null; out: number };
  /** Starts rd_kafka_consumer_close_queue. Keep draining and answering rebalances until `closed`. */
  closeStart: { in: null; out: null };
  closed: { in: null; out: boolean };
}

/** Operations that are answered by a 'reply' event on the main pump. */
export interface Requests {
  /**
   * rd_kafka_flush in slices on the helper thread; disables linger. Replies when the queue is empty, at the deadline,
   * or when cancelled. −1 ms: no deadline.
   */
  flush: { in: { timeoutMs: number }; out: null };
  /** Blocks in rd_kafka_metadata on the helper thread. topics null: all. */
  metadata: {
    in: { topics: string[] | null; timeoutMs: number };
    out: {
      clusterId: string | null;
      controllerId: number;
      brokers: { id: number; host: string; port: number }[];
      topics: {
        topic: string;
        errno: number;
        partitions: { partition: number; errno: number; leader: number; replicas: number[]; isrs: number[] }[];
      }[];
    };
  };
  initTransactions: { in: { timeoutMs: number }; out: null };
  commitTransaction: { in: { timeoutMs: number }; out: null };
  abortTransaction: { in: { timeoutMs: number }; out: null };
  /** `groupMetadata`: the bytes of `groupMetadata`, or the id of a group without a member. */
  sendOffsets: { in: { partitions: NativePartition[]; groupMetadata: Buffer | string; timeoutMs: number }; out: null };
  /**
   * rd_kafka_commit_queue. partitions null: the stored offsets. Rejects with the first error; replies with an errno per
   * partition.
   */
  commit: { in: { partitions: NativePartition[] | null }; out: NativePartition[] };
  /**
   * `offset` in: −2 the beginning, −1 the end, or ms since the epoch. librdkafka refuses duplicate partitions, and
   * answers ERR__NOENT if it knows no leader of any partition. isolationLevel: 0 uncommitted, 1 committed.
   */
  listOffsets: {
    in: { partitions: NativePartition[]; isolationLevel: number; timeoutMs: number };
    out: NativePartition[];
  };
  /**
   * rd_kafka_committed: one request to the coordinator over the group's own connection, on a separate helper thread.
   */
  committed: { in: { partitions: NativePartition[]; timeoutMs: number }; out: NativePartition[] };
}

export interface NativeHandle {
  call<Op extends keyof Calls>(op: Op, args: Calls[Op]['in']): Calls[Op]['out'];
  /** `id` is returned in the reply. Throws at once for arguments that librdkafka refuses. */
  request(id: number, op: string, args: unknown): void;

  /** Id of a topic for the produce slab. Creates its handle on first use. Throws for an illegal name. */
  topic(name: string): number;
  /**
   * Passes the first `count` records of the slab to librdkafka. Records that it refuses are reported as deliveries of
   * the next `pump`, before any later delivery; there is no wake-up for them, but `Status.MORE` is 1. `large`: the
   * values passed by pointer, in order, copied before the call returns. Returns the ids of topics for which some of
   * these records wait for metadata, for `expireLacking`; ids may repeat.
   */
  submit(count: number, large?: Uint8Array[]): number[] | undefined;
  /**
   * Serves the main queue: waits up to timeoutMs for the first event, writes deliveries to the columns and returns
   * their number. Other events wait for `takeEvents`.
   */
  pump(timeoutMs: number): number;
  /**
   * Takes up to maxRecords records or about maxBytes bytes from the consumer queue, waiting up to timeoutMs for the
   * first.
   */
  drain(maxRecords: number, maxBytes: number, timeoutMs: number): ArrayBuffer | undefined;
  /** Topic names by topic id of the drain columns. Grows as topics are first seen. */
  topicName(id: number): string;
  takeEvents(): NativeEvent[];
  takeLarge(): ArrayBuffer[];
  /** In the order of the queue. */
  takeEnds(): NativePartitionEnd[];
  /** Tells librdkafka that the application polled, without taking anything (max.poll.interval.ms). */
  touch(): void;
  /** ref/unref of the event loop: a client with a pending wait keeps the process alive. */
  ref(): void;
  unref(): void;
  /**
   * Destroys the handle on its own thread, as soon as there is one. `done` is called once on the JS thread after
   * librdkafka has released everything. No other method may be called afterwards: each throws ERR__DESTROY.
   */
  destroy(done: () => void): void;
}

export interface NativeMockCluster {
  readonly bootstrapServers: string;
  createTopic(name: string, numPartitions: number, replicationFactor: number): void;
  /** The next requests of this kind to any broker are answered with these codes, in order. */
  pushRequestErrors(apiKey: number, errors: number[]): void;
  setBrokerDown(id: number): void;
  setBrokerUp(id: number): void;
  setRtt(id: number, rttMs: number): void;
  setPartitionLeader(topic: string, partition: number, brokerId: number): void;
  setCoordinator(type: 'transaction' | 'group', key: string, brokerId: number): void;
  /** The address that broker `id` tells clients to connect to. */
  setBrokerHostPort(id: number, host: string, port: number): void;
  close(): void;
}

export interface NativeBinding {
  /** The numbers it was compiled with: see boundary.ts. */
  readonly boundary: Readonly<Record<string, number>>;
  /** Names of the operations that `call` and `request` accept. */
  operations(): Record<'producerCalls' | 'consumerCalls' | 'requests', string[]>;
  readonly librdkafkaVersion: string;
  /** Which of our patches librdkafka was compiled with (deps/README.md). */
  readonly patches: 'all' | 'correctness' | 'none';
  /** rd_kafka_get_err_descs: name without RD_KAFKA_RESP_ERR (`_QUEUE_FULL`, `UNKNOWN_TOPIC_OR_PART`). */
  errorTable(): { errno: number; name: string; description: string }[];
  /**
   * Tries again to destroy clients of this process for which the system had no free thread (a process limit). Returns
   * how many still wait.
   */
  destroyWaiting(): number;
  setErrorFactory(make: (data: NativeErrorData) => Error): void;
  Client: new (options: NativeHandleOptions) => NativeHandle;
  MockCluster: new (brokers: number) => NativeMockCluster;
}

/** How the addon in this process was found and built: `kafka-napi doctor` shows it. */
export interface NativeAddon {
  readonly foundBy: AddonSource;
  /** Which patches of kafka-napi its librdkafka was compiled with. The platform packages have all. */
  readonly patches: NativeBinding['patches'];
}

const loaded = loadNative();
export const native = loaded.addon as NativeBinding;
/** For reports of problems. */
export const nativeAddon: NativeAddon = { foundBy: loaded.foundBy, patches: native.patches };
checkBoundary(native.boundary);
native.setErrorFactory((data) => KafkaError.fromNative(data));
