/**
 * The work that must leave nothing behind. Each function does `units` of it and calls `tick(done)` from time to time.
 */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { AdminClient, Consumer, KafkaError, Producer } from '../../src';
import { failingCalls, LEAST_REFUSED } from './failing-admin-calls';

export interface Work {
  readonly bootstrap: string;
  readonly units: number;
  readonly tick: (done: number) => Promise<void>;
}

const TOPIC = 't';
const PARTITIONS = 4;
/** The mock cluster keeps only a limited part of a partition: the consumer must not fall behind. */
const IN_FLIGHT = 10_000;

/** The mock cluster answers an empty fetch only after its maximum wait. */
const FETCH = { 'auto.offset.reset': 'earliest', 'fetch.max.wait.ms': 5 } as const;

/** Messages through a producer and a consumer. */
async function messages({ bootstrap, units, tick }: Work): Promise<void> {
  const producer = new Producer({ 'bootstrap.servers': bootstrap, 'linger.ms': 1 });
  const consumer = new Consumer({ 'bootstrap.servers': bootstrap, ...FETCH });
  consumer.assign(
    Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: TOPIC, partition, offset: 'end' as const })),
  );
  await consumer.poll(500);
  const value = Buffer.alloc(100, 'v');
  let failed = 0;
  const onDelivery = (error: Error | null): void => {
    if (error) failed++;
  };
  let bytes = 0;
  for (let done = 0; done < units;) {
    const end = Math.min(units, done + IN_FLIGHT);
    for (let i = done; i < end; i++) {
      const headers = i % 4 === 0 ? { h: 'header' } : undefined;
      producer.produce({ topic: TOPIC, key: `k${i % 1000}`, value, headers }, i % 2 === 0 ? onDelivery : undefined);
    }
    let missing = end - done;
    while (missing > 0) {
      const records = await consumer.poll(10_000);
      if (records.isEmpty) throw new Error(`nothing came for 10 s; ${missing} of ${end - done} records are missing`);
      for (const record of records) bytes += record.value!.length + (record.headers.length > 0 ? 1 : 0);
      missing -= records.count;
    }
    done = end;
    await tick(done);
  }
  if (failed > 0 || bytes < units * value.length) throw new Error(`${failed} deliveries failed, ${bytes} bytes came`);
  await Promise.all([producer.close(), consumer.close()]);
}

/** One unit: create, use and close a producer and a consumer. */
async function cycles({ bootstrap, units, tick }: Work): Promise<void> {
  const one = async (index: number): Promise<void> => {
    // librdkafka requests a producer id only every half second: with idempotence the first send may wait for that.
    const producer = new Producer({ 'bootstrap.servers': bootstrap, 'enable.idempotence': index % 10 === 0 });
    const consumer = new Consumer({ 'bootstrap.servers': bootstrap, ...FETCH });
    const { partition, offset } = await producer.send({ topic: TOPIC, value: 'v', headers: { h: 'x' } });
    consumer.assign([{ topic: TOPIC, partition, offset }]);
    if ((await consumer.poll(10_000)).isEmpty) throw new Error('the record that was sent did not come');
    await Promise.all([producer.close(), consumer.close()]);
  };
  // Each group of parallel cycles takes as long as its slowest one, which is one with idempotence.
  const AT_ONCE = 40;
  for (let done = 0; done < units;) {
    const now = Math.min(AT_ONCE, units - done);
    await Promise.all(Array.from({ length: now }, (_, i) => one(done + i)));
    done += now;
    await tick(done);
  }
}

export function threadCount(): number {
  return readdirSync('/proc/self/task').length;
}

/** One unit: an abandoned client. At most a hundred of them are alive: each has four or five threads. */
async function abandoned({ bootstrap, units, tick }: Work): Promise<void> {
  let collected = 0;
  const registry = new FinalizationRegistry(() => collected++);
  const forget = (index: number): void => {
    const servers = { 'bootstrap.servers': index % 3 === 0 ? '127.0.0.1:1' : bootstrap };
    if (index % 2 === 0) {
      const producer = new Producer(servers);
      registry.register(producer, index);
    } else {
      const consumer = new Consumer({ ...servers, 'group.id': `g${index}` });
      consumer.subscribe([TOPIC]);
      registry.register(consumer, index);
    }
  };
  const SLICE = 100;
  const before = threadCount();
  for (let done = 0; done < units;) {
    const end = Math.min(units, done + SLICE);
    for (let i = done; i < end; i++) forget(i);
    done = end;
    while (collected < done) {
      await sleep(10);
      globalThis.gc!();
    }
    // librdkafka releases a client on separate threads, after the garbage collector has finished with it.
    while (threadCount() > before) await sleep(10);
    await tick(done);
  }
}

/** Sends that fail in every possible way: thrown, rejected, timed out, purged, refused by the broker, aborted. */
async function failures({ bootstrap, units, tick }: Work): Promise<void> {
  const nobody = new Producer({ 'bootstrap.servers': '127.0.0.1:1', 'buffer.memory': 1_000_000, 'max.block.ms': 1 });
  const refused = new Producer({ 'bootstrap.servers': bootstrap, 'linger.ms': 0, 'max.block.ms': 1 });
  let failed = 0;
  const count = (error: unknown): void => {
    if (error) failed++;
  };
  const value = 'v'.repeat(100);
  const headers = { name: 'value' };
  const ways: (() => void | Promise<unknown>)[] = [
    // Submitted, and purged below.
    () => void nobody.produce({ topic: TOPIC, value, headers }, count),
    () => nobody.send({ topic: TOPIC, key: 'k', value }).then(() => undefined, count),
    // Thrown: no topic; an invalid value.
    () => void nobody.produce({ topic: '', value }),
    () => void nobody.produce({ topic: TOPIC, value: 5 as never, headers }),
    // There is no such partition.
    () => void refused.produce({ topic: TOPIC, value, headers, partition: 99 }, count),
    () => {
      const controller = new AbortController();
      const sent = nobody.send({ topic: TOPIC, value, headers }, { signal: controller.signal });
      controller.abort();
      return sent.then(() => undefined, count);
    },
  ];
  const SLICE = 6000;
  for (let done = 0; done < units;) {
    const end = Math.min(units, done + SLICE);
    const promises: unknown[] = [];
    for (let i = done; i < end; i++) {
      try {
        promises.push(ways[i % ways.length]!());
      } catch (error) {
        // ERR__QUEUE_FULL as well, once buffer.memory is used up.
        count(error);
      }
    }
    nobody.purge();
    await Promise.all([...promises, nobody.flush(10_000), refused.flush(10_000)]);
    done = end;
    if (failed !== done) throw new Error(`${done} sends should have failed; ${failed} did`);
    await tick(done);
  }
  await Promise.all([nobody.close({ timeoutMs: 0 }), refused.close()]);
}

/** One unit: a record, and a flush that waits for it. Others of the same producer run at the same time. */
async function flushes({ bootstrap, units, tick }: Work): Promise<void> {
  const producer = new Producer({ 'bootstrap.servers': bootstrap, 'linger.ms': 5 });
  const AT_ONCE = 50;
  for (let done = 0; done < units;) {
    const now = Math.min(AT_ONCE, units - done);
    await Promise.all(
      Array.from({ length: now }, (_, i) => {
        producer.produce({ topic: TOPIC, value: 'v', partition: (done + i) % PARTITIONS });
        return producer.flush();
      }),
    );
    done += now;
    await tick(done);
  }
  await producer.close();
}

/** One unit: each admin call once, by a user without permissions. `bootstrap` is its configuration. */
async function admin({ bootstrap, units, tick }: Work): Promise<void> {
  const client = new AdminClient(JSON.parse(bootstrap) as { 'bootstrap.servers': string });
  await client.ready();
  const AT_ONCE = 100;
  let failed = 0;
  const count = (error: unknown): void => {
    if (!KafkaError.is(error) || !error.code.endsWith('_AUTHORIZATION_FAILED')) throw error;
    failed++;
  };
  for (let done = 0; done < units;) {
    const now = Math.min(AT_ONCE, units - done);
    await Promise.all(
      Array.from({ length: now }, async () => {
        for (const call of failingCalls) await call(client).then(() => undefined, count);
      }),
    );
    done += now;
    await tick(done);
  }
  if (failed < units * LEAST_REFUSED) throw new Error(`only ${failed} calls failed`);
  await client.close();
}

export const kinds = { messages, cycles, abandoned, failures, flushes, admin };
export type LeakKind = keyof typeof kinds;
