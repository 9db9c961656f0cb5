import fixture from '../../fixtures/java/partitions.json';
import { Producer } from '../../../src/index';
import { MockCluster } from '../../../src/testing/index';

const keys = ['', ...fixture.keys.split(' ')].map((text) => Buffer.from(text, 'base64'));
const counts = Object.keys(fixture.partitions) as (keyof typeof fixture.partitions)[];

let cluster: MockCluster;
let producer: Producer;

beforeAll(async () => {
  cluster = await MockCluster.start({
    topics: Object.fromEntries(counts.map((count) => [`p${count}`, Number(count)])),
  });
  producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'linger.ms': 1 });
});

afterAll(async () => {
  await producer.close();
  await cluster.close();
});

test.each(counts)('10,000 keys over %s partitions land where Java puts them', async (count) => {
  const wanted = fixture.partitions[count].split(' ').map(Number);
  expect(keys).toHaveLength(10_000);
  const got = await producer.sendBatch(keys.map((key) => ({ topic: `p${count}`, key, value: 'v' })));
  expect(got.map((metadata) => metadata.partition)).toEqual(wanted);
});

describe('records without a key', () => {
  test.each([0, 5])(
    'stay with one partition for batch.size bytes, from the first record of a topic on, with linger.ms=%d',
    async (linger) => {
      const sticky = new Producer({
        'bootstrap.servers': cluster.bootstrapServers,
        'linger.ms': linger,
        'batch.size': 1000,
      });
      // The topic is not known yet when these are produced: ten records of 100 bytes per partition.
      const got = await sticky.sendBatch(
        Array.from({ length: 100 }, () => ({ topic: 'p100', value: Buffer.alloc(100) })),
      );
      const partitions = got.map((metadata) => metadata.partition);
      for (let start = 0; start < 100; start += 10) expect(new Set(partitions.slice(start, start + 10)).size).toBe(1);
      expect(new Set(partitions).size).toBeGreaterThan(1);
      await sticky.close();
    },
  );

  test('are spread from the start: each partition that has a leader counts, whether its broker is connected yet or not', async () => {
    const spreadOfOne = async () => {
      await using producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'batch.size': 1000 });
      const got = await producer.sendBatch(
        Array.from({ length: 100 }, () => ({ topic: 'p100', value: Buffer.alloc(100) })),
      );
      return new Set(got.map(({ partition }) => partition)).size;
    };
    const spread: number[] = [];
    for (let i = 0; i < 20; i++)
      spread.push(...(await Promise.all([spreadOfOne(), spreadOfOne(), spreadOfOne(), spreadOfOne()])));
    // Ten random choices among a hundred partitions.
    expect(Math.min(...spread)).toBeGreaterThan(2);
  });

  test('are all records with partitioner.ignore.keys', async () => {
    const ignoring = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'partitioner.ignore.keys': true });
    const got = await ignoring.sendBatch(
      Array.from({ length: 50 }, (_, i) => ({ topic: 'p100', key: `k${i}`, value: 'v' })),
    );
    expect(new Set(got.map((metadata) => metadata.partition)).size).toBe(1);
    await ignoring.close();
  });

  test('go round with RoundRobinPartitioner, whatever their keys', async () => {
    const robin = new Producer({
      'bootstrap.servers': cluster.bootstrapServers,
      'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner',
    });
    const got = await robin.sendBatch(Array.from({ length: 24 }, () => ({ topic: 'p12', key: 'same', value: 'v' })));
    expect(got.map((metadata) => metadata.partition)).toEqual([...Array(12).keys(), ...Array(12).keys()]);
    await robin.close();
  });
});
