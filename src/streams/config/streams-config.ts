import { ConfigError } from '../../errors/config-error';
import {
  LogAndContinueExceptionHandler,
  LogAndContinueProcessingExceptionHandler,
  LogAndFailExceptionHandler,
  LogAndFailProcessingExceptionHandler,
  type DeserializationExceptionHandler,
  type ProcessingExceptionHandler,
} from '../errors/handlers';
import {
  FailOnInvalidTimestamp,
  LogAndSkipOnInvalidTimestamp,
  UsePartitionTimeOnInvalidTimestamp,
  WallclockTimestampExtractor,
  type TimestampExtractor,
} from '../options/timestamp-extractors';
import type { Serde } from '../serdes/serde';
import type { TaskSettings } from '../task/settings';

/** Properties of an application. Java's names; unknown ones are refused. */
export interface StreamsConfig {
  /** Prefix of internal topics. Default in tests: `'test-application'`. */
  readonly 'application.id'?: string | undefined;
  /** Not used in tests. */
  readonly 'bootstrap.servers'?: string | undefined;
  /** For operators that have no serde. Default: none. */
  readonly 'default.key.serde'?: Serde<unknown> | undefined;
  readonly 'default.value.serde'?: Serde<unknown> | undefined;
  /** A function, or Java's class name of a built-in one. Default: FailOnInvalidTimestamp. */
  readonly 'default.timestamp.extractor'?: TimestampExtractor | string | undefined;
  /** An object, or Java's class name of a built-in one. Default: LogAndFailProcessingExceptionHandler. */
  readonly 'processing.exception.handler'?: ProcessingExceptionHandler | string | undefined;
  /** An object, or Java's class name of a built-in one. Default: LogAndFailExceptionHandler. */
  readonly 'deserialization.exception.handler'?: DeserializationExceptionHandler | string | undefined;
  /** Always 0: there is no cache. Another value is refused. */
  readonly 'statestore.cache.max.bytes'?: number | string | undefined;
}

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

const known: readonly (keyof StreamsConfig)[] = [
  'application.id',
  'bootstrap.servers',
  'default.key.serde',
  'default.value.serde',
  'default.timestamp.extractor',
  'processing.exception.handler',
  'deserialization.exception.handler',
  'statestore.cache.max.bytes',
];

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

/** What the configuration says to tasks. @throws ConfigError for an unknown property or an invalid value. */
export function readSettings(config: StreamsConfig, clock: () => number, defaultId: string): TaskSettings {
  for (const property of Object.keys(config)) {
    if (!known.includes(property as keyof StreamsConfig))
      throw new ConfigError({ property, message: `${property} is unknown here. Known: ${known.join(', ')}` });
  }
  const cache = config['statestore.cache.max.bytes'];
  if (cache !== undefined && Number(cache) !== 0)
    throw new ConfigError({
      property: 'statestore.cache.max.bytes',
      value: cache,
      message: 'statestore.cache.max.bytes must be 0: there is no cache, and every update goes on',
    });
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
    configuration: config as Readonly<{ [property: string]: unknown }>,
    clock,
  };
}
