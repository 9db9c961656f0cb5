import type { Role } from './names/property';

/**
 * Values that this package chooses for librdkafka properties without a Java twin. The user's values override them.
 *
 * - fetch.queue.backoff.ms: with librdkafka's 1000, a consumer of small messages sleeps up to a second whenever its
 *   queue is full. The value must be so short that the queue never runs empty, which takes 6 ms at 5 million small
 *   records a second.
 * - queued.min.messages, queued.max.messages.kbytes: librdkafka's 100,000 and 64 MiB only cost memory. Measured against
 *   a broker on the same machine, a third and a half of that are as fast, and use 30 MB less for 100-byte records.
 * - receive.message.max.bytes, of a consumer: a broker sends the first record of a partition regardless of its size.
 *   librdkafka's 100,000,000 would stop the partition there forever, while Java continues. The value stays below the
 *   size that the first bytes of a TLS alert (0x15030000) or of an HTTP response would mean: those remain recognizable,
 *   and no memory is allocated for them.
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
    'receive.message.max.bytes': '350000000',
  },
  admin: {
    'socket.keepalive.enable': 'true',
  },
};

/** librdkafka properties that the client depends on; they cannot be set. */
export const fixedProperties: Readonly<Record<Role, Readonly<Record<string, string>>>> = {
  producer: {},
  // The consumer stores an offset when the next poll shows that the records before it were processed.
  consumer: { 'enable.auto.offset.store': 'false' },
  // An admin handle is a librdkafka producer, which would create topics that it requests.
  admin: { 'allow.auto.create.topics': 'false' },
};

/**
 * Set together with the addon's own partitioner. The name only informs readers of the configuration. librdkafka's
 * stickiness is disabled, because with it keyless records would not reach the partitioner.
 */
export const javaPartitionerConf: Readonly<Record<string, string>> = {
  partitioner: 'murmur2_random',
  'sticky.partitioning.linger.ms': '0',
};

/**
 * Minimum time for which keyless records stay with one partition when linger.ms is 0. librdkafka would change the
 * partition with every record.
 */
export const STICKY_LINGER_MS = 10;
