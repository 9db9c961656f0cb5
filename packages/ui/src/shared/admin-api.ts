/** What crosses the wire for changes of topics, groups, configurations, ACLs and users. The rest is in api.ts. */
import type { BytesRequest, ConfigOp, ExportRequest, Fault, Int64, Ms, Tp } from './api';

/** POST /topics. Absent: the broker's own defaults. */
export interface TopicCreate {
  name: string;
  partitions?: number;
  replicationFactor?: number;
  configs?: Record<string, string>;
  /** Nothing is made; only what would go wrong is said. */
  validateOnly?: boolean;
}

/** Of a topic that was made; with `validateOnly` all but the name are null. */
export interface TopicCreated {
  name: string;
  topicId: string | null;
  partitions: number | null;
  replicationFactor: number | null;
}

/** What was done for one partition. */
export type PartitionResult<More = unknown> = Tp & ({ fault: Fault } | ({ fault?: undefined } & More));

/** POST /topics/:t/partitions. `confirm` is the topic's name. */
export interface PartitionsAdd {
  totalCount: number;
  confirm: string;
}

/** POST /elections: the preferred replica of each becomes its leader. The answer: `PartitionResult[]`. */
export interface ElectionRequest {
  partitions: Tp[];
}

/** DELETE of something: its name again, as it was typed. */
export interface Confirmed {
  confirm: string;
}

/** POST /topics/:t/purge: removes what is below the offset. */
export interface PurgeRequest extends Confirmed {
  before: { partition: number; offset: Int64 | 'end' }[];
}

/** The answer to a purge, for each partition: the first offset that is left. */
export type PurgeResult = PartitionResult<{ lowWatermark: Int64 }>;

/** PATCH …/configs. The answer: `ConfigRow[]`, as they are afterwards; with `validateOnly` as they are. */
export interface ConfigsChange {
  ops: ConfigOp[];
  validateOnly?: boolean;
}

/** POST /topics/:t/records: where each record was written. */
export interface ProducedRecord {
  partition: number;
  offset: Int64;
  timestamp: Ms | null;
}

/** Where the offsets of a group shall go. `ago`: ms before now. `shift`: records, back if negative. */
export type PlanTarget =
  | 'earliest'
  | 'latest'
  | { time: Ms }
  | { offset: Int64 }
  | { shift: Int64 }
  | { ago: number }
  | { offsets: (Tp & { offset: Int64 })[] };

/** POST /groups/:g/offsets/plan. Neither topics nor partitions: all that the group has committed. */
export interface PlanRequest {
  to: PlanTarget;
  topics?: string[];
  partitions?: Tp[];
}

export type PlanRow = Tp & {
  previous: Int64 | null;
  next: Int64;
  /** `next` is not what was asked for, because the log does not reach that far. */
  clamped?: 'earliest' | 'latest';
  /** Records that will be read again; negative: that will be left out. */
  rewinds: Int64;
};

export interface OffsetsPlan {
  planId: string;
  rows: PlanRow[];
  /** Partitions that cannot be moved, and why: the plan leaves them as they are. */
  faults: (Tp & { fault: Fault })[];
  /** While there are some, the plan cannot be applied. */
  members: { id: string; clientId: string; host: string }[];
}

/** POST /groups/:g/offsets. The answer: `PartitionResult<{ next: Int64 }>[]`. */
export interface PlanApply extends Confirmed {
  planId: string;
}

/** DELETE /groups/:g/offsets. The answer: `PartitionResult[]`. */
export interface OffsetsDelete extends Confirmed {
  partitions: Tp[];
}

/** POST /groups/:g/behind: how old the record is that the group reads next. */
export interface BehindResult {
  /** Null: there is no such record, see `note`. */
  ms: number | null;
  offset: Int64 | null;
  note?: string;
}

export interface AclRow {
  resourceType: string;
  name: string;
  patternType: string;
  principal: string;
  host: string;
  operation: string;
  permissionType: string;
}

/** What is absent matches anything. Of `GET /acls` the parameters have the same names. */
export type AclFilter = Partial<AclRow>;

/** POST /acls: those to make. */
export interface AclsCreate {
  acls: AclRow[];
}

/** DELETE /acls: 409 if the filters do not match exactly `expect` ACLs. The answer: the deleted ones. */
export interface AclsDelete {
  filters: AclFilter[];
  expect: number;
}

export type ScramMechanism = 'SCRAM_SHA_256' | 'SCRAM_SHA_512';

export interface UserRow {
  name: string;
  credentials: { mechanism: string; iterations: number }[];
}

/** PUT /users/:u. The password is never sent back. */
export interface UserPut {
  mechanism: ScramMechanism;
  password: string;
  iterations?: number;
}

/** GET /client. */
export interface ClientView {
  clients: {
    name: string;
    type: 'admin' | 'producer';
    state: string;
    metrics: Record<string, number>;
    lastFault: { fault: Fault; at: Ms } | null;
  }[];
  process: { rss: number; heapUsed: number; uptimeMs: number; node: string; librdkafka: string; version: string };
  sessions: number;
  /** Of this session only. */
  scans: { scanId: string; kind: string; state: string; topic: string | null; startedAt: Ms }[];
}

/** POST /tickets. The answer: `{ url }`, good for one GET within 30 s. */
export type TicketRequest = ({ kind: 'bytes' } & BytesRequest) | ({ kind: 'export' } & ExportRequest);
