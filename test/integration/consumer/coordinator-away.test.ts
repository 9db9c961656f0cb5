import { Consumer, type ConsumerConfig } from '../../../src/index';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { range } from './support';

/*
 * The only broker is away for longer than a session. When it is back, it begins the sessions of its groups anew: a
 * member that has not given its assignment up goes on where it was. Java's consumer goes through the same.
 */

const SESSION_MS = 10_000;
const AWAY_MS = 12_000;
const config: Record<string, string> = {
  'group.protocol': 'classic',
  'auto.offset.reset': 'earliest',
  // Nothing is committed before the end: who has lost the assignment begins anew.
  'auto.commit.interval.ms': '3600000',
  'session.timeout.ms': String(SESSION_MS),
  'heartbeat.interval.ms': '500',
};

let kafka: KafkaCluster;

beforeAll(async () => {
  kafka = await KafkaCluster.start();
});
afterAll(() => kafka.stop());

/** Offsets that a member of a group of its own reads. */
interface Member {
  poll(ms: number): Promise<number[]>;
  close(): Promise<unknown>;
}

function ours(topic: string): Member {
  const consumer = new Consumer({
    ...config,
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': 'ours',
  } as ConsumerConfig);
  consumer.on('warning', () => undefined);
  consumer.subscribe([topic]);
  return {
    poll: async (ms) => Array.from(await consumer.poll(ms), ({ offset }) => offset),
    close: () => consumer.close(),
  };
}

async function java(topic: string): Promise<Member> {
  const call = (op: string, args: object) =>
    kafka.bridge.call<{ rows: { offset: number }[] }>('oracle', { session: 'away', c: 'consumer', op, ...args });
  await call('open', { config: { ...config, 'group.id': 'java' } });
  await call('subscribe', { topics: [topic] });
  return {
    poll: async (ms) => (await call('poll', { ms })).rows.map(({ offset }) => offset),
    close: () => kafka.bridge.call('oracleEnd', { session: 'away' }),
  };
}

async function read(member: Member, count: number): Promise<number[]> {
  const offsets: number[] = [];
  while (offsets.length < count) offsets.push(...(await member.poll(500)));
  return offsets;
}

const values = (count: number) => range(0, count).map((i) => ({ value: String(i), partition: 0 }));

test('a classic member keeps its assignment while its coordinator is away', async () => {
  await kafka.createTopic('t', { partitions: 1 });
  await kafka.produce('t', values(30));
  const members = { ours: ours('t'), java: await java('t') };
  for (const [name, member] of Object.entries(members))
    expect([name, await read(member, 30)]).toEqual([name, range(0, 30)]);

  await kafka.kill(1);
  const away = performance.now() + AWAY_MS;
  while (performance.now() < away) {
    const seen = await Promise.all(Object.values(members).map((member) => member.poll(300)));
    expect(seen).toEqual([[], []]);
  }
  await kafka.restart(1);
  await kafka.produce('t', values(10));
  for (const [name, member] of Object.entries(members))
    expect([name, await read(member, 10)]).toEqual([name, range(30, 40)]);
  await Promise.all(Object.values(members).map((member) => member.close()));
});
