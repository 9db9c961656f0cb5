/** Enumerations of Confluent's KafkaJS API. Their numbers and texts are not those of kafkajs. */

export const logLevel = Object.freeze({ NOTHING: 0, ERROR: 1, WARN: 2, INFO: 3, DEBUG: 4 } as const);
export type logLevel = (typeof logLevel)[keyof typeof logLevel];

/** `SNAPPY` is what the package has when it runs, `Snappy` what its types have. */
export const CompressionTypes = Object.freeze({
  None: 'none',
  GZIP: 'gzip',
  SNAPPY: 'snappy',
  Snappy: 'snappy',
  LZ4: 'lz4',
  ZSTD: 'zstd',
} as const);
export type CompressionTypes = (typeof CompressionTypes)[keyof typeof CompressionTypes];

export const PartitionAssigners = Object.freeze({
  roundRobin: 'roundrobin',
  range: 'range',
  cooperativeSticky: 'cooperative-sticky',
} as const);
export type PartitionAssigners = (typeof PartitionAssigners)[keyof typeof PartitionAssigners];

export const PartitionAssignors = PartitionAssigners;
export type PartitionAssignors = PartitionAssigners;
