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
  // Sticky by time: a burst spans two or three partitions at most, and nearly all of 100 if they were spread one by one.
  test.each([0, 5])('stay together for a while, with linger.ms=%d', async (linger) => {
    const sticky = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'linger.ms': linger });
    // What is handed over before librdkafka knows a topic's leaders is spread.
    await sticky.send({ topic: 'p100', value: 'first' });
    const got = await sticky.sendBatch(Array.from({ length: 500 }, () => ({ topic: 'p100', value: 'v' })));
    expect(new Set(got.map((metadata) => metadata.partition)).size).toBeLessThan(20);
    await sticky.close();
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
