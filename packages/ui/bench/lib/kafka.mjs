// A real Kafka for a part of the run, and what fills it. The helper of the tests starts it.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('../../../../test/helpers/kafka/ts-hook.js');
const { KafkaCluster } = require('../../../../test/helpers/kafka/kafka-cluster.ts');
const { AdminClient, Producer } = require('../../../../dist/index.js');

export { AdminClient, Producer };

/** A node may hold so many partitions: each needs an open file. */
const PARTITIONS_OF_A_NODE = 12_000;

export function startKafka(partitions = 0, config = {}) {
  return KafkaCluster.start({
    nodes: partitions > PARTITIONS_OF_A_NODE ? 3 : 1,
    fullSpeed: true,
    maxHeap: '1g',
    config: { 'message.max.bytes': '134217728', 'log.index.size.max.bytes': '65536', ...config },
  });
}

/** Makes topics. Settled: a busy broker may be too late to say that one is there; who uses them waits for all. */
export async function createTopics(admin, prefix, count, partitions) {
  const names = Array.from({ length: count }, (_, at) => `${prefix}.${String(at).padStart(5, '0')}`);
  for (let at = 0; at < count; at += 100)
    await admin.createTopics(
      names.slice(at, at + 100).map((name) => ({ name, numPartitions: partitions, replicationFactor: 1 })),
      { timeoutMs: 600_000, settled: true },
    );
  return names;
}

export function newProducer(kafka, more = {}) {
  return new Producer({
    'bootstrap.servers': kafka.bootstrapServers,
    'key.serializer': 'bytes',
    'value.serializer': 'bytes',
    'linger.ms': 20,
    ...more,
  });
}

/** Writes `count` records, spread over the partitions. @param valueOf The bytes of record n. */
export async function write(producer, topic, count, partitions, valueOf) {
  for (let at = 0; at < count; at++) {
    producer.produce({ topic, partition: at % partitions, key: null, value: valueOf(at) });
    if (at % 5000 === 4999) await producer.flush();
  }
  await producer.flush();
}
