import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer } from '../../../src/index';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import { outputs } from './application';
import type { Outputs } from './verdict';

/** Nothing new for so long, longer than a transaction stays open that a killed process has left: nothing comes. */
const SILENCE_MS = 60_000;

/** Topics with a number of partitions. */
export interface Place {
  readonly prefix: string;
  readonly partitions: number;
}

/** What read_committed sees, once there are as many results as inputs, and no more come. */
export async function results(kafka: KafkaEndpoint, place: Place, count: number): Promise<Outputs> {
  let before = -1;
  let deadline = 0;
  for (;;) {
    const found = await read(kafka, place);
    const isThere = outputs.every((name) => found[name].length >= count);
    const now = outputs.reduce((sum, name) => sum + found[name].length, 0);
    if (now !== before) deadline = Date.now() + SILENCE_MS;
    before = now;
    if (isThere || Date.now() > deadline) {
      await sleep(2000);
      return read(kafka, place);
    }
    await sleep(1000);
  }
}

async function read(kafka: KafkaEndpoint, { prefix, partitions }: Place): Promise<Outputs> {
  await using consumer = new Consumer<string, Buffer>({
    'bootstrap.servers': kafka.bootstrapServers,
    'isolation.level': 'read_committed',
    'enable.partition.eof': true,
    'key.deserializer': 'string',
  });
  const found = { echo: [], min: [], sum: [], max: [], cnt: [] } as Record<keyof Outputs, [string, number][]>;
  const all = outputs.flatMap((name) =>
    Array.from({ length: partitions }, (_, partition) => ({ topic: `${prefix}-${name}`, partition })),
  );
  const waiting = new Set(all.map(({ topic, partition }) => `${topic}-${partition}`));
  consumer.on('partitionEof', ({ topic, partition }) => void waiting.delete(`${topic}-${partition}`));
  consumer.assign(all.map((partition) => ({ ...partition, offset: 'beginning' as const })));
  // The ends are told when they are fetched: the last records may still be on their way through the polls.
  for (let isLast = false; !isLast;) {
    const records = await consumer.poll(200);
    isLast = waiting.size === 0 && records.isEmpty;
    for (const { topic, key, value } of records) {
      const name = topic.slice(prefix.length + 1) as keyof Outputs;
      found[name].push([key!, Number(value!.readBigInt64BE())]);
    }
  }
  return found;
}
