/**
 * A shop on a real Kafka, and the page in front of it: for the pictures of the documentation, or to try the page.
 * node -r ./test/helpers/kafka/ts-hook.js packages/ui/test/helpers/showcase.ts, until its input ends. It prints one
 * line of JSON: url and token, of the shop and of a development broker.
 */
import path from 'node:path';

import * as kafka from '../../../../src/index';
import { MockCluster } from '../../../../src/testing/index';
import { KafkaCluster } from '../../../../test/helpers/kafka/kafka-cluster';
import { start, type RunningUi } from '../../src/server/index';
import { Shop } from './shop';

const repository = path.resolve(__dirname, '../../../..');

function page(bootstrapServers: string): Promise<RunningUi> {
  return start({
    kafka,
    kafkaPath: path.join(repository, 'src/index.ts'),
    properties: { 'bootstrap.servers': bootstrapServers },
    options: { port: 0, open: false },
    stdout: { write: () => undefined },
    stderr: process.stderr,
    worker: {
      file: path.join(repository, 'packages/ui/src/server/scan/worker.ts'),
      execArgv: ['-r', path.join(repository, 'test/helpers/kafka/ts-hook.js')],
    },
  });
}

async function main(): Promise<void> {
  const cluster = await KafkaCluster.start();
  const shop = await Shop.open(cluster.bootstrapServers);
  const broker = await MockCluster.start({ topics: { greetings: 2 } });
  const [ours, development] = [await page(cluster.bootstrapServers), await page(broker.bootstrapServers)];
  const selling = shop.sell();
  const addressOf = ({ url, token }: RunningUi): object => ({ url, token });
  console.log(JSON.stringify({ shop: addressOf(ours), development: addressOf(development) }));
  await new Promise<void>((resolve) => {
    process.stdin.resume().once('end', resolve).once('close', resolve);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  shop.close();
  await selling;
  await Promise.all([ours.close(), development.close()]);
  await broker.close();
  await cluster.stop();
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.stack);
    process.exit(1);
  },
);
