import type { Role } from './property';

/**
 * librdkafka properties without a Java twin whose value is ours to choose. What the user sets under these names wins.
 *
 * - fetch.queue.backoff.ms: librdkafka's 1000 makes a consumer of small messages sleep up to a second whenever its
 *   queue is full. Short, so that the queue never runs dry: at 5 million small records a second, in 6 ms.
 * - queued.min.messages, queued.max.messages.kbytes: librdkafka's 100,000 and 64 MiB only cost memory: measured against a
 *   broker on the same machine, a third and a half of that are as fast, and hold 30 MB less of 100-byte records.
 * - socket.keepalive.enable: Java always sets SO_KEEPALIVE.
 * - batch.num.messages, queue.buffering.max.messages: Java limits batches and memory by bytes only.
 */
export const ourDefaults: Readonly<Record<Role, Readonly<Record<string, string>>>> = {
  producer: {
    'socket.keepalive.enable': 'true',
    'batch.num.messages': '1000000',
    'queue.buffering.max.messages': '0',
  },
  consumer: {
    'socket.keepalive.enable': 'true',
    'fetch.queue.backoff.ms': '5',
    'queued.min.messages': '30000',
    'queued.max.messages.kbytes': '32768',
  },
  admin: {
    'socket.keepalive.enable': 'true',
  },
};

/** librdkafka properties that the client depends on; they cannot be set. */
export const fixedProperties: Readonly<Record<Role, Readonly<Record<string, string>>>> = {
  producer: {},
  // Offsets are stored by the consumer when the next poll shows that the records before it were taken.
  consumer: { 'enable.auto.offset.store': 'false' },
  // An admin handle is a librdkafka producer, which would create topics it is asked about.
  admin: { 'allow.auto.create.topics': 'false' },
};

/**
 * Beside the addon's own partitioner. The name is for whoever reads the configuration; librdkafka's stickiness is off, since with it
 * keyless records would not come to the partitioner at all.
 */
export const javaPartitionerConf: Readonly<Record<string, string>> = {
  partitioner: 'murmur2_random',
  'sticky.partitioning.linger.ms': '0',
};

/** Least time a keyless record's partition is kept when linger.ms is 0; librdkafka would not keep it at all. */
export const STICKY_LINGER_MS = 10;
