import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { uniqueName } from '../../helpers/kafka/shared-kafka';
import { Consumer } from '../../../src/index';

/*
 * An unclean election: a replica that had missed records becomes the leader, and the log gets other contents where a
 * consumer has been already (KIP-320). Java's consumer goes through the same, on the same partition.
 *
 * In full: KAFKA_NAPI_TRUNCATIONS=all npx jest test/integration/consumer/truncation
 */

const BEFORE = 100;
const LOST = 50;
/** What ours says for Java's LogTruncationException: there is no policy to go by. */
const OURS = 'ERR__AUTO_OFFSET_RESET';

let kafka: KafkaCluster;
const open: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  kafka = await KafkaCluster.start({ nodes: 3 });
}, 120_000);
afterAll(() => kafka.stop());
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

interface Seen {
  offset: number;
  value: string;
}

/** Reads one partition, either of both ways. */
interface Reader {
  /** What comes within the time, or which error a poll ends with. */
  poll(ms: number): Promise<Seen[] | string>;
}

async function ours(topic: string, reset: string): Promise<Reader> {
  const consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'auto.offset.reset': reset,
    'group.id': uniqueName('group'),
    'metadata.max.age.ms': 1000,
    'value.deserializer': 'string',
  } as never) as unknown as Consumer<'bytes', 'string'>;
  consumer.on('error', () => undefined);
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  open.push(consumer);
  return {
    poll: (ms) =>
      consumer.poll(ms).then(
        (records) => Array.from(records, ({ offset, value }) => ({ offset, value: value! })),
        ({ code }: { code: string }) => code,
      ),
  };
}

async function java(topic: string, reset: string): Promise<Reader> {
  const session = uniqueName('session');
  const call = (op: string, args: object = {}) =>
    kafka.bridge.call<unknown>('oracle', { session, c: 'consumer', op, ...args });
  await call('open', {
    config: { 'auto.offset.reset': reset, 'group.id': uniqueName('group'), 'metadata.max.age.ms': '1000' },
  });
  const part = { topic, partition: 0 };
  await call('assign', { parts: [part] });
  await call('seek', { part, offset: 0 });
  open.push({ close: () => kafka.bridge.call('oracleEnd', { session }) });
  return {
    poll: async (ms) => {
      try {
        const { rows } = (await call('poll', { ms })) as { rows: { offset: number; value: string | null }[] };
        return rows.map(({ offset, value }) => ({
          offset,
          value: value === null ? '' : Buffer.from(value, 'base64').toString(),
        }));
      } catch (error) {
        return (error as { javaClass: string }).javaClass;
      }
    },
  };
}

/** All that comes until `count` records have, or an error. */
async function read(reader: Reader, count: number, ms = 60_000): Promise<Seen[] | string> {
  const all: Seen[] = [];
  const end = Date.now() + ms;
  while (all.length < count && Date.now() < end) {
    const seen = await reader.poll(1000);
    if (typeof seen === 'string') return seen;
    all.push(...seen);
  }
  return all;
}

const records = (name: string, from: number, to: number): Seen[] =>
  Array.from({ length: to - from }, (_, i) => ({ offset: from + i, value: `${name} ${from + i}` }));

async function write(topic: string, name: string, from: number, to: number): Promise<void> {
  await kafka.produce(
    topic,
    records(name, from, to).map(({ value }) => ({ value, partition: 0 })),
  );
}

/** A topic with two replicas; once `reads` has come to the end, the one without the last records leads. */
async function electUncleanly(topic: string, reads: () => Promise<void>): Promise<void> {
  const { replicas, leader } = (await kafka.describeTopic(topic))[0]!;
  const follower = replicas.find((node) => node !== leader)!;
  await kafka.kill(follower);
  await write(topic, 'lost', BEFORE, BEFORE + LOST);
  await reads();
  await kafka.kill(leader);
  await kafka.restart(follower);
  for (let now = leader; now === leader || now < 0;) now = await kafka.leader(topic, 0).catch(() => -1);
}

/** Of 50 records that are lost: fewer or more are written since, so that the position is beyond the end or is not. */
const short = [
  ['earliest', 20],
  ['latest', 80],
  ['none', 20],
] as const;
const rest = [
  ['earliest', 80],
  ['latest', 20],
  ['none', 80],
] as const;

test.each(process.env['KAFKA_NAPI_TRUNCATIONS'] === 'all' ? [...short, ...rest] : short)(
  'auto.offset.reset=%s after an unclean election, with %i records written since',
  async (reset, since) => {
    const topic = uniqueName('truncated');
    await kafka.createTopic(topic, {
      partitions: 1,
      replicationFactor: 2,
      configs: { 'unclean.leader.election.enable': 'true', 'min.insync.replicas': '1' },
    });
    await write(topic, 'kept', 0, BEFORE);
    const readers = { ours: await ours(topic, reset), java: await java(topic, reset) };
    await electUncleanly(topic, async () => {
      for (const reader of Object.values(readers))
        expect(await read(reader, BEFORE + LOST)).toHaveLength(BEFORE + LOST);
    });
    await write(topic, 'new', BEFORE, BEFORE + since);
    for (const [name, reader] of Object.entries(readers)) {
      const seen = await read(reader, since, 60_000);
      if (reset === 'none') expect([name, seen]).toEqual([name, name === 'ours' ? OURS : 'LogTruncationException']);
      else expect([name, seen]).toEqual([name, records('new', BEFORE, BEFORE + since)]);
    }
    await Promise.all([1, 2, 3].map((node) => kafka.restart(node).catch(() => undefined)));
    await kafka.waitForInSync();
  },
  240_000,
);
