/** What a Connect cluster keeps in its three topics. */
import type { ConnectorOffset, ConnectorState } from '../client/types';

/** What a connector shall do, by Java's names. */
export type TargetState = 'STARTED' | 'PAUSED' | 'STOPPED';

/** What a worker wrote about a connector or task. */
export interface StoredStatus {
  readonly state: ConnectorState;
  /** `host:port` of the worker. */
  readonly worker_id: string;
  /** Of the Connect group in which it was written. */
  readonly generation: number;
  /** Of a failure: Java's stack trace. */
  readonly trace: string | null;
  /** Of the plug-in; null where the worker did not write one. */
  readonly version: string | null;
}

export interface StoredConnector {
  readonly name: string;
  /** Secrets are `[hidden]`, see `hide`. */
  readonly config: Readonly<Record<string, string | null>>;
  readonly targetState: TargetState;
  /** Configurations of the tasks, by index. Empty while they are not complete. */
  readonly tasks: readonly Readonly<Record<string, string | null>>[];
  /**
   * False: the topic lacks configurations of tasks that its last commit names. Workers then make them anew. Java's
   * `inconsistentConnectors`.
   */
  readonly isConsistent: boolean;
  readonly status: StoredStatus | undefined;
  /** By index of the task. */
  readonly taskStatuses: ReadonlyMap<number, StoredStatus>;
  /** Topics that it has used, sorted. */
  readonly topics: readonly string[];
  /** Of a source; those of a sink are the group `connect-<name>`'s. */
  readonly offsets: readonly ConnectorOffset[];
}

/** A record that is none of Connect's, or that cannot be read. Connect ignores it as well. */
export interface UnreadableRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
}

export interface ConnectSnapshot {
  readonly connectors: ReadonlyMap<string, StoredConnector>;
  /** By connector: also of those that were deleted, whose offsets stay. */
  readonly offsets: ReadonlyMap<string, readonly ConnectorOffset[]>;
  /** Levels of loggers that were set for the whole cluster. */
  readonly loggers: ReadonlyMap<string, string>;
  /** The first hundred of them. */
  readonly unreadable: readonly UnreadableRecord[];
}

/** What a record of the topics changed. `snapshot()` of the watch has it already. */
export interface StorageChange {
  /**
   * `connector`: its properties. `tasks`: their configurations, once all are there. `status`, `taskStatus`: what a
   * worker wrote. `topic`: one that it uses. `restart`: somebody asked for it.
   */
  readonly kind:
    'connector' | 'targetState' | 'tasks' | 'restart' | 'status' | 'taskStatus' | 'topic' | 'offset' | 'logger';
  /** Empty for a logger. */
  readonly connector: string;
  /** Of `taskStatus`. */
  readonly task?: number | undefined;
  /** Name of the topic or logger. */
  readonly name?: string | undefined;
  readonly isDeleted: boolean;
}
