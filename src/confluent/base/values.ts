/** Enumerations of Confluent's KafkaJS API. Their numbers and texts are not those of kafkajs. */
import { plainEnums } from '../../rdkafka/base/plain-enum';

export enum logLevel {
  NOTHING = 0,
  ERROR = 1,
  WARN = 2,
  INFO = 3,
  DEBUG = 4,
}

/** `SNAPPY` is what the package has when it runs, `Snappy` what its types have. */
export enum CompressionTypes {
  None = 'none',
  GZIP = 'gzip',
  SNAPPY = 'snappy',
  // eslint-disable-next-line @typescript-eslint/no-duplicate-enum-values -- another name of it
  Snappy = 'snappy',
  LZ4 = 'lz4',
  ZSTD = 'zstd',
}

export enum PartitionAssigners {
  roundRobin = 'roundrobin',
  range = 'range',
  cooperativeSticky = 'cooperative-sticky',
}

export { PartitionAssigners as PartitionAssignors };

plainEnums(logLevel, CompressionTypes, PartitionAssigners);
