/** Java's enumerations with the codes passed to librdkafka. They are Kafka's own unless a table says otherwise. */

export type AclOperation =
  | 'UNKNOWN'
  | 'ANY'
  | 'ALL'
  | 'READ'
  | 'WRITE'
  | 'CREATE'
  | 'DELETE'
  | 'ALTER'
  | 'DESCRIBE'
  | 'CLUSTER_ACTION'
  | 'DESCRIBE_CONFIGS'
  | 'ALTER_CONFIGS'
  | 'IDEMPOTENT_WRITE';

/** Of an ACL. librdkafka 2.15.1 does not know Java's DELEGATION_TOKEN and USER. */
export type ResourceType = 'UNKNOWN' | 'ANY' | 'TOPIC' | 'GROUP' | 'CLUSTER' | 'TRANSACTIONAL_ID';
export type PatternType = 'UNKNOWN' | 'ANY' | 'MATCH' | 'LITERAL' | 'PREFIXED';
export type AclPermissionType = 'UNKNOWN' | 'ANY' | 'DENY' | 'ALLOW';

/** Of a configuration. librdkafka 2.15.1 does not know BROKER_LOGGER and CLIENT_METRICS. */
export type ConfigResourceType = 'TOPIC' | 'GROUP' | 'BROKER';
export type ConfigSource =
  | 'UNKNOWN'
  | 'DYNAMIC_TOPIC_CONFIG'
  | 'DYNAMIC_BROKER_CONFIG'
  | 'DYNAMIC_DEFAULT_BROKER_CONFIG'
  | 'STATIC_BROKER_CONFIG'
  | 'DEFAULT_CONFIG'
  | 'DYNAMIC_BROKER_LOGGER_CONFIG'
  | 'DYNAMIC_CLIENT_METRICS_CONFIG'
  | 'DYNAMIC_GROUP_CONFIG';
export type AlterConfigOpType = 'SET' | 'DELETE' | 'APPEND' | 'SUBTRACT';

/**
 * Of a group. ASSIGNING and RECONCILING of a consumer-protocol group arrive as UNKNOWN: librdkafka 2.15.1 does not know
 * them.
 */
export type GroupState = 'UNKNOWN' | 'PREPARING_REBALANCE' | 'COMPLETING_REBALANCE' | 'STABLE' | 'DEAD' | 'EMPTY';
export type GroupType = 'UNKNOWN' | 'CONSUMER' | 'CLASSIC';

export type IsolationLevel = 'READ_UNCOMMITTED' | 'READ_COMMITTED';
export type ElectionType = 'PREFERRED' | 'UNCLEAN';
export type ScramMechanism = 'UNKNOWN' | 'SCRAM_SHA_256' | 'SCRAM_SHA_512';

/** An enumeration: names in the order of their codes, from 0. */
export class CodeTable<Name extends string> {
  readonly names: readonly (Name | undefined)[];

  constructor(names: readonly (Name | undefined)[]) {
    this.names = names;
  }

  /** undefined: no such name. */
  code(name: unknown): number | undefined {
    const code = this.names.indexOf(name as Name);
    return name === undefined || code < 0 ? undefined : code;
  }

  /** Values that librdkafka does not know arrive as its UNKNOWN, code 0. */
  name(code: number): Name {
    return (this.names[code] ?? this.names[0]) as Name;
  }
}

export const aclOperations = new CodeTable<AclOperation>([
  'UNKNOWN',
  'ANY',
  'ALL',
  'READ',
  'WRITE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE',
  'CLUSTER_ACTION',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'IDEMPOTENT_WRITE',
]);
/** librdkafka calls the cluster BROKER here. */
export const resourceTypes = new CodeTable<ResourceType>([
  'UNKNOWN',
  'ANY',
  'TOPIC',
  'GROUP',
  'CLUSTER',
  'TRANSACTIONAL_ID',
]);
export const patternTypes = new CodeTable<PatternType>(['UNKNOWN', 'ANY', 'MATCH', 'LITERAL', 'PREFIXED']);
export const permissionTypes = new CodeTable<AclPermissionType>(['UNKNOWN', 'ANY', 'DENY', 'ALLOW']);

/** librdkafka's codes, which it translates to Kafka's. */
export const configResourceTypes = new CodeTable<ConfigResourceType>([
  undefined,
  undefined,
  'TOPIC',
  'GROUP',
  'BROKER',
]);
export const configSources = new CodeTable<ConfigSource>([
  'UNKNOWN',
  'DYNAMIC_TOPIC_CONFIG',
  'DYNAMIC_BROKER_CONFIG',
  'DYNAMIC_DEFAULT_BROKER_CONFIG',
  'STATIC_BROKER_CONFIG',
  'DEFAULT_CONFIG',
  'DYNAMIC_BROKER_LOGGER_CONFIG',
  'DYNAMIC_CLIENT_METRICS_CONFIG',
  'DYNAMIC_GROUP_CONFIG',
]);
export const alterConfigOpTypes = new CodeTable<AlterConfigOpType>(['SET', 'DELETE', 'APPEND', 'SUBTRACT']);

/** librdkafka's codes, because it knows states and types by name. */
export const groupStates = new CodeTable<GroupState>([
  'UNKNOWN',
  'PREPARING_REBALANCE',
  'COMPLETING_REBALANCE',
  'STABLE',
  'DEAD',
  'EMPTY',
]);
export const groupTypes = new CodeTable<GroupType>(['UNKNOWN', 'CONSUMER', 'CLASSIC']);

export const isolationLevels = new CodeTable<IsolationLevel>(['READ_UNCOMMITTED', 'READ_COMMITTED']);
export const electionTypes = new CodeTable<ElectionType>(['PREFERRED', 'UNCLEAN']);
export const scramMechanisms = new CodeTable<ScramMechanism>(['UNKNOWN', 'SCRAM_SHA_256', 'SCRAM_SHA_512']);
