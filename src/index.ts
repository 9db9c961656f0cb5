import { readFileSync } from 'node:fs';
import path from 'node:path';
import { native } from './binding/native';

export { KafkaError, type KafkaErrorOptions } from './errors/kafka-error';
export type { KafkaErrorCode, LibrdkafkaErrorCode, OwnErrorCode } from './errors/codes';
export { ConfigError } from './errors/config-error';
export { DeliveryError } from './errors/delivery-error';
export { PartialFailureError, type Outcome } from './errors/partial-failure-error';
export { ClosedError, ConcurrentError, InvalidArgumentError, WakeupError } from './errors/usage-errors';
export { AbortError, TimeoutError } from './errors/waiting-errors';

/** The version of librdkafka that the addon holds, as `'2.15.1'`. */
export const librdkafkaVersion: string = native.librdkafkaVersion;

/** The version of this package. */
export const version: string = (
  JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8')) as { version: string }
).version;
