/** The errors of kafkajs: names, fields and `retriable` are what programs look at. */
import type { PartitionMetadata } from '../types/places';

export interface KafkaJSErrorMetadata {
  retriable?: boolean | undefined;
  topic?: string | undefined;
  partitionId?: number | undefined;
  metadata?: PartitionMetadata | undefined;
  cause?: unknown;
}

/** What an error can be made of: a message, or another error whose message it takes. */
type Source = Error | string;
type Fields = {
  message?: string | undefined;
  helpUrl?: string | undefined;
  type?: string | undefined;
  code?: number | undefined;
  retriable?: boolean | undefined;
};

const fieldsOf = (source: Source): Fields => (typeof source === 'string' ? { message: source } : (source as Fields));

export class KafkaJSError extends Error {
  override name = 'KafkaJSError';
  declare readonly cause?: Error;
  readonly retriable: boolean;
  readonly helpUrl?: string;

  constructor(e: Source, { retriable = true, cause }: KafkaJSErrorMetadata = {}) {
    super(fieldsOf(e).message || String(e), { cause });
    Error.captureStackTrace(this, this.constructor);
    this.retriable = retriable;
    this.helpUrl = fieldsOf(e).helpUrl;
  }
}

export class KafkaJSNonRetriableError extends KafkaJSError {
  override name = 'KafkaJSNonRetriableError';

  constructor(e: Source, { cause }: { cause?: unknown } = {}) {
    super(e, { retriable: false, cause });
  }
}

export class KafkaJSProtocolError extends KafkaJSError {
  override name = 'KafkaJSProtocolError';
  readonly code: number;
  readonly type: string;

  constructor(e: Source, { retriable, cause }: { retriable?: boolean | undefined; cause?: unknown } = {}) {
    const from = fieldsOf(e);
    super(e, { retriable: retriable ?? from.retriable, cause });
    this.type = from.type as string;
    this.code = from.code as number;
  }
}

export interface KafkaJSOffsetOutOfRangeMetadata {
  topic: string;
  partition: number;
}

export class KafkaJSOffsetOutOfRange extends KafkaJSProtocolError {
  override name = 'KafkaJSOffsetOutOfRange';
  readonly topic: string;
  readonly partition: number;

  constructor(e: Source, { topic, partition }: Partial<KafkaJSOffsetOutOfRangeMetadata> = {}) {
    super(e);
    this.topic = topic as string;
    this.partition = partition as number;
  }
}

export class KafkaJSMemberIdRequired extends KafkaJSProtocolError {
  override name = 'KafkaJSMemberIdRequired';
  readonly memberId: string;

  constructor(e: Source, { memberId }: { memberId?: string | undefined } = {}) {
    super(e);
    this.memberId = memberId as string;
  }
}

export interface KafkaJSNumberOfRetriesExceededMetadata {
  retryCount: number;
  retryTime: number;
}

export class KafkaJSNumberOfRetriesExceeded extends KafkaJSNonRetriableError {
  override name = 'KafkaJSNumberOfRetriesExceeded';
  declare readonly stack: string;
  readonly retryCount: number;
  readonly retryTime: number;

  constructor(e: Source, { retryCount, retryTime }: Partial<KafkaJSNumberOfRetriesExceededMetadata> = {}) {
    super(e, { cause: e });
    Object.assign(this, { stack: `${this.name}\n  Caused by: ${(e as Error).stack}` });
    this.retryCount = retryCount as number;
    this.retryTime = retryTime as number;
  }
}

export interface KafkaJSConnectionErrorMetadata {
  broker?: string | undefined;
  code?: string | undefined;
  cause?: unknown;
}

export class KafkaJSConnectionError extends KafkaJSError {
  override name = 'KafkaJSConnectionError';
  readonly broker: string;
  readonly code?: string;

  constructor(e: Source, { broker, code, cause }: KafkaJSConnectionErrorMetadata = {}) {
    super(e, { cause });
    this.broker = broker as string;
    this.code = code;
  }
}

export class KafkaJSConnectionClosedError extends KafkaJSConnectionError {
  override name = 'KafkaJSConnectionClosedError';
  readonly host?: string;
  readonly port?: number;

  constructor(e: Source, { host, port }: { host?: string | undefined; port?: number | undefined } = {}) {
    super(e, { broker: `${host}:${port}` });
    this.host = host;
    this.port = port;
  }
}

export interface KafkaJSRequestTimeoutErrorMetadata {
  broker: string;
  clientId: string;
  correlationId: number;
  createdAt: number;
  sentAt: number;
  pendingDuration: number;
}

export class KafkaJSRequestTimeoutError extends KafkaJSError {
  override name = 'KafkaJSRequestTimeoutError';
  readonly broker: string;
  readonly correlationId: number;
  readonly createdAt: number;
  readonly sentAt: number;
  readonly pendingDuration: number;

  constructor(e: Source, metadata: Partial<KafkaJSRequestTimeoutErrorMetadata> & { cause?: unknown } = {}) {
    super(e, { cause: metadata.cause });
    this.broker = metadata.broker as string;
    this.correlationId = metadata.correlationId as number;
    this.createdAt = metadata.createdAt as number;
    this.sentAt = metadata.sentAt as number;
    this.pendingDuration = metadata.pendingDuration as number;
  }
}

export class KafkaJSMetadataNotLoaded extends KafkaJSError {
  override name = 'KafkaJSMetadataNotLoaded';
}

export interface KafkaJSTopicMetadataNotLoadedMetadata {
  topic: string;
}

export class KafkaJSTopicMetadataNotLoaded extends KafkaJSMetadataNotLoaded {
  override name = 'KafkaJSTopicMetadataNotLoaded';
  readonly topic: string;

  constructor(e: Source, { topic }: Partial<KafkaJSTopicMetadataNotLoadedMetadata> = {}) {
    super(e);
    this.topic = topic as string;
  }
}

export interface KafkaJSStaleTopicMetadataAssignmentMetadata {
  topic: string;
  unknownPartitions: PartitionMetadata[];
}

export class KafkaJSStaleTopicMetadataAssignment extends KafkaJSError {
  override name = 'KafkaJSStaleTopicMetadataAssignment';
  readonly topic: string;
  readonly unknownPartitions: number;

  constructor(e: Source, { topic, unknownPartitions }: Partial<KafkaJSStaleTopicMetadataAssignmentMetadata> = {}) {
    super(e);
    this.topic = topic as string;
    this.unknownPartitions = unknownPartitions as unknown as number;
  }
}

export interface KafkaJSServerDoesNotSupportApiKeyMetadata {
  apiKey: number;
  apiName: string;
}

export class KafkaJSServerDoesNotSupportApiKey extends KafkaJSNonRetriableError {
  override name = 'KafkaJSServerDoesNotSupportApiKey';
  readonly apiKey: number;
  readonly apiName: string;

  constructor(e: Source, { apiKey, apiName }: Partial<KafkaJSServerDoesNotSupportApiKeyMetadata> = {}) {
    super(e);
    this.apiKey = apiKey as number;
    this.apiName = apiName as string;
  }
}

export class KafkaJSBrokerNotFound extends KafkaJSError {
  override name = 'KafkaJSBrokerNotFound';
}

export class KafkaJSPartialMessageError extends KafkaJSNonRetriableError {
  override name = 'KafkaJSPartialMessageError';
}

export class KafkaJSSASLAuthenticationError extends KafkaJSNonRetriableError {
  override name = 'KafkaJSSASLAuthenticationError';
}

export class KafkaJSGroupCoordinatorNotFound extends KafkaJSNonRetriableError {
  override name = 'KafkaJSGroupCoordinatorNotFound';
}

export class KafkaJSNotImplemented extends KafkaJSNonRetriableError {
  override name = 'KafkaJSNotImplemented';
}

export class KafkaJSTimeout extends KafkaJSNonRetriableError {
  override name = 'KafkaJSTimeout';
}

export class KafkaJSLockTimeout extends KafkaJSTimeout {
  override name = 'KafkaJSLockTimeout';
}

export class KafkaJSUnsupportedMagicByteInMessageSet extends KafkaJSNonRetriableError {
  override name = 'KafkaJSUnsupportedMagicByteInMessageSet';
}

export class KafkaJSInvariantViolation extends KafkaJSNonRetriableError {
  override name = 'KafkaJSInvariantViolation';

  constructor(e: Source) {
    super(`Invariant violated: ${fieldsOf(e).message || String(e)}. This is likely a bug and should be reported.`);
  }
}

/** Named like its parent, as in kafkajs. */
export class KafkaJSInvalidVarIntError extends KafkaJSNonRetriableError {}

/** Named like its parent, as in kafkajs. */
export class KafkaJSInvalidLongError extends KafkaJSNonRetriableError {}

export class KafkaJSFetcherRebalanceError extends Error {}

export class KafkaJSNoBrokerAvailableError extends KafkaJSError {
  override name = 'KafkaJSNoBrokerAvailableError';

  constructor() {
    super('No broker available');
  }
}

export const isRebalancing = (e: unknown): boolean =>
  ['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP', 'ILLEGAL_GENERATION'].includes(
    (e as { type?: string } | null)?.type ?? '',
  );

export const isKafkaJSError = (e: unknown): e is KafkaJSError => e instanceof KafkaJSError;
