/**
 * Writes down what the programs see on another package with this API:
 *
 * Node -r ./test/helpers/kafka/ts-hook.js test/integration/rdkafka/programs/record.ts FOLDER-OF-NODE-RDKAFKA OUT.json
 *
 * For the folder of `@confluentinc/kafka-javascript` these are the programs of ../confluent.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { KafkaCluster } from '../../../helpers/kafka/kafka-cluster';
import { KafkaEndpoint } from '../../../helpers/kafka/kafka-endpoint';
import { programs as promises } from '../confluent/all';
import { programs as callbacks } from './all';
import { observe, type Module } from './observe';

async function main(): Promise<void> {
  const [folder, out, only] = process.argv.slice(2);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const K = require(path.resolve(folder!)) as Module;
  const programs = K.KafkaJS === undefined ? callbacks : promises;
  const given = process.env.KAFKA_BOOTSTRAP;
  const kafka = given === undefined ? await KafkaCluster.start() : new KafkaEndpoint(given);
  const chosen = Object.entries(programs).filter(([name]) => only === undefined || only.split(',').includes(name));
  const notes = await observe(
    K,
    kafka.bootstrapServers,
    (name, partitions) => kafka.createTopic(name, { partitions }),
    Object.fromEntries(chosen),
  );
  writeFileSync(out!, `${JSON.stringify(notes, undefined, 2)}\n`);
  await (kafka instanceof KafkaCluster ? kafka.stop() : kafka.close());
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
