/**
 * `kafka-napi/streams`: Kafka Streams' DSL and Processor API, with Java's names of topics and stores and Java's bytes.
 * Describing and testing a topology needs neither the addon nor a broker.
 */
export { StreamsBuilder } from './dsl/streams-builder';
export {
  BranchedKStream,
  GlobalKTable,
  KGroupedStream,
  KGroupedTable,
  KStream,
  KTable,
  type BranchedOptions,
  type CogroupedKStream,
  type ForeignKeyOptions,
  type NameAnd,
  type SessionWindowedCogroupedKStream,
  type SessionWindowedKStream,
  type TimeWindowedCogroupedKStream,
  type TimeWindowedKStream,
} from './dsl/api';
export type { NameAndStores } from './dsl/api';
export { KafkaStreams, type ThreadMetadata } from './runtime/kafka-streams';
export type { RecordingLevel, StreamsMetric } from './metrics/registry';
export type { StateListener, StreamsState } from './runtime/lifecycle/states';
export type { UncaughtExceptionHandler, UncaughtExceptionResponse } from './runtime/lifecycle/ask-handler';
export type { LagInfo } from './runtime/queries/store-lags';
export type { StoreQuery } from './runtime/queries/store-query';
export type { StateRestoreListener } from './runtime/restore/restore-listener';
export type { ProcessedRecord } from './task/tracing';
export { runInWorkers, type WorkersOptions } from './workers/run-in-workers';
export { StreamsWorkers } from './workers/streams-workers';
export { Topology } from './topology/topology';
export type {
  DescribedGlobalStore,
  DescribedNode,
  DescribedSubtopology,
  TopologyDescription,
} from './topology/description';
export { Named, type NamedInput } from './options/named';
export { Consumed, type ConsumedOptions } from './options/consumed';
export type { OffsetResetPolicy, TopicConfig } from './options/topic-options';
export {
  Produced,
  type ProducedOptions,
  type SinkContext,
  type StreamPartitioner,
  type TopicNameExtractor,
} from './options/produced';
export { Grouped, Repartitioned, type GroupedOptions, type RepartitionedOptions } from './options/grouped';
export { Joined, type JoinedOptions } from './options/joined';
export { StreamJoined, type StreamJoinedOptions } from './options/stream-joined';
export { TableJoined, type TableJoinedOptions } from './options/table-joined';
export { BufferConfig, Suppressed, type WhenFull } from './options/suppressed';
export { Materialized, type MaterializedOptions } from './options/materialized';
export { Branched } from './dsl/branched';
export {
  FailOnInvalidTimestamp,
  LogAndSkipOnInvalidTimestamp,
  UsePartitionTimeOnInvalidTimestamp,
  WallclockTimestampExtractor,
  type ExtractedRecord,
  type TimestampExtractor,
} from './options/timestamp-extractors';
export type { Data, Serde, SerdeName, SerdePair, SerdeTypes } from './serdes/serde';
export { EmitStrategy } from './windows/emit-strategy';
export { Windowed, type Window } from './windows/windowed';
export { WindowedSerdes, type WindowedSerde } from './windows/windowed-serdes';
export { JoinWindows, SessionWindows, SlidingWindows, TimeWindows } from './windows/windows';
export { Record, type RecordInput } from './records/record';
export type {
  Cancellable,
  FixedKeyProcessor,
  Processor,
  ProcessorContext,
  ProcessorSupplier,
  ProcessorSupplierObject,
  PunctuationType,
  Punctuator,
  RecordMetadata,
} from './records/processor';
export type { AsyncOptions } from './operators/asynchronous/async-options';
export { App } from './agents/app';
export type { ResetReport } from './agents/reset';
export type { Agent, AgentOptions, Channel, ItemData } from './agents/app-types';
export type { AgentContext, AgentFunction, AgentStream, SendOptions, TakeOptions } from './agents/run/agent-types';
export type { AgentItem } from './agents/run/item';
export { Table } from './agents/tables/table';
export { WindowedTable, type WindowedOptions, type WindowsOfKey } from './agents/tables/windowed-table';
export type { TimerOptions } from './agents/clock/timers';
export type { StoreEngine, StorePlan, StoreType, TimedParts } from './stores/store-plan';
export {
  StoreBuilder,
  Stores,
  type KeyValueStoreSupplier,
  type SessionStoreSupplier,
  type WindowStoreSupplier,
} from './stores/stores';
export type {
  KeyValueStore,
  ReadOnlyKeyValueStore,
  ReadOnlySessionStore,
  ReadOnlyWindowStore,
  SessionStore,
  StateStore,
  StoreIterator,
  TimestampedKeyValueStore,
  TimestampedWindowStore,
  ValueAndTimestamp,
  WindowStore,
} from './stores/store-types';
export type { StreamsConfig } from './config/streams-config';
export {
  DefaultProductionExceptionHandler,
  LogAndContinueExceptionHandler,
  LogAndContinueProcessingExceptionHandler,
  LogAndFailExceptionHandler,
  LogAndFailProcessingExceptionHandler,
  type CorruptRecord,
  type DeadLetterRecord,
  type DeserializationExceptionHandler,
  type ErrorContext,
  type FailedRecord,
  type HandlerResponse,
  type HandlerResult,
  type ProcessingExceptionHandler,
  type ProductionExceptionHandler,
  type ProductionResult,
  type UnsentRecord,
  type UnserializedRecord,
} from './errors/handlers';
export {
  InvalidStateStoreError,
  MisconfiguredInternalTopicError,
  MissingSourceTopicError,
  StreamsError,
  StreamsWorkerError,
  TopologyError,
  type StreamsErrorCode,
} from './errors/streams-errors';
export { TopologyTestDriver, type InputTopicOptions, type TestDriverOptions } from './testing/topology-test-driver';
export { TestInputTopic } from './testing/test-input-topic';
export { TestOutputTopic } from './testing/test-output-topic';
export type { TestDeserializer, TestInputRecord, TestRecord, TestSerializer } from './testing/test-record';
