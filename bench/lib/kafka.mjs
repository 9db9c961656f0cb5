// Starts the real Kafka for all trials: one node at full speed, with the helper of the tests.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('../../test/helpers/kafka/ts-hook.js');
const { KafkaCluster } = require('../../test/helpers/kafka/kafka-cluster.ts');
const { KafkaEndpoint } = require('../../test/helpers/kafka/kafka-endpoint.ts');
const { KAFKA_VERSION, ensureKafka } = require('../../test/helpers/kafka/install.ts');

export { KAFKA_VERSION, ensureKafka };

/** @param servers addresses of a running Kafka; undefined: one is started. */
export async function startKafka(servers) {
  if (servers !== undefined) return new KafkaEndpoint(servers);
  return KafkaCluster.start({
    maxHeap: '1g',
    fullSpeed: true,
    config: {
      'message.max.bytes': '8388608',
      'log.segment.bytes': '268435456',
      'log.retention.check.interval.ms': '86400000',
    },
  });
}

export async function stopKafka(kafka) {
  await (kafka.stop?.() ?? kafka.close());
}
