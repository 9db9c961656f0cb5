import type { Count, Int64 } from './basics';
import type { Fault } from './faults';

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
