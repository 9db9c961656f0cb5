import path from 'node:path';
import answers from '../../fixtures/java/config-answers.json';
import type { TypedEmitter, ClientEvents } from '../../../src/client/events/events';
import { resolveConfig } from '../../../src/config/resolve';
import { AdminClient, ConfigError, Consumer, Producer } from '../../../src/index';

interface Case {
  client: string;
  config: Record<string, unknown>;
}

/** Configurations that Java's constructors accepted: single legal values, and combinations. */
const accepted: Case[] = [
  ...(answers.single as { client: string; name: string; kind: string; value?: unknown; accepted: boolean }[])
    .filter((row) => row.accepted && row.kind === 'legal')
    .map((row) => ({ client: row.client, config: { [row.name]: row.value } })),
  ...(answers.combined as { client: string; properties: Record<string, unknown>; accepted: boolean }[])
    .filter((row) => row.accepted)
    .map((row) => ({ client: row.client, config: row.properties })),
];

/** Values at the limits of Java's and librdkafka's ranges, together with the properties that depend on them. */
const extremes: Case[] = [
  { client: 'producer', config: { 'linger.ms': '9223372036854775807', 'request.timeout.ms': 2147483647 } },
  { client: 'producer', config: { 'linger.ms': 0, 'request.timeout.ms': 0, 'delivery.timeout.ms': 0 } },
  { client: 'producer', config: { 'transactional.id': 't', 'transaction.timeout.ms': 1, 'linger.ms': 5000 } },
  {
    client: 'producer',
    config: {
      'transactional.id': 't',
      'transaction.timeout.ms': 2147483647,
      'request.timeout.ms': 300_000,
      'delivery.timeout.ms': 2147483647,
    },
  },
  { client: 'producer', config: { 'batch.size': 2147483647, 'max.request.size': 2147483647, 'buffer.memory': 0 } },
  { client: 'producer', config: { 'max.request.size': 0, 'batch.size': 0 } },
  { client: 'producer', config: { 'compression.type': 'zstd', 'compression.zstd.level': 22 } },
  { client: 'producer', config: { 'compression.type': 'zstd', 'compression.zstd.level': -131072 } },
  { client: 'producer', config: { 'compression.type': 'lz4', 'compression.lz4.level': 17 } },
  { client: 'producer', config: { 'enable.idempotence': false, 'max.in.flight.requests.per.connection': 2147483647 } },
  {
    client: 'consumer',
    config: { 'fetch.max.bytes': 0, 'max.partition.fetch.bytes': 0, 'fetch.min.bytes': 2147483647 },
  },
  { client: 'consumer', config: { 'fetch.max.bytes': 2147483647, 'max.partition.fetch.bytes': 2147483647 } },
  {
    client: 'consumer',
    config: { 'max.poll.interval.ms': 1, 'session.timeout.ms': 3_000_000, 'heartbeat.interval.ms': 2_000_000 },
  },
  { client: 'consumer', config: { 'session.timeout.ms': 2147483647, 'heartbeat.interval.ms': 2147483646 } },
  {
    client: 'consumer',
    config: { 'request.timeout.ms': 0, 'fetch.max.wait.ms': 2147483647, 'auto.commit.interval.ms': 2147483647 },
  },
  {
    client: 'consumer',
    config: { 'metadata.max.age.ms': '9223372036854775807', 'retry.backoff.ms': 0, 'retry.backoff.max.ms': 0 },
  },
];

function make({ client, config }: Case): { close(options: { timeoutMs: number }): Promise<void> } {
  const all = {
    'bootstrap.servers': '127.0.0.1:1',
    ...(client === 'consumer' ? { 'group.id': 'g' } : {}),
    log_level: 0,
    ...config,
  };
  const made =
    client === 'producer'
      ? new Producer(all as never)
      : client === 'consumer'
        ? new Consumer(all as never)
        : new AdminClient(all as never);
  (made as TypedEmitter<ClientEvents>).on('error', () => undefined);
  return made;
}

/** Refused before librdkafka gets it. java-answers.test.ts compares those with the table. */
function refusedByUs(one: Case): boolean {
  try {
    resolveConfig(one.client as 'producer', {
      'bootstrap.servers': 'b:1',
      ...(one.client === 'consumer' ? { 'group.id': 'g' } : {}),
      ...one.config,
    });
    return false;
  } catch (error) {
    if (error instanceof ConfigError) return true;
    throw error;
  }
}

const cases = [...accepted, ...extremes].filter((one) => !refusedByUs(one));
const slices = Array.from({ length: Math.ceil(cases.length / 40) }, (_, i) => [i * 40] as const);

beforeAll(() => {
  jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});

test.each(slices)('librdkafka takes what Java takes, from case %d', async (start) => {
  const clients: { close(options: { timeoutMs: number }): Promise<void> }[] = [];
  const failures: unknown[] = [];
  for (const one of cases.slice(start, start + 40)) {
    try {
      clients.push(make(one));
    } catch (error) {
      failures.push([one, String(error)]);
    }
  }
  await Promise.all(clients.map((client) => client.close({ timeoutMs: 0 })));
  expect(failures).toEqual([]);
});

describe('key and trust stores reach TLS', () => {
  const file = (name: string): string => path.join(__dirname, '..', '..', 'fixtures', 'tls', name);
  const tls = (config: object) => ({ client: 'producer', config: { 'security.protocol': 'SSL', ...config } });

  test.each([
    [
      'JKS',
      {
        'ssl.truststore.location': file('trust.jks'),
        'ssl.truststore.password': 'trustpass',
        'ssl.keystore.location': file('key.jks'),
        'ssl.keystore.password': 'storepass',
        'ssl.key.password': 'keypass1',
      },
    ],
    [
      'PKCS#12',
      {
        'ssl.truststore.location': file('trust.p12'),
        'ssl.truststore.password': 'trustpass',
        'ssl.keystore.location': file('key.p12'),
        'ssl.keystore.password': 'storepass',
      },
    ],
    ['PEM', { 'ssl.truststore.location': file('cert.pem'), 'ssl.truststore.type': 'PEM' }],
  ])('%s', async (_format, config) => {
    await make(tls(config)).close({ timeoutMs: 0 });
  });

  test.each([
    ['trust store', { 'ssl.truststore.location': file('trust.p12'), 'ssl.truststore.password': 's3cret' }],
    ['key store', { 'ssl.keystore.location': file('key.p12'), 'ssl.keystore.password': 's3cret' }],
  ])('a wrong password of a PKCS#12 %s is a ConfigError that does not show it', (_store, config) => {
    const run = (): unknown => make(tls(config));
    expect(run).toThrow(ConfigError);
    expect(run).not.toThrow(/s3cret/);
  });
});
