import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer } from '../../../src/consumer/consumer';
import { Producer } from '../../../src/producer/producer';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { seedOfRun, Random } from '../../helpers/random';
import { Sequence } from './programs/sequence';

/**
 * 100,000 records in CI. In full: KAFKA_NAPI_RECORDS=10000000 npx jest --selectProjects integration -t 'brokers are
 * killed' (22 minutes on two busy cores).
 */
const COUNT = Number(process.env['KAFKA_NAPI_RECORDS'] ?? 100_000);
const BYTE_LIMIT = COUNT > 1_000_000 ? 3.9e9 : 200e6;
const KILL_EVERY_MS = COUNT > 1_000_000 ? 10_000 : 4_000;
const PARTITIONS = 12;
const LONG_ENOUGH_MS = 7_200_000;

test(
  'brokers are killed while records are produced: each is there exactly once, in order per key',
  async () => {
    const seed = seedOfRun();
    console.log(`KAFKA_NAPI_SEED=${seed}, ${COUNT} records`);
    const kafka = await KafkaCluster.start({ nodes: 3 });
    try {
      await kafka.createTopic('t', { partitions: PARTITIONS, configs: { 'min.insync.replicas': '2' } });
      const sequence = new Sequence({ count: COUNT, byteLimit: BYTE_LIMIT, seed });
      let isDone = false;
      let kills = 0;
      const chaos = (async () => {
        const random = new Random(seed);
        while (!isDone) {
          const node = 1 + random.below(3);
          await kafka.kill(node);
          kills++;
          await sleep(1000);
          await kafka.restart(node);
          await kafka.waitForInSync();
          for (let waited = 0; waited < KILL_EVERY_MS && !isDone; waited += 100) await sleep(100);
        }
      })();
      // Whoever awaits it later learns of its failure; until then it is nobody's.
      chaos.catch(() => undefined);
      const taken = await produceAll(kafka.bootstrapServers, sequence, () => kills);
      isDone = true;
      await chaos;
      await readAll(kafka.bootstrapServers, sequence, taken);
      expect(kills).toBeGreaterThanOrEqual(2);
      console.log(`${taken} records, ${kills} kills`);
    } finally {
      await kafka.stop();
    }
  },
  LONG_ENOUGH_MS,
);

async function produceAll(bootstrapServers: string, sequence: Sequence, kills: () => number): Promise<number> {
  const producer = new Producer({
    'bootstrap.servers': bootstrapServers,
    'enable.idempotence': true,
    'linger.ms': 5,
    'batch.size': 200_000,
    'compression.type': 'lz4',
    'delivery.timeout.ms': 600_000,
  });
  const failures: string[] = [];
  const lastOffset = new Array<number>(PARTITIONS).fill(-1);
  let n = 0;
  try {
    // At least two kills must fall into it, however fast it is.
    while (n < COUNT || kills() < 2) {
      const number = n++;
      const isTaken = producer.produce(
        { topic: 't', key: sequence.key(number), value: sequence.value(number), headers: sequence.headers(number) },
        (error, metadata) => {
          if (error !== null) failures.push(`${number}: ${error.message}`);
          else if (metadata.offset <= lastOffset[metadata.partition]!)
            failures.push(`${number}: offset ${metadata.offset} went back`);
          else lastOffset[metadata.partition] = metadata.offset;
        },
      );
      if (!isTaken) await producer.drained({ timeoutMs: Infinity });
      if (n > COUNT && n % 100 === 0) await sleep(20);
    }
    expect(await producer.flush()).toBe(0);
    expect(failures).toEqual([]);
    return n;
  } finally {
    await producer.close({ timeoutMs: 10_000 });
  }
}

async function readAll(bootstrapServers: string, sequence: Sequence, count: number): Promise<void> {
  const consumer = new Consumer({ 'bootstrap.servers': bootstrapServers, 'fetch.max.bytes': 10_000_000 });
  const seen = new Uint8Array(count);
  const lastOfKey = new Map<string, number>();
  const wrong: string[] = [];
  let total = 0;
  try {
    consumer.assign(Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: 't', partition, offset: 0 })));
    for await (const batch of consumer.batches({ to: 'end' })) {
      for (const record of batch) {
        const n = Number(record.headers[0]![1]!.toString());
        total++;
        if (wrong.length > 10) break;
        if (seen[n]! > 0) wrong.push(`${n} twice`);
        seen[n] = 1;
        const key = record.key?.toString() ?? null;
        if (key !== sequence.key(n)) wrong.push(`${n}: key ${key}`);
        const value = sequence.value(n);
        if (value === null ? record.value !== null : record.value?.equals(value) !== true) wrong.push(`${n}: value`);
        const headers = record.headers.map(([name, content]) => [name, content?.toString() ?? null]);
        if (JSON.stringify(headers) !== JSON.stringify(sequence.headers(n))) wrong.push(`${n}: headers`);
        if (key === null) continue;
        if ((lastOfKey.get(key) ?? -1) > n) wrong.push(`${n}: behind ${lastOfKey.get(key)} of ${key}`);
        lastOfKey.set(key, n);
      }
    }
  } finally {
    await consumer.close();
  }
  expect(wrong).toEqual([]);
  expect(seen.indexOf(0)).toBe(-1);
  expect(total).toBe(count);
}
