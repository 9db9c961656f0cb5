/** What Connect's REST API takes and gives, by its own names. */
import type { ConnectorConfigInput } from '../arguments';
import type { JsonObject } from '../json';

export type ConnectorType = 'source' | 'sink' | 'unknown';
/** The state that a connector shall have from its creation on. */
export type InitialState = 'RUNNING' | 'PAUSED' | 'STOPPED';
/** Of a connector or task. A later Connect may have others. */
export type ConnectorState =
  'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED' | 'UNASSIGNED' | 'RESTARTING' | 'DESTROYED' | (string & {});

export interface ServerInfo {
  readonly version: string;
  readonly commit: string;
  readonly kafka_cluster_id: string;
}

export interface WorkerStatus {
  /** `healthy`, `starting` or `unhealthy`. */
  readonly status: string;
  readonly message: string;
}

export interface ConnectorTaskId {
  readonly connector: string;
  readonly task: number;
}

export interface ConnectorInfo {
  readonly name: string;
  /** As Connect has them: with `name` added, and secrets in the clear. */
  readonly config: Readonly<Record<string, string>>;
  /** Those that there were when it answered: after a change of the configuration still the old ones. */
  readonly tasks: readonly ConnectorTaskId[];
  readonly type: ConnectorType;
}

export interface CreateConnectorRequest {
  readonly name: string;
  readonly config: ConnectorConfigInput;
  /** Default `RUNNING`. */
  readonly initial_state?: InitialState | undefined;
}

/** Java's `Herder.Created`. */
export interface Created<T> {
  /** Was it made, and not only changed? */
  readonly created: boolean;
  readonly result: T;
}

export interface AbstractState {
  readonly state: ConnectorState;
  readonly worker_id: string;
  /** Of a failure: Java's stack trace. It may hold what the connector put into its messages. */
  readonly trace?: string | null | undefined;
  /** Of the plug-in. */
  readonly version?: string | null | undefined;
}

export interface TaskState extends AbstractState {
  readonly id: number;
}

export interface ConnectorStateInfo {
  readonly name: string;
  readonly connector: AbstractState;
  readonly tasks: readonly TaskState[];
  readonly type: ConnectorType;
}

export interface TaskInfo {
  readonly id: ConnectorTaskId;
  readonly config: Readonly<Record<string, string>>;
}

/** `listConnectors({ expand })`: each has what was asked for. */
export interface ExpandedConnector {
  readonly info?: ConnectorInfo | undefined;
  readonly status?: ConnectorStateInfo | undefined;
}

export interface ConnectorOffset {
  /** Of a source whatever the connector made of it; of a sink `{ kafka_topic, kafka_partition }`. */
  readonly partition: JsonObject;
  /** Of a sink `{ kafka_offset }`. null: none; where offsets are altered, delete it. */
  readonly offset: JsonObject | null;
}

export interface ConnectorOffsets {
  readonly offsets: readonly ConnectorOffset[];
}

export interface Message {
  readonly message: string;
}

export interface PluginInfo {
  readonly class: string;
  readonly type: string;
  readonly version?: string | null | undefined;
}

export interface ConfigKeyInfo {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default_value: string | null;
  readonly importance: string;
  readonly documentation: string;
  readonly group: string | null;
  readonly width: string;
  readonly display_name: string;
  readonly dependents: readonly string[];
  readonly order: number;
}

export interface ConfigValueInfo {
  readonly name: string;
  readonly value: string | null;
  readonly recommended_values: readonly (string | null)[];
  readonly errors: readonly string[];
  readonly visible: boolean;
}

export interface ConfigInfo {
  readonly definition: ConfigKeyInfo | null;
  readonly value: ConfigValueInfo;
}

/** What a validation found. */
export interface ConfigInfos {
  readonly name: string;
  readonly error_count: number;
  readonly groups: readonly string[];
  readonly configs: readonly ConfigInfo[];
}

export interface LoggerLevel {
  readonly level: string;
  /** ms since 1970; null when it was never set. */
  readonly last_modified: number | null;
}
