import { ConfigError } from '../../errors/config-error';
import {
  DefaultProductionExceptionHandler,
  LogAndContinueExceptionHandler,
  LogAndContinueProcessingExceptionHandler,
  LogAndFailExceptionHandler,
  LogAndFailProcessingExceptionHandler,
  type DeserializationExceptionHandler,
  type ProcessingExceptionHandler,
  type ProductionExceptionHandler,
} from '../errors/handlers';
import {
  FailOnInvalidTimestamp,
  LogAndSkipOnInvalidTimestamp,
  UsePartitionTimeOnInvalidTimestamp,
  WallclockTimestampExtractor,
  type TimestampExtractor,
} from '../options/timestamp-extractors';
import type { StoreEngine } from '../stores/store-plan';
import type { TaskSettings } from '../task/settings';
import { checkNames } from './property-names';
import type { StreamsConfig } from './streams-config';
import { ConfigValues } from './values';

const processorPackage = 'org.apache.kafka.streams.processor.';
const errorsPackage = 'org.apache.kafka.streams.errors.';

const extractors: Readonly<Record<string, TimestampExtractor>> = {
  FailOnInvalidTimestamp,
  LogAndSkipOnInvalidTimestamp,
  UsePartitionTimeOnInvalidTimestamp,
  WallclockTimestampExtractor,
};
const processingHandlers: Readonly<Record<string, ProcessingExceptionHandler>> = {
  LogAndFailProcessingExceptionHandler,
  LogAndContinueProcessingExceptionHandler,
};
const deserializationHandlers: Readonly<Record<string, DeserializationExceptionHandler>> = {
  LogAndFailExceptionHandler,
  LogAndContinueExceptionHandler,
};

const productionHandlers: Readonly<Record<string, ProductionExceptionHandler>> = { DefaultProductionExceptionHandler };

/** A value of one's own, or a built-in one by Java's class name. */
function named<T>(
  property: keyof StreamsConfig,
  value: unknown,
  builtIn: Readonly<Record<string, T>>,
  packageName: string,
  isOwn: (value: unknown) => boolean,
): T {
  if (isOwn(value)) return value as T;
  const simple = typeof value === 'string' && value.startsWith(packageName) ? value.slice(packageName.length) : '';
  if (Object.hasOwn(builtIn, simple)) return builtIn[simple]!;
  const names = Object.keys(builtIn).map((name) => packageName + name);
  throw new ConfigError({ property, value, message: `${property}: one's own, or one of ${names.join(', ')}` });
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isHandler = (value: unknown): boolean => typeof (value as { handle?: unknown } | null)?.handle === 'function';

const suppliersPackage = 'org.apache.kafka.streams.state.BuiltInDslStoreSuppliers$';

/** Java's default is RocksDB; what it does is done by lmdb here, if it is asked for. */
function storeEngine(values: ConfigValues): StoreEngine {
  const names = {
    in_memory: 'in_memory',
    lmdb: 'lmdb',
    [`${suppliersPackage}InMemoryDslStoreSuppliers`]: 'in_memory',
    [`${suppliersPackage}RocksDBDslStoreSuppliers`]: 'lmdb',
  } as const;
  const valid = Object.keys(names) as (keyof typeof names)[];
  return names[values.oneOf('dsl.store.suppliers.class', 'in_memory', valid)];
}

/** What the configuration says to tasks. @throws ConfigError for an unknown property or an invalid value. */
export function readSettings(config: StreamsConfig, clock: () => number, defaultId?: string): TaskSettings {
  checkNames(config);
  const values = new ConfigValues(config as Readonly<Record<string, unknown>>);
  values.fixed('statestore.cache.max.bytes', '0', 'There is no cache, and every update goes on');
  const applicationId = config['application.id'] ?? defaultId;
  if (typeof applicationId !== 'string' || !/^[\w.-]+$/.test(applicationId))
    throw new ConfigError({
      property: 'application.id',
      value: applicationId,
      message: "application.id: ASCII letters, digits, '.', '_' and '-', because it is part of topic names",
    });
  return {
    applicationId,
    defaults: { key: config['default.key.serde'], value: config['default.value.serde'] },
    timestampExtractor: named(
      'default.timestamp.extractor',
      config['default.timestamp.extractor'] ?? FailOnInvalidTimestamp,
      extractors,
      processorPackage,
      isFunction,
    ),
    processingHandler: named(
      'processing.exception.handler',
      config['processing.exception.handler'] ?? LogAndFailProcessingExceptionHandler,
      processingHandlers,
      errorsPackage,
      isHandler,
    ),
    deserializationHandler: named(
      'deserialization.exception.handler',
      config['deserialization.exception.handler'] ?? LogAndFailExceptionHandler,
      deserializationHandlers,
      errorsPackage,
      isHandler,
    ),
    productionHandler: named(
      'production.exception.handler',
      config['production.exception.handler'] ?? DefaultProductionExceptionHandler,
      productionHandlers,
      errorsPackage,
      isHandler,
    ),
    storeEngine: storeEngine(values),
    deadLetterTopic: values.text('errors.dead.letter.queue.topic.name'),
    configuration: config as Readonly<{ [property: string]: unknown }>,
    clock,
  };
}
