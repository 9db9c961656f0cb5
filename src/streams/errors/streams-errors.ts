import { KafkaError, nameErrorClass } from '../../errors/kafka-error';

/** What an error says, or whatever was thrown in its place. */
export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** Codes of the errors of `kafka-napi/streams`. */
export type StreamsErrorCode =
  | 'ERR_STREAMS'
  | 'ERR_ASYNC_HANDLER'
  | 'ERR_ASYNC_SERDE'
  | 'ERR_KEY_TOO_LONG'
  | 'ERR_LMDB_MISSING'
  | 'ERR_STATE_DIRECTORY'
  | 'ERR_WORKER';

/**
 * A record could not be processed. Java's StreamsException. Codes: `ERR_STREAMS`; `ERR_ASYNC_HANDLER`, a function of an
 * operator returned a promise; `ERR_ASYNC_SERDE`, a serializer, or a deserializer of a store, returned a promise;
 * `ERR_KEY_TOO_LONG`, a key does not fit into a store on disk; `ERR_LMDB_MISSING`,
 * the package for these is not there; `ERR_STATE_DIRECTORY`, another process uses the folder of the stores;
 * `ERR_WORKER`: see {@link StreamsWorkerError}.
 * `cause` is the error of the user's function, if there is one.
 */
export class StreamsError extends KafkaError {
  /** The node of the topology where it happened, such as `'KSTREAM-MAPVALUES-0000000001'`. */
  readonly node: string | undefined;

  constructor(
    message: string,
    options: { code?: StreamsErrorCode | undefined; node?: string | undefined; cause?: unknown } = {},
  ) {
    super({ code: options.code ?? 'ERR_STREAMS', message, operation: 'streams', cause: options.cause });
    this.node = options.node;
  }
}
nameErrorClass(StreamsError, 'StreamsError');

/** The topology cannot be built as it is described. Code `ERR_TOPOLOGY`. Java's TopologyException. */
export class TopologyError extends KafkaError {
  constructor(message: string, cause?: unknown) {
    super({ code: 'ERR_TOPOLOGY', message, operation: 'topology', cause });
  }
}
nameErrorClass(TopologyError, 'TopologyError');

/** A store cannot be used here or now. Code `ERR_STATE_STORE`. Java's InvalidStateStoreException. */
export class InvalidStateStoreError extends KafkaError {
  constructor(message: string) {
    super({ code: 'ERR_STATE_STORE', message, operation: 'store' });
  }
}
nameErrorClass(InvalidStateStoreError, 'InvalidStateStoreError');

/** A topic that the topology reads does not exist. Code `ERR_TOPOLOGY`. Java's MissingSourceTopicException. */
export class MissingSourceTopicError extends KafkaError {
  readonly topics: readonly string[];

  constructor(topics: readonly string[]) {
    const message = `The topology reads topics that do not exist: ${topics.join(', ')}. Create them before the start`;
    super({ code: 'ERR_TOPOLOGY', message, operation: 'start' });
    this.topics = topics;
  }
}
nameErrorClass(MissingSourceTopicError, 'MissingSourceTopicError');

/**
 * An internal topic exists with another number of partitions than the application needs. Code `ERR_TOPOLOGY`. Java's
 * MisconfiguredInternalTopicException.
 */
export class MisconfiguredInternalTopicError extends KafkaError {
  constructor(message: string) {
    super({ code: 'ERR_TOPOLOGY', message, operation: 'start' });
  }
}
nameErrorClass(MisconfiguredInternalTopicError, 'MisconfiguredInternalTopicError');

/**
 * A worker of `runInWorkers` has failed or died. Code `ERR_WORKER`. `cause` is what it has thrown: an error with the
 * name, message, code and stack of the one in the worker. Undefined: it has ended by `process.exit`.
 */
export class StreamsWorkerError extends StreamsError {
  /** Which one, from 1 on. */
  readonly worker: number;

  constructor(worker: number, message: string, cause?: unknown) {
    super(`worker ${worker}: ${message}`, { code: 'ERR_WORKER', cause });
    this.worker = worker;
  }
}
nameErrorClass(StreamsWorkerError, 'StreamsWorkerError');
