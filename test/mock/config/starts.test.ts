import { Consumer, ConfigError, Producer } from '../../../src/index';
import { MockCluster } from '../../../src/testing/index';

let cluster: MockCluster;
beforeAll(async () => {
  cluster = await MockCluster.start({ topics: { t: 2, alone: 2 } });
});
afterAll(() => cluster.close());

const servers = () => ({ 'bootstrap.servers': cluster.bootstrapServers });

describe('clients that start with Java’s defaults', () => {
  test('a transactional producer', async () => {
    const producer = new Producer({ ...servers(), 'transactional.id': 't1' });
    await producer.initTransactions();
    const metadata = await producer.transaction(() => producer.send({ topic: 't', key: 'k', value: 'v' }));
    expect(metadata.offset).toBeGreaterThanOrEqual(0);
    await producer.close();
  });

  test('a producer with acks=1, which is not idempotent then', async () => {
    const producer = new Producer({ ...servers(), acks: '1' });
    await expect(producer.send({ topic: 't', value: 'v' })).resolves.toMatchObject({ topic: 't' });
    await producer.close();
  });

  test('a consumer of a KIP-848 group', async () => {
    const consumer = new Consumer({ ...servers(), 'group.id': 'g1', 'group.protocol': 'consumer' });
    await consumer.ready();
    await consumer.close();
  });

  test('a consumer without group.id, which may assign and poll', async () => {
    const consumer = new Consumer({ ...servers(), 'auto.offset.reset': 'earliest' });
    const producer = new Producer(servers());
    await producer.send({ topic: 'alone', partition: 1, value: 'here' });
    consumer.assign([{ topic: 'alone', partition: 1, offset: 'beginning' }]);
    const [record] = await consumer.consume(1, 20_000);
    expect(record!.value!.toString()).toBe('here');
    await consumer.close();
    await producer.close();
  });
});

describe('what only librdkafka can find out is a ConfigError by Java’s name too', () => {
  const cases: [string, string, Record<string, unknown>][] = [
    [
      'a certificate it cannot read',
      'ssl.truststore.certificates',
      { 'ssl.truststore.type': 'PEM', 'ssl.truststore.certificates': 'x' },
    ],
    ['a cipher suite it does not have', 'ssl.cipher.suites', { 'ssl.cipher.suites': 'NO_SUCH_SUITE' }],
  ];
  test.each(cases)('%s', (_what, property, config) => {
    const make = (): unknown =>
      new Producer({ 'bootstrap.servers': 'localhost:1', 'security.protocol': 'SSL', ...config });
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_CONFIG', property }) as Error);
  });

  test('Kerberos, which this build does not have', () => {
    const config = {
      'bootstrap.servers': 'localhost:1',
      'security.protocol': 'SASL_SSL',
      'sasl.kerberos.service.name': 'kafka',
    } as const;
    expect(() => new Producer(config)).toThrow(/GSSAPI needs Kerberos/);
  });
});
