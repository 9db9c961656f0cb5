/** Packages whose API an entry of this package has. */
export const entries: Readonly<Record<string, string>> = {
  kafkajs: 'kafka-napi/kafkajs',
  'node-rdkafka': 'kafka-napi/rdkafka',
  '@confluentinc/kafka-javascript': 'kafka-napi/rdkafka',
};

/** What stands in for each of them where a package imports it that cannot be changed. */
export const shims: Readonly<Record<string, string>> = {
  kafkajs: 'npm:kafka-napi-as-kafkajs@2.2.4',
  'node-rdkafka': 'npm:kafka-napi-as-node-rdkafka@3.6.1',
  '@confluentinc/kafka-javascript': 'npm:kafka-napi-as-confluent@1.10.1',
};

/**
 * Packages that wrap one of ours when a program loads it, for traces and metrics, and find it by its name. Of others
 * that do it, package.json says so.
 */
export const instrumented: Readonly<Record<string, readonly string[]>> = {
  '@opentelemetry/instrumentation-kafkajs': ['kafkajs'],
  '@opentelemetry/auto-instrumentations-node': ['kafkajs'],
  'opentelemetry-instrumentation-kafkajs': ['kafkajs'],
  'dd-trace': ['kafkajs', '@confluentinc/kafka-javascript'],
  'elastic-apm-node': ['kafkajs'],
  newrelic: ['kafkajs'],
  '@instana/core': ['kafkajs', 'node-rdkafka'],
  '@instana/collector': ['kafkajs', 'node-rdkafka'],
};

/** Packages that are not needed any more, and why. */
export const needless: Readonly<Record<string, string>> = {
  'kafkajs-snappy': 'Snappy is built in; what CompressionCodecs is given is not called',
  'kafkajs-lz4': 'LZ4 is built in; what CompressionCodecs is given is not called',
  'kafkajs-snappy-typescript': 'Snappy is built in; what CompressionCodecs is given is not called',
  '@kafkajs/zstd': 'zstd is built in; what CompressionCodecs is given is not called',
  '@types/node-rdkafka': 'types are in kafka-napi',
  '@types/kafkajs': 'types are in kafka-napi',
};

/** The package that a module name belongs to; undefined: none of these. */
export function packageOf(specifier: string): string | undefined {
  return Object.keys(entries).find((name) => specifier === name || specifier.startsWith(`${name}/`));
}
