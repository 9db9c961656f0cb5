/**
 * Functions of the user that throw where no call can throw it: in listeners, while the client pumps or closes, and in
 * the `close()` of plug-ins. The argument names the case. Prints what came of it as JSON, and then has to end by
 * itself.
 */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, Producer, type KafkaError } from '../../../../src/index';
import { MockCluster } from '../../../../src/testing';

const thrown: string[] = [];
process.on('uncaughtException', (error) => thrown.push(error.message));
const threads = () => readdirSync('/proc/self/task').length;
const print = (result: object) => console.log(JSON.stringify({ thrown: [...new Set(thrown)], ...result }));

type Case = (servers: string) => Promise<object>;

const cases: Record<string, Case> = {
  /** A 'drain' listener throws while so many reports are there that one pump cannot take them. */
  async drain(servers) {
    const producer = new Producer({ 'bootstrap.servers': servers, 'buffer.memory': 8 * 1024 * 1024 });
    await producer.send({ topic: 't', value: '1' });
    producer.on('drain', () => {
      throw new Error('mine');
    });
    let sent = 0;
    let settled = 0;
    for (let isFull = false; !isFull;) {
      try {
        producer.produce({ topic: 't', value: 'v'.repeat(10) }, () => settled++);
        sent++;
      } catch {
        isFull = true;
      }
    }
    // The thread is busy, and the reports pile up.
    for (const end = performance.now() + 3000; performance.now() < end;);
    await producer.flush(20_000);
    await producer.close();
    return { lost: sent - settled };
  },
  /** A reply comes behind an event whose listener throws. */
  async log(servers) {
    const producer = new Producer({ 'bootstrap.servers': servers, debug: 'broker' } as never);
    producer.on('log', () => {
      throw new Error('mine');
    });
    const partitions = await producer.partitionsFor('t', { timeoutMs: 10_000 });
    await producer.close();
    return { partitions: partitions.length };
  },
  async revoked(servers) {
    const consumer = new Consumer({ 'bootstrap.servers': servers, 'group.id': 'g', 'auto.offset.reset': 'earliest' });
    consumer.subscribe(['t']);
    await consumer.assigned({ timeoutMs: 20_000 });
    consumer.on('revoked', () => {
      throw new Error('mine');
    });
    await consumer.close({ timeoutMs: 10_000 });
    return { state: consumer.state };
  },
  async close(servers) {
    const producer = new Producer({ 'bootstrap.servers': servers });
    const called: string[] = [];
    producer.on('close', () => {
      called.push('first');
      throw new Error('mine');
    });
    producer.on('close', () => called.push('second'));
    await producer.close();
    return { state: producer.state, called };
  },
  async plugins(servers) {
    const close = () => {
      throw new Error('mine');
    };
    const warnings = new Set<string>();
    const producer = new Producer({
      'bootstrap.servers': servers,
      'key.serializer': { serialize: (data: string) => data, close },
      'value.serializer': { serialize: (data: string) => data, close },
      'partitioner.class': { partition: () => 0, close } as never,
      'interceptor.classes': [{ onSend: (record: unknown) => record, close }],
      'metric.reporters': [{ metrics: () => undefined, close }],
    });
    const consumer = new Consumer({
      'bootstrap.servers': servers,
      'key.deserializer': { deserialize: String, close },
      'value.deserializer': { deserialize: String, close },
      'interceptor.classes': [{ onCommit: () => undefined, close }],
      'metric.reporters': [{ metrics: () => undefined, close }],
    });
    const note = ({ code, message }: KafkaError) => void warnings.add(`${code} ${message}`);
    producer.on('warning', note);
    consumer.on('warning', note);
    await producer.send({ topic: 't', key: 'k', value: 'v' });
    await Promise.all([producer.close(), consumer.close()]);
    return { states: [producer.state, consumer.state], warnings: [...warnings].sort() };
  },
  async reporter(servers) {
    const warnings = new Set<string>();
    const consumer = new Consumer({
      'bootstrap.servers': servers,
      'statistics.interval.ms': 100,
      'metric.reporters': [
        {
          metrics() {
            throw new Error('mine');
          },
        },
      ],
    });
    consumer.on('warning', ({ code }) => warnings.add(code));
    consumer.assign([{ topic: 't', partition: 0 }]);
    for (const end = performance.now() + 1000; performance.now() < end;) await consumer.poll(100);
    await consumer.close();
    return { warnings: [...warnings] };
  },
  /** What an inspector does to a client: reads all that can be read. */
  async inspected(servers) {
    const producer = new Producer({ 'bootstrap.servers': servers });
    for (let at: object | null = producer; at !== null; at = Object.getPrototypeOf(at) as object | null)
      for (const name of Object.getOwnPropertyNames(at)) void (producer as unknown as Record<string, unknown>)[name];
    await producer.send({ topic: 't', value: 'v' });
    await producer.close();
    return {};
  },
};

async function main(): Promise<void> {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  const before = threads();
  const result = await cases[process.argv[2]!]!(cluster.bootstrapServers);
  // librdkafka's threads end in the background.
  for (let looks = 0; threads() > before && looks < 50; looks++) await sleep(100);
  print({ ...result, threadsLeft: Math.max(0, threads() - before) });
  await cluster.close();
}

void main();
