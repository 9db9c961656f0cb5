/**
 * The whole surface of the addon, declared once. Nothing but `src/binding` loads the .node file, and
 * nothing else may assume anything about it that does not stand here.
 *
 * Two kinds of traffic cross the boundary:
 * - the hot paths (`submit`, `pump`, `drain`) cross once per batch, through memory that both sides share;
 * - everything else goes through `call` (answers at once) or `request` (answers by an event of type
 *   'reply'), with plain values: null, boolean, number, string, Buffer, list, object.
 */
import { KafkaError, type NativeErrorData } from '../errors/kafka-error';
import { loadNative } from './load';

/** A topic-partition as it crosses the boundary. `offset` may be logical: see {@link LogicalOffset}. */
export interface NativePartition {
  topic: string;
  partition: number;
  /** Absent or −1001: none. −2 beginning, −1 end, −1000 stored. */
  offset?: number;
  leaderEpoch?: number;
  metadata?: string | null;
  /** librdkafka's code for this partition's own failure; 0 or absent: none. */
  errno?: number;
}

export const LogicalOffset = { BEGINNING: -2, END: -1, STORED: -1000, INVALID: -1001 } as const;

/** Indexes into the Int32Array `status` that a client shares with its native side. */
export const Status = {
  /** Events waiting for `takeEvents`. */
  EVENTS: 0,
  /** 1 while a rebalance waits for its answer: `drain` hands out nothing until then. */
  REBALANCE: 1,
  /** Values of the last drain that were too large for its slab, waiting for `takeLarge`. */
  LARGE: 2,
  /** 1: `pump` stopped because its columns were full or its time was up; call it again. */
  MORE: 3,
  LENGTH: 4,
} as const;

/** Bits of the mask that `onWake` is called with. */
export const Wake = { MAIN: 1, CONSUMER: 2 } as const;

/** Deliveries that one `pump` reports at most; the length of each delivery column. */
export const DELIVERY_COLUMNS = 4096;

/** A delivery report, one row of columns. `status`: 0 not persisted, 1 possibly, 2 persisted. */
export interface DeliveryColumns {
  ids: Uint32Array;
  errors: Int32Array;
  partitions: Int32Array;
  status: Uint8Array;
  offsets: Float64Array;
  timestamps: Float64Array;
}

/** Int32 words of one record in the produce slab's `meta`, in this order. */
export const ProduceWord = {
  TOPIC: 0,
  PARTITION: 1,
  /** Unsigned delivery id, comes back in `DeliveryColumns.ids`. */
  ID: 2,
  /** −1: null. */
  KEY_LENGTH: 3,
  /** −1: null. A value given by pointer has its length here and its bytes in `large`. */
  VALUE_LENGTH: 4,
  /** Bytes of the packed headers, 0: none. */
  HEADERS_LENGTH: 5,
  /** Bit 0: has a timestamp; bit 1: the value is the next one of `large`, not in `bytes`. */
  FLAGS: 6,
  /** Timestamp in ms: low and high 32 bits of the 64-bit integer. */
  TIMESTAMP_LOW: 7,
  TIMESTAMP_HIGH: 8,
  WORDS: 9,
} as const;

export const ProduceFlag = { TIMESTAMP: 1, LARGE: 2 } as const;

/**
 * The produce slab. Bytes of record after record, in the order key, value, headers, no padding. Headers
 * packed (both directions): per header int32 name length, int32 value length (−1 null), name, value; little-endian,
 * unaligned.
 */
export interface ProduceSlab {
  meta: Int32Array;
  bytes: Uint8Array;
}

/**
 * What `drain` returns: one ArrayBuffer. Int32 header words `count`, `bytesStart`, then the columns in this
 * order, each `count` long: float64 offset, float64 timestamp (−1: none), int32 topic id, partition, leader epoch (−1: none),
 * key length, value length (−1: null), headers length, uint32 position (relative to bytesStart), uint8 timestamp type
 * (0 not available, 1 create, 2 log append); then at `bytesStart` the bytes: key, value, headers of each record.
 * A value longer than {@link LARGE_VALUE} is not in the slab but the next one of `takeLarge()`.
 */
export const DrainWord = { COUNT: 0, BYTES_START: 1, HEADER_WORDS: 4 } as const;

export const LARGE_VALUE = 256 * 1024;

export interface ReplyEvent {
  type: 'reply';
  id: number;
  error?: NativeErrorData;
  value?: unknown;
}

/** From the main queue or the consumer queue, in the order in which they came. */
export type NativeEvent =
  | ReplyEvent
  | { type: 'error'; error: NativeErrorData }
  | { type: 'log'; level: number; facility: string; message: string }
  | { type: 'stats'; json: string }
  | { type: 'throttle'; broker: string; brokerId: number; throttleMs: number }
  | { type: 'tokenRefresh'; config: string }
  /** The group waits for an answer: `assign`, `incrementalAssign`, `incrementalUnassign`. errno: −175 assign, −174 revoke, else an error. */
  | {
      type: 'rebalance';
      errno: number;
      message: string;
      protocol: 'NONE' | 'EAGER' | 'COOPERATIVE';
      lost: boolean;
      partitions: NativePartition[];
    }
  | { type: 'eof'; topic: string; partition: number; offset: number }
  | { type: 'consumerError'; error: NativeErrorData; topic: string | null; partition: number; offset: number };

export interface NativeCertificate {
  type: 'CERT_PUBLIC_KEY' | 'CERT_PRIVATE_KEY' | 'CERT_CA';
  encoding: 'PKCS12' | 'DER' | 'PEM';
  data: Uint8Array;
  password?: string;
}

export interface NativeClientOptions {
  role: 'producer' | 'consumer';
  /** librdkafka properties, each sent with rd_kafka_conf_set. */
  conf: Record<string, string>;
  certificates?: readonly NativeCertificate[];
  /**
   * Producers only. Java's default partitioner: murmur2 of the key, and records without one stay with a partition for batchSize
   * bytes. Works with `sticky.partitioning.linger.ms` = 0, which lets keyless records through to it. Left out: librdkafka's own.
   */
  javaPartitioner?: { batchSize: number; ignoreKeys: boolean };
  /** Shared memory, see {@link Status}. */
  status: Int32Array;
  /** Producers only. */
  deliveries?: DeliveryColumns;
  slab?: ProduceSlab;
  /** Called on the JS thread, held weakly by the native side's queue waker. */
  onWake: (mask: number) => void;
}

/** Synchronous operations that never block. The name, what goes in, what comes out. */
export interface Calls {
  /** The live client's effective configuration (rd_kafka_conf_dump of rd_kafka_conf). */
  confDump: { in: null; out: Record<string, string> };
  /** null: no fatal error was raised. */
  fatalError: { in: null; out: NativeErrorData | null };
  name: { in: null; out: string };
  /** The cluster id if it is known already, else null. */
  clusterId: { in: null; out: string | null };
  controllerId: { in: null; out: number };
  setToken: { in: { token: string; lifetimeMs: number; principal: string; extensions: string[] }; out: null };
  setTokenFailure: { in: { message: string }; out: null };

  // producer
  /** Messages and requests librdkafka has not finished. */
  outqLength: { in: null; out: number };
  purge: { in: { queue: boolean; inFlight: boolean }; out: null };
  beginTransaction: { in: null; out: null };
  /** One step of flushSync: rd_kafka_flush for at most timeoutMs on this thread. */
  flushStep: { in: { timeoutMs: number }; out: null };
  /** Ends a running `flush` request early. */
  cancelFlush: { in: { id: number }; out: null };

  // consumer
  subscribe: { in: { topics: string[] }; out: null };
  unsubscribe: { in: null; out: null };
  subscription: { in: null; out: string[] };
  /** null unassigns all: also the answer to any rebalance that is not an assign. */
  assign: { in: { partitions: NativePartition[] | null }; out: null };
  incrementalAssign: { in: { partitions: NativePartition[] }; out: null };
  incrementalUnassign: { in: { partitions: NativePartition[] }; out: null };
  assignment: { in: null; out: NativePartition[] };
  assignmentLost: { in: null; out: boolean };
  rebalanceProtocol: { in: null; out: 'NONE' | 'EAGER' | 'COOPERATIVE' };
  pause: { in: { partitions: NativePartition[] }; out: NativePartition[] };
  resume: { in: { partitions: NativePartition[] }; out: NativePartition[] };
  /**
   * rd_kafka_seek_partitions, waiting at most timeoutMs for librdkafka's main thread (some 50 µs). Each partition's
   * errno tells; −172 (ERR__STATE): not fetching yet, the seek was lost and must be made again. Once it
   * succeeded no record fetched before it will be drained.
   */
  seek: { in: { partitions: NativePartition[]; timeoutMs: number }; out: NativePartition[] };
  /** Where reading of each began, of what was assigned or sought last; negative where that is not known yet, wrong once something was drained. */
  startPositions: { in: { partitions: NativePartition[] }; out: NativePartition[] };
  /** rd_kafka_offsets_store: next-to-read offsets. Per-partition errno. */
  storeOffsets: { in: { partitions: NativePartition[] }; out: NativePartition[] };
  /** Low and high watermark as last seen by the fetcher, −1001: unknown. No request is made. */
  cachedWatermarks: { in: { topic: string; partition: number }; out: { low: number; high: number } };
  /** Serialized rd_kafka_consumer_group_metadata_t, for `sendOffsets`; null without a group. */
  groupMetadata: { in: null; out: Buffer | null };
  memberId: { in: null; out: string | null };
  /** Starts rd_kafka_consumer_close_queue: go on draining and answering rebalances until `closed`. */
  closeStart: { in: null; out: null };
  closed: { in: null; out: boolean };
}

/** Operations that are answered by a 'reply' event on the main pump. */
export interface Requests {
  /** rd_kafka_flush in slices on the helper thread; lifts linger. Replies when empty, at the deadline, or cancelled. −1 ms: no deadline. */
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
  sendOffsets: { in: { partitions: NativePartition[]; groupMetadata: Buffer; timeoutMs: number }; out: null };
  /** rd_kafka_commit_queue. partitions null: what was stored. Rejects with the first error; replies with each partition's. */
  commit: { in: { partitions: NativePartition[] | null }; out: NativePartition[] };
  /** rd_kafka_committed on the helper thread. */
  committed: { in: { partitions: NativePartition[]; timeoutMs: number }; out: NativePartition[] };
  /** rd_kafka_offsets_for_times on the helper thread; `offset` in: ms since the epoch. */
  offsetsForTimes: { in: { partitions: NativePartition[]; timeoutMs: number }; out: NativePartition[] };
  /** rd_kafka_query_watermark_offsets of each, on the helper thread. */
  watermarks: {
    in: { partitions: NativePartition[]; timeoutMs: number };
    out: { topic: string; partition: number; low: number; high: number; errno: number }[];
  };
}

export interface NativeClient {
  call<Op extends keyof Calls>(op: Op, args: Calls[Op]['in']): Calls[Op]['out'];
  /** `id` comes back in the reply. Throws at once for arguments librdkafka refuses. */
  request(id: number, op: string, args: unknown): void;

  /** Id of a topic for the produce slab; creates its handle on first use. Throws for an illegal name. */
  topic(name: string): number;
  /**
   * Hands the first `count` records of the slab to librdkafka. What it refuses comes back as a delivery of the next
   * `pump`, before any later delivery; nothing wakes for it, but `Status.MORE` is 1. `large`: the values given by pointer, in order; copied before the call returns.
   */
  submit(count: number, large?: Uint8Array[]): void;
  /**
   * Serves the main queue: waits up to timeoutMs for the first event, writes deliveries to the columns and returns
   * how many; other events wait for `takeEvents`.
   */
  pump(timeoutMs: number): number;
  /** Takes up to maxRecords records or about maxBytes bytes from the consumer queue, waiting up to timeoutMs for the first. */
  drain(maxRecords: number, maxBytes: number, timeoutMs: number): ArrayBuffer | undefined;
  /** Names of topics, by topic id of the drain columns; grows as topics are first seen. */
  topicName(id: number): string;
  takeEvents(): NativeEvent[];
  takeLarge(): ArrayBuffer[];
  /** Tells librdkafka that the application polled, without taking anything (max.poll.interval.ms). */
  touch(): void;
  /** ref/unref of the event loop: a client that somebody awaits keeps the process alive. */
  ref(): void;
  unref(): void;
  /**
   * Destroys the handle on the helper thread; `done` is called once on the JS thread when librdkafka has let go of everything.
   * No other method may be called afterwards: each throws ERR__DESTROY.
   */
  destroy(done: () => void): void;
}

export interface NativeMockCluster {
  readonly bootstrapServers: string;
  createTopic(name: string, numPartitions: number, replicationFactor: number): void;
  /** The next requests of this kind to any broker answer with these codes, in order. */
  pushRequestErrors(apiKey: number, errors: number[]): void;
  setBrokerDown(id: number): void;
  setBrokerUp(id: number): void;
  setRtt(id: number, rttMs: number): void;
  setPartitionLeader(topic: string, partition: number, brokerId: number): void;
  setCoordinator(type: 'transaction' | 'group', key: string, brokerId: number): void;
  /** What broker `id` tells clients to connect to. */
  setBrokerHostPort(id: number, host: string, port: number): void;
  close(): void;
}

export interface NativeBinding {
  readonly librdkafkaVersion: string;
  /** rd_kafka_get_err_descs: name without RD_KAFKA_RESP_ERR (`_QUEUE_FULL`, `UNKNOWN_TOPIC_OR_PART`). */
  errorTable(): { errno: number; name: string; description: string }[];
  setErrorFactory(make: (data: NativeErrorData) => Error): void;
  Client: new (options: NativeClientOptions) => NativeClient;
  MockCluster: new (brokers: number) => NativeMockCluster;
}

export const native = loadNative() as NativeBinding;
native.setErrorFactory((data) => KafkaError.fromNative(data));
