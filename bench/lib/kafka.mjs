// The real Kafka that everything runs against: the tests' own helper, at full speed, one node.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('../../test/helpers/kafka/ts-hook.js');
const { KafkaCluster } = require('../../test/helpers/kafka/kafka-cluster.ts');
const { KafkaEndpoint } = require('../../test/helpers/kafka/kafka-endpoint.ts');
const { KAFKA_VERSION, ensureKafka } = require('../../test/helpers/kafka/install.ts');

export { KAFKA_VERSION, ensureKafka };

/** @param servers of a Kafka that runs already, instead of starting one. */
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
