import { ConsoleLogger, levelOf, type Logger } from '../base/logger';
import { logLevel } from '../base/values';
import type { AnyConfig } from '../../rdkafka/config/read-config';
import { checkNames, commonProperties, type ClientKind } from './block';

/** What a client is made of. */
export interface Settings {
  conf: AnyConfig;
  logger: Logger;
  statsCb: ((stats: { message: string }) => void) | undefined;
}

/**
 * The block in librdkafka's properties, and over them what stands beside it. Without a block, librdkafka's own defaults
 * count. Throws KafkaJSError.
 */
export function settingsOf(kind: ClientKind, given: AnyConfig, ofKind: (block: AnyConfig) => AnyConfig): Settings {
  const { kafkaJS, stats_cb: statsCb, ...beside } = given;
  const block = (kafkaJS ?? {}) as AnyConfig;
  let logger: Logger = new ConsoleLogger();
  let translated: AnyConfig = {};
  if (Object.keys(block).length > 0) {
    checkNames(kind, block);
    translated = commonProperties(block);
    Object.assign(translated, ofKind({ ...block, ...translated }));
    if (block.logger) logger = block.logger as Logger;
    logger.setLogLevel(levelOf(translated.log_level));
  }
  if (Object.hasOwn(beside, 'log_level')) logger.setLogLevel(levelOf(beside.log_level));
  // librdkafka ignores log_level then.
  if (Object.hasOwn(beside, 'debug')) logger.setLogLevel(logLevel.DEBUG);
  return {
    conf: { ...translated, ...beside },
    logger,
    statsCb: typeof statsCb === 'function' ? (statsCb as Settings['statsCb']) : undefined,
  };
}
