/**
 * Makes calls that need a thread while the system has none, then again when there are some. Prints the result of
 * each.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, KafkaError, Producer } from '../../../src';
import { MockCluster } from '../../../src/testing';
import { threadCount } from '../../stress/leak-work';

const file = process.env.NO_THREADS_FILE!;
const limit = (): void => writeFileSync(file, '');
const lift = (): void => rmSync(file, { force: true });

async function outcome(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'done';
  } catch (error) {
    return KafkaError.is(error) ? error.code : String(error);
  }
}

async function until(isSo: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < 15_000 && !isSo(); waited += 50) await sleep(50);
  return isSo();
}

async function main(): Promise<void> {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  const servers = { 'bootstrap.servers': cluster.bootstrapServers };
  const before = threadCount();
  const producer = new Producer(servers);
  const consumer = new Consumer({ ...servers, 'group.id': 'g' });
  await producer.send({ topic: 't', value: 'v' });
  await consumer.ready();
  // The helper threads end after two idle seconds.
  const idle = threadCount();
  await until(() => threadCount() <= idle - 2);
  limit();
  const results: Record<string, string | boolean> = {};
  results.partitionsFor = await outcome(() => producer.partitionsFor('t', { timeoutMs: 2000 }));
  producer.produce({ topic: 't', value: 'v' });
  results.flush = await outcome(() => producer.flush(2000));
  results.make = await outcome(() => new Producer(servers));
  results.makeMember = await outcome(() => new Consumer({ ...servers, 'group.id': 'g' }));
  results.endOffsets = await outcome(() => consumer.endOffsets([{ topic: 't', partition: 0 }]));
  lift();
  results.partitionsForAfterwards = await outcome(() => producer.partitionsFor('t', { timeoutMs: 5000 }));
  results.flushAfterwards = await outcome(() => producer.flush(5000));
  await sleep(3000);
  limit();
  results.closeProducer = await outcome(() => producer.close());
  results.closeConsumer = await outcome(() => consumer.close());
  lift();
  results.gone = await until(() => threadCount() <= before);
  await cluster.close();
  console.log(JSON.stringify(results));
}

void main();
