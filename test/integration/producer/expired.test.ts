/**
 * A record outlives `delivery.timeout.ms` while others of the same producer may have been written and their answers are
 * lost: the producer goes on under a new epoch, and the others are in the topic once all the same.
 *
 * 0 s: `early` is sent. 5 s: `late` is sent, on the same connection. 6 s: the request with `early` times out, which
 * ends the connection. 8 s: `early` expires. Then the network is whole again; `late` has 5 s left.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { Producer } from '../../../src';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { Proxy, type ProxyMode } from '../../helpers/proxy';

const LATE_MS = 5000;

let proxy: Proxy;
let kafka: KafkaCluster;

beforeAll(async () => {
  proxy = await Proxy.start();
  kafka = await KafkaCluster.start({ proxies: [proxy.port] });
  proxy.target = kafka.proxiedPort(1);
});

afterAll(async () => {
  await kafka.stop();
  await proxy.stop();
});

function outcome(sent: Promise<unknown>): Promise<string> {
  return sent.then(
    () => 'acknowledged',
    (error: { code: string }) => error.code,
  );
}

/** The outcomes of the sends, and then the contents of the topic, by partition. */
async function run(topic: string, earlyPartition: number): Promise<{ outcomes: string[]; stored: string[][] }> {
  await kafka.createTopic(topic, { partitions: 2 });
  const producer = new Producer({
    'bootstrap.servers': `127.0.0.1:${proxy.port}`,
    'delivery.timeout.ms': 8000,
    'request.timeout.ms': 6000,
    'linger.ms': 0,
  });
  const send = (value: string, partition: number): Promise<string> =>
    outcome(producer.send({ topic, partition, value }));
  try {
    const first = await Promise.all([send('first', 0), send('first', 1)]);
    await readyForFault();
    const early = send('early', earlyPartition);
    await sleep(LATE_MS);
    const late = [send('late 1', 0)];
    await sleep(100);
    late.push(send('late 2', 0));
    const expired = await early;
    await readyForHealing();
    const outcomes = [...first, expired, ...(await Promise.all(late)), await send('after', 0), await send('after', 1)];
    const stored: string[][] = [[], []];
    for (const record of await kafka.consume(topic)) stored[record.partition]!.push(String(record.value));
    return { outcomes, stored };
  } finally {
    await producer.close();
  }
}

/** Both producers have reached the point at which the fault begins, or ends. */
let waiting: (() => void)[] = [];
let fault: ProxyMode = 'pass';
function both(then: () => void): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length < 2) return;
    then();
    waiting.forEach((go) => go());
    waiting = [];
  });
}
const readyForFault = (): Promise<void> => both(() => proxy.setMode(fault));
const readyForHealing = (): Promise<void> => both(() => proxy.heal());

const OUTCOMES = [
  'acknowledged',
  'acknowledged',
  'ERR__MSG_TIMED_OUT',
  'acknowledged',
  'acknowledged',
  'acknowledged',
  'acknowledged',
];

test('all were written: the broker recognises them as duplicates', async () => {
  fault = 'silent-down';
  const [other, same] = await Promise.all([run('answers-lost-other', 1), run('answers-lost-same', 0)]);
  expect(other.outcomes).toEqual(OUTCOMES);
  expect(other.stored).toEqual([
    ['first', 'late 1', 'late 2', 'after'],
    ['first', 'early', 'after'],
  ]);
  expect(same.outcomes).toEqual(OUTCOMES);
  expect(same.stored).toEqual([
    ['first', 'early', 'late 1', 'late 2', 'after'],
    ['first', 'after'],
  ]);
});

test('none was written: the remaining records are then written in order', async () => {
  fault = 'silent-up';
  const [other, same] = await Promise.all([run('requests-lost-other', 1), run('requests-lost-same', 0)]);
  expect(other.outcomes).toEqual(OUTCOMES);
  expect(other.stored).toEqual([
    ['first', 'late 1', 'late 2', 'after'],
    ['first', 'after'],
  ]);
  expect(same.outcomes).toEqual(OUTCOMES);
  expect(same.stored).toEqual([
    ['first', 'late 1', 'late 2', 'after'],
    ['first', 'after'],
  ]);
});

test('a batch of which a record expires after it was sent expires as a whole', async () => {
  await kafka.createTopic('batch', { partitions: 1 });
  const producer = new Producer({
    'bootstrap.servers': `127.0.0.1:${proxy.port}`,
    'delivery.timeout.ms': 8000,
    'request.timeout.ms': 4000,
    'linger.ms': 4000,
  });
  const send = (value: string): Promise<string> => outcome(producer.send({ topic: 'batch', value }));
  try {
    // Not by a flush, which may lift linger.ms a moment longer than until it resolves.
    const first = await send('first');
    proxy.setMode('silent-down');
    const early = send('early');
    await sleep(2000);
    const late = send('late');
    // In one batch, as neither has waited for linger.ms; at 8 s `early` expires, at 10 s `late` would.
    void producer.flush();
    const expired = await early;
    proxy.heal();
    const outcomes = [first, expired, await late];
    const after = send('after');
    await producer.flush();
    expect([...outcomes, await after]).toEqual([
      'acknowledged',
      'ERR__MSG_TIMED_OUT',
      'ERR__MSG_TIMED_OUT',
      'acknowledged',
    ]);
    const stored = await kafka.consume('batch');
    expect(stored.map(({ value }) => String(value))).toEqual(['first', 'early', 'late', 'after']);
  } finally {
    await producer.close();
  }
});
