import type { AdminConfig, ConsumerConfig, ProducerConfig } from '../../index';
import type {
  DeserializationExceptionHandler,
  ProcessingExceptionHandler,
  ProductionExceptionHandler,
} from '../errors/handlers';
import type { TimestampExtractor } from '../options/timestamp-extractors';
import type { Serde } from '../serdes/serde';

type Int = number | string;

/** Properties of all clients (`security.protocol`, `ssl.…`, `sasl.…`), and those of one that are set most often. */
type ClientProperties = Omit<AdminConfig, 'bootstrap.servers' | 'client.id'> &
  Pick<
    ConsumerConfig,
    | 'auto.offset.reset'
    | 'fetch.max.wait.ms'
    | 'fetch.min.bytes'
    | 'group.instance.id'
    | 'heartbeat.interval.ms'
    | 'max.poll.interval.ms'
    | 'max.poll.records'
    | 'session.timeout.ms'
  > &
  Pick<
    ProducerConfig,
    'acks' | 'batch.size' | 'buffer.memory' | 'compression.type' | 'delivery.timeout.ms' | 'linger.ms' | 'max.block.ms'
  > &
  Pick<ProducerConfig, 'transaction.timeout.ms'>;

/**
 * Properties of an application: Java's names and defaults. Those of the clients pass through, to all of them or with a
 * prefix to one. Unknown ones are refused.
 */
export interface StreamsConfig extends ClientProperties {
  /** Required; also the group, and the prefix of internal topics. Default in tests: `'test-application'`. */
  readonly 'application.id'?: string | undefined;
  /** Required; not used in tests. */
  readonly 'bootstrap.servers'?: string | readonly string[] | undefined;
  /** Default: `<application.id>-<uuid>`. */
  readonly 'client.id'?: string | undefined;
  /** Default: at_least_once. */
  readonly 'processing.guarantee'?: 'at_least_once' | 'exactly_once_v2' | undefined;
  /** Default: 30000; 100 with exactly_once_v2. */
  readonly 'commit.interval.ms'?: Int | undefined;
  /** Longest wait for records. Default: 100. */
  readonly 'poll.ms'?: Int | undefined;
  /** For operators that have no serde. Default: none. */
  readonly 'default.key.serde'?: Serde<unknown> | undefined;
  readonly 'default.value.serde'?: Serde<unknown> | undefined;
  /** A function, or Java's class name of a built-in one. Default: FailOnInvalidTimestamp. */
  readonly 'default.timestamp.extractor'?: TimestampExtractor | string | undefined;
  /** An object, or Java's class name of a built-in one. Default: LogAndFailProcessingExceptionHandler. */
  readonly 'processing.exception.handler'?: ProcessingExceptionHandler | string | undefined;
  /** An object, or Java's class name of a built-in one. Default: LogAndFailExceptionHandler. */
  readonly 'deserialization.exception.handler'?: DeserializationExceptionHandler | string | undefined;
  /** An object, or Java's class name of the built-in one. Default: DefaultProductionExceptionHandler. */
  readonly 'production.exception.handler'?: ProductionExceptionHandler | string | undefined;
  /** Where the built-in handlers put failed records. Default: nowhere. */
  readonly 'errors.dead.letter.queue.topic.name'?: string | undefined;
  /** How long a task waits for a partition that is at its end, for the order of times. Default: 0; −1: never. */
  readonly 'max.task.idle.ms'?: Int | undefined;
  /** A partition with more records waiting is paused. Default: 1000. */
  readonly 'buffered.records.per.partition'?: Int | undefined;
  /** Of internal topics. Default: −1, the broker's. */
  readonly 'replication.factor'?: Int | undefined;
  /** How often records of repartition topics that are processed are deleted. Default: 30000. */
  readonly 'repartition.purge.interval.ms'?: Int | undefined;
  /** How long a request may fail before the application does. Default: 300000. */
  readonly 'task.timeout.ms'?: Int | undefined;
  /** Default: `kafka-streams` in the machine's folder for temporary files. */
  readonly 'state.dir'?: string | undefined;
  /** Folders of tasks that have not been here for so long are deleted. Default: 600000. */
  readonly 'state.cleanup.delay.ms'?: Int | undefined;
  /**
   * Where stores of the DSL are: in memory, or on disk by the package `lmdb`. Java's two class names are understood,
   * that of RocksDB as `'lmdb'`. Default: in_memory.
   */
  readonly 'dsl.store.suppliers.class'?: 'in_memory' | 'lmdb' | (string & {}) | undefined;
  /** `host:port` of this process, for {@link KafkaStreams.metadataForLocalThreads}. Default: none. */
  readonly 'application.server'?: string | undefined;
  /** Writes of stores since the last commit; reaching it commits. Default: 67108864. Not one of Java's. */
  readonly 'uncommitted.max.bytes'?: Int | undefined;
  /** True: names of stores and internal topics that are generated are refused. Default: false. */
  readonly 'ensure.explicit.internal.resource.naming'?: boolean | string | undefined;
  /** Default: classic. */
  readonly 'group.protocol'?: 'classic' | 'consumer' | undefined;
  /** DEBUG adds metrics that cost something with each record: {@link KafkaStreams.metrics}. Default: INFO. */
  readonly 'metrics.recording.level'?: 'INFO' | 'DEBUG' | undefined;
  /** Always 1: more by more processes. */
  readonly 'num.stream.threads'?: Int | undefined;
  /** Always 0. */
  readonly 'num.standby.replicas'?: Int | undefined;
  /** Always 0: there is no cache. Another value is refused. */
  readonly 'statestore.cache.max.bytes'?: Int | undefined;
  /**
   * For {@link StreamsBuilder.build}, which must get it: stores of source tables are restored from their topics, and
   * have no changelogs. Default: none.
   */
  readonly 'topology.optimization'?: 'none' | 'reuse.ktable.source.topics' | undefined;
  /** Configuration of internal topics, such as `'topic.retention.ms'`. */
  readonly [topic: `topic.${string}`]: unknown;
  /** Properties of one client. `consumer.`: of all consumers. */
  readonly [client: `${'main.' | 'restore.' | 'global.' | ''}consumer.${string}`]: unknown;
  readonly [client: `producer.${string}`]: unknown;
  readonly [client: `admin.${string}`]: unknown;
}
