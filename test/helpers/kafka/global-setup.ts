/** jest globalSetup of the integration project: starts the shared cluster (shared-kafka.ts). */
import { KafkaCluster } from './kafka-cluster';
import { BOOTSTRAP_VARIABLE } from './kafka-endpoint';

declare global {
  var kafkaNapiSharedCluster: KafkaCluster | undefined;
}

export default async function setup(): Promise<void> {
  const cluster = await KafkaCluster.start();
  globalThis.kafkaNapiSharedCluster = cluster;
  process.env[BOOTSTRAP_VARIABLE] = cluster.bootstrapServers;
}
