/** Returns the name: topics have no objects of their own. */
function topicName(name: string): string {
  return name;
}

/** With librdkafka's special offsets and partition. */
export const Topic = Object.assign(topicName, {
  OFFSET_BEGINNING: -2,
  OFFSET_END: -1,
  OFFSET_STORED: -1000,
  OFFSET_INVALID: -1001,
  PARTITION_UA: -1,
});

/** What this build of librdkafka can do: its `builtin.features`. */
export const features: string[] = [
  'gzip',
  'snappy',
  'ssl',
  'sasl',
  'regex',
  'lz4',
  'sasl_plain',
  'sasl_scram',
  'plugins',
  'zstd',
  'sasl_oauthbearer',
];
