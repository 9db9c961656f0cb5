/** One Java .properties file for all kinds of clients. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { AdminClient, Consumer, Producer } from '../../../src/index';
import { MockCluster } from '../../../src/testing/index';

const folder = mkdtempSync(join(tmpdir(), 'kafka-napi-properties-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Buffer): string {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.properties`);
  writeFileSync(file, content);
  return file;
}

const shared = (servers: string) => `# of all clients
bootstrap.servers = ${servers}
acks: all
linger.ms 5
group.id=readers
auto.offset.reset = \\
    earliest
key.serializer=org.apache.kafka.common.serialization.StringSerializer
value.serializer=org.apache.kafka.common.serialization.StringSerializer
key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
value.deserializer=org.apache.kafka.common.serialization.StringDeserializer
client.id=caf\\u00e9
`;

test('one file makes a producer, a consumer and an admin client', async () => {
  await using cluster = await MockCluster.start();
  const file = fileOf(shared(cluster.bootstrapServers));
  await using producer = Producer.fromProperties<string, string>(file);
  await producer.send({ topic: 'shared', key: 'k', value: 'v' });
  await using consumer = Consumer.fromProperties<string, string>(pathToFileURL(file));
  consumer.subscribe(['shared']);
  const [record] = await consumer.consume(1, 30_000);
  expect(record).toMatchObject({ key: 'k', value: 'v' });
  await using admin = AdminClient.fromProperties(file, { 'client.id': 'own' });
  await admin.ready();
  expect(admin.state).toBe('up');
});

test('overrides win, a misspelt name is refused, and config.unknown=warn takes it', () => {
  const file = fileOf('bootstrap.servers=localhost:1\ngroup.id=g\nlinger.sm=5\n');
  expect(() => Producer.fromProperties(file)).toThrow(/linger\.sm.*linger\.ms/);
  expect(() =>
    Producer.fromProperties(fileOf('bootstrap.servers=localhost:1\nacks=all\n'), { acks: 7 as never }),
  ).toThrow(/acks/);
  // What is given to a client of its own must be its own.
  expect(() => Producer.fromProperties(fileOf('bootstrap.servers=localhost:1'), { 'group.id': 'g' } as never)).toThrow(
    /group\.id is a property of Consumer/,
  );
  const taken = Producer.fromProperties(file, { 'config.unknown': 'warn' });
  taken.on('warning', () => undefined);
  return taken.close();
});

test('text in UTF-8 and in Latin-1', () => {
  const utf8 = Buffer.from('bootstrap.servers=localhost:1\nacks=\u00e9\n');
  const latin1 = Buffer.from('bootstrap.servers=localhost:1\nacks=\u00e9\n', 'latin1');
  for (const bytes of [utf8, latin1]) expect(() => Producer.fromProperties(fileOf(bytes))).toThrow(/\u00e9/);
});

test.each([
  ['no file', undefined, /fromProperties: the file must be a path/],
  ['an empty path', '', /fromProperties: the file must be a path/],
  ['a file that is not there', '/nowhere/x.properties', /fromProperties: cannot read \/nowhere\/x\.properties: ENOENT/],
])('refuses %s', (_, file, message) => {
  for (const Client of [Producer, Consumer, AdminClient])
    expect(() => Client.fromProperties(file as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', message: expect.stringMatching(message) as string }),
    );
});

test('refuses overrides that are no object', () => {
  const file = fileOf('bootstrap.servers=localhost:1');
  expect(() => Producer.fromProperties(file, 'acks=all' as never)).toThrow(
    /fromProperties: the overrides must be an object/,
  );
});
