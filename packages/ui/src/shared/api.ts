/**
 * Everything that crosses the wire between the server and the page. Both sides compile against this file.
 *
 * Offsets, lags and counts of records are texts of digits (`Int64`), because they may be beyond 2^53.
 */

/** A text of digits, perhaps with a minus. */
export type Int64 = string;

/** Milliseconds since 1970, UTC. May lie beyond what `Date` can hold. */
export type Ms = number;

export interface Tp {
  topic: string;
  partition: number;
}

/** What went wrong, and the status of the response that carries it. */
export const statusOf = {
  BAD_REQUEST: 400,
  NO_SESSION: 401,
  WRONG_ORIGIN: 403,
  READ_ONLY: 403,
  DENIED: 403,
  NOT_AUTHORIZED: 403,
  NOT_FOUND: 404,
  WRONG_METHOD: 405,
  CONFLICT: 409,
  PLAN_CHANGED: 409,
  STALE_CURSOR: 409,
  TOO_LARGE: 413,
  NOT_JSON: 415,
  WRONG_HOST: 421,
  KQL: 422,
  BUSY: 429,
  INTERNAL: 500,
  UNSUPPORTED: 501,
  BROKER: 502,
  LIMIT: 503,
  TIMEOUT: 504,
} as const;

export type Code = keyof typeof statusOf;

/** The one shape of an error: `{ error: Fault, requestId }` with every status from 400 on. */
export interface Fault {
  code: Code;
  message: string;
  hint?: string;
  /** The field or parameter that was wrong. */
  field?: string;
  /** Of a query: from and to, in UTF-16 units. */
  at?: [from: number, to: number];
  fix?: { at: [from: number, to: number]; text: string };
  /** The code of a KafkaError. */
  kafka?: string;
  retriable: boolean;
  parts?: { what: string; fault: Fault }[];
}

export interface FaultBody {
  error: Fault;
  requestId: string;
}

/** How bytes are shown. `le`: the lowest byte first. */
export type Decoder =
  | 'json'
  | 'text'
  | 'hex'
  | 'base64'
  | 'latin1'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'uuid'
  | 'msgpack'
  | 'cbor'
  | 'gzip'
  | 'offsets'
  | `${string}:le`
  | `serde:${string}`;

export interface Page<T> {
  items: T[];
  total: number;
  offset: number;
  sampledAt: Ms;
  /** What could not be asked. */
  partial?: string;
}

/** The end less the beginning: it counts offsets, which is more than records where some are gone. */
export interface Count {
  value: Int64;
  approx?: 'compacted' | 'transactions';
}

export interface TopicRow {
  name: string;
  topicId: string;
  internal: boolean;
  partitions: number;
  replicas: [min: number, max: number];
  underReplicated: number;
  offline: number;
  records: Count | null;
  perSec: number | null;
  cleanup: string | null;
}

export interface TopicView extends TopicRow {
  /** Those that are not the default. */
  configs: ConfigRow[];
  /** Why there are none. */
  configsFault?: Fault;
}

export interface PartitionRow {
  partition: number;
  leader: number | null;
  replicas: number[];
  isr: number[];
  /** Null, as the others: it could not be asked, see `fault`. */
  earliest: Int64 | null;
  latest: Int64 | null;
  lastStable: Int64 | null;
  /** Null: there is none, or nobody knows. */
  firstRecord: Int64 | null;
  fault?: Fault;
}

export type ConfigSource =
  | 'DYNAMIC_TOPIC_CONFIG'
  | 'DYNAMIC_BROKER_LOGGER_CONFIG'
  | 'DYNAMIC_BROKER_CONFIG'
  | 'DYNAMIC_DEFAULT_BROKER_CONFIG'
  | 'DYNAMIC_CLIENT_METRICS_CONFIG'
  | 'DYNAMIC_GROUP_CONFIG'
  | 'STATIC_BROKER_CONFIG'
  | 'DEFAULT_CONFIG'
  | 'UNKNOWN';

export interface ConfigRow {
  name: string;
  /** Null where it is sensitive. */
  value: string | null;
  source: ConfigSource;
  isDefault: boolean;
  isReadOnly: boolean;
  isSensitive: boolean;
  synonyms: { name: string; value: string | null; source: ConfigSource }[];
  type?: 'int' | 'long' | 'double' | 'bool' | 'list' | 'enum' | 'string';
  unit?: 'ms' | 'bytes';
  about?: string;
}

export interface ConfigOp {
  name: string;
  op: 'set' | 'delete' | 'append' | 'subtract';
  value?: string;
}

export interface GroupRow {
  groupId: string;
  state: string;
  type: string;
  simple: boolean;
  members: number | null;
  topics: number | null;
  lag: { value: Int64; partial: boolean } | null;
  /** Records a second; above 0: it falls behind. */
  trend: number | null;
  asOf: Ms | null;
}

export interface GroupMember {
  id: string;
  instanceId: string | null;
  clientId: string;
  host: string;
  partitions: Tp[];
}

export interface GroupOffset extends Tp {
  committed: Int64 | null;
  /** Null: the leader did not answer, or there is none. */
  latest: Int64 | null;
  lastStable: Int64 | null;
  lag: Int64 | null;
  behind: { ms: number; kind: 'estimated' | 'exact' | 'at least' } | null;
  member: string | null;
  metadata: string | null;
}

export interface GroupView extends GroupRow {
  coordinator: number | null;
  assignor: string | null;
  memberList: GroupMember[];
  offsets: GroupOffset[];
}

export interface BrokerRow {
  id: number;
  host: string;
  port: number;
  rack: string | null;
  leaders: number;
  replicas: number;
}

/** Something that an operator should look at; each is a link. */
export interface Attention {
  kind: string;
  topic?: string;
  partition?: number;
  group?: string;
  text: string;
}

export interface ClusterView {
  clusterId: string | null;
  controller: number | null;
  brokers: BrokerRow[];
  totals: { topics: number; partitions: number; underReplicated: number; offline: number; groups: number | null };
  attention: Attention[];
  sampledAt: Ms;
  /** What could not be asked. */
  partial?: string;
}

/** Groups with committed offsets of a topic. Asked again until `checked` is `of`. */
export interface TopicGroupsView {
  items: { groupId: string; state: string; lag: Int64 | null; members: number | null }[];
  checked: number;
  of: number;
  partial?: string;
}

/**
 * What was sampled after `from`. A page drops its own points after `from` and appends these: the last ones may have
 * changed, and after the server's clock was set back `from` is 0. A null is a hole. Of a topic or group that was not
 * asked for before, this is the end only: ask for it without `since` first.
 */
export interface SamplesView {
  now: Ms;
  from: Ms;
  /** Between two points of the cluster and of topics. */
  everyMs: number;
  cluster: [t: Ms, perSec: number | null, underReplicated: number | null][];
  topics: Record<string, [t: Ms, perSec: number | null][]>;
  groups: Record<string, [t: Ms, lag: number | null][]>;
}

export interface SessionView {
  version: string;
  bootstrap: string;
  clusterId: string | null;
  readOnly: boolean;
  denied: AccessClass[];
  /** Names of what the broker does not answer, as `describeConfigs`. */
  unsupported: string[];
  decoders: Decoder[];
  timezone: string | null;
  limits: { scans: number; records: number; bytes: number; ms: number };
}

/** What a route may do; the class decides, never the method. */
export const accessClasses = [
  'open',
  'read',
  'messages',
  'metrics',
  'produce',
  'topics',
  'configs',
  'groups',
  'delete',
  'security',
] as const;

export type AccessClass = (typeof accessClasses)[number];

/**
 * POST /session. Without a token where the server has users of `--auth-file`: the browser has asked for the password
 * already. A wrong or missing token is NO_SESSION.
 */
export interface SessionRequest {
  token?: string;
}

/** What each request has in its header `X-Kafka-UI` besides the cookie. */
export interface SessionCreated {
  secret: string;
}

/** A key, value or header. `as: 'null'` is a null key or a tombstone; size 0 is empty. */
export interface Part {
  /** Bytes, before decoding. */
  size: number;
  as: Decoder | 'null';
  text?: string;
  /** The text is a beginning only. */
  cut?: true;
  /** The decoder was guessed. */
  guess?: true;
  schema?: { id: string; type: string; subject?: string };
  /** Of `gzip`: how that is shown which was inside. */
  inner?: Decoder;
  /** Decoders that failed, and why. */
  tried?: [Decoder, string][];
}

export interface Row {
  p: number;
  o: Int64;
  t: Ms | null;
  tt: 'create' | 'append' | 'none';
  k: Part;
  v: Part;
  /** In their order, duplicates kept. */
  h: [name: string, value: Part][];
  /** Where `h` has not all of them. */
  hTotal?: number;
  /** Bytes of key and value. */
  size: number;
  /** Older than a record before it in its partition. */
  late?: true;
}

/** There is no record at an offset that lies in the log. */
export interface Gap {
  gap: true;
  /** The next offset with a record; null: there is none. */
  next: Int64 | null;
  why: string;
}

export interface RecordRequest extends Tp {
  offset: Int64;
  isolation?: 'committed' | 'uncommitted';
  decode?: { key?: Decoder; value?: Decoder };
}

export interface BytesRequest extends Tp {
  offset: Int64;
  part: 'key' | 'value' | `header:${number}`;
  /** 0 at first. */
  from?: number;
  /** 4 MiB at most. */
  length?: number;
}

export interface ExportRequest {
  format: 'jsonl' | 'csv';
  /** One of the two. */
  scan?: ScanRequest;
  query?: QueryRequest;
}

export interface CheckRequest {
  /** One of the two: a whole query, or a condition for `topic`. */
  kql?: string;
  where?: string;
  topic?: string;
  timezone?: string;
}

export interface CheckResult {
  ok: true;
  plan: Plan | null;
  warnings: Fault[];
}

export interface Plan {
  ranges: { p: number; from: Int64; to: Int64 }[];
  records: Int64;
  narrowed: string[];
  key: Decoder | 'auto';
  value: Decoder | 'auto';
  order: string;
  filter: string;
}

export type ScanMode = 'newest' | 'oldest' | 'from-offset' | 'to-offset' | 'from-time' | 'to-time' | 'cursor';

export interface Budget {
  records?: number;
  bytes?: number;
  ms?: number;
}

export interface ScanRequest {
  topic: string;
  partitions?: number[];
  mode: ScanMode;
  offset?: Int64 | Record<number, Int64>;
  time?: Ms;
  strictTime?: boolean;
  cursor?: string;
  text?: string;
  where?: string;
  decode?: { key?: Decoder; value?: Decoder };
  isolation?: 'committed' | 'uncommitted';
  /** 50 at first, 500 at most. */
  limit?: number;
  /** Characters of a key or value in a row: 1,024 at first, 4,096 at most. */
  preview?: number;
  budget?: Budget;
}

export type TailRequest = Pick<
  ScanRequest,
  'topic' | 'partitions' | 'text' | 'where' | 'decode' | 'isolation' | 'preview'
> & {
  /** Where to go on after a pause. */
  from?: Record<number, Int64>;
};

export interface QueryRequest {
  query: string;
  timezone?: string;
  budget?: Budget;
}

export interface Encoded {
  as: 'utf8' | 'json' | 'hex' | 'base64' | 'int32' | 'int64' | 'float64' | 'uuid' | `serde:${string}`;
  data: string;
}

export interface ProduceRequest {
  partition: number | null;
  key: Encoded | null;
  value: Encoded | null;
  headers: [name: string, value: Encoded | null][];
  timestamp?: Ms;
  /** 1 at first, 1,000 at most. */
  times?: number;
}

export interface Progress {
  scanned: Int64;
  matched: Int64;
  bytes: number;
  ms: number;
  /** From 0 to 1. */
  done: number;
  at: Ms | null;
  faults: { decode: number; filter: number; longText: number };
}

/** The events of a stream by name: `event: NAME`, then one line `data: JSON`. */
export interface StreamEvents {
  meta: {
    scanId: string;
    topicId: string;
    isolation: 'committed' | 'uncommitted';
    /** 200 at most. */
    partitions: { p: number; earliest: Int64; from: Int64; to: Int64; lastStable: Int64; latest: Int64 }[];
    partitionCount: number;
    span: Int64;
    skipped: { p: number; fault: Fault }[];
    plan: Plan | null;
  };
  queued: { place: number };
  rows: { rows: Row[] };
  progress: Progress;
  done: Progress & {
    reason: 'page' | 'end' | 'records' | 'bytes' | 'time' | 'cancelled';
    older: string | null;
    newer: string | null;
    gaps: Int64;
    notes: string[];
  };
  /** Of a query, before its table. `select *` has partition, offset, timestamp, key, value, headers. */
  columns: { columns: { name: string; type: string; unit?: string }[] };
  /**
   * The table so far, whole each time. A cell is JSON text in one line (`"AAPL"`, `190.25`, `null`, `{"a":1}`), or null
   * where there is no value. In a column of the type `time` it is milliseconds.
   */
  table: { rows: (string | null)[][]; groups: number; overflow: boolean };
  rate: {
    perSec: number;
    bytesPerSec: number;
    /** Since the last `rate`, as `skipped` and `jumped`: records that passed the filter, and were sent or not. */
    shown: Int64;
    skipped: Int64;
    /** Records that were read since the last `rate`, whether they passed or not. */
    read: Int64;
    /** Records that are not read yet. */
    behind: Int64;
    jumped?: { p: number; from: Int64; to: Int64 }[];
    /** Where the partitions go on that have moved: for `from` of the next tail. */
    next?: Record<number, Int64>;
  };
  error: Fault;
  bye: Record<string, never>;
}

export type StreamEventName = keyof StreamEvents;
