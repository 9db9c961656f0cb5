/** UTF-8 text is read directly from the batch. Every way of reading returns the same as a user's deserializer. */
import { Consumer, Producer } from '../../../src';
import { MockCluster } from '../../../src/testing';

const values: (string | Buffer | null)[] = [
  'plain',
  '',
  null,
  'größer, 大きい, 🎉',
  Buffer.from([0x61, 0xff, 0xc3]),
  Buffer.from([0xa9, 0x62]),
  'ä'.repeat(200_000),
  'last',
];
const text = (data: string | Buffer | null) => (data === null ? null : Buffer.from(data).toString('utf8'));
const expected = values.map((value, i) => [text(i % 2 ? 'ключ' : null), text(value)]);

let cluster: MockCluster;
beforeAll(async () => {
  cluster = await MockCluster.start({ topics: { t: 1 } });
  await using producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
  for (const [i, value] of values.entries()) await producer.send({ topic: 't', key: i % 2 ? 'ключ' : null, value });
});
afterAll(() => cluster.close());

function reader(more: object = {}) {
  const consumer = new Consumer<string, string>({
    'bootstrap.servers': cluster.bootstrapServers,
    'key.deserializer': 'string',
    'value.deserializer': 'org.apache.kafka.common.serialization.StringDeserializer',
    ...more,
  });
  consumer.assign([{ topic: 't', partition: 0, offset: 'beginning' }]);
  return consumer;
}
const pair = ({ key, value }: { key: unknown; value: unknown }) => [key, value];

test('poll, and the same records looked at twice', async () => {
  await using consumer = reader();
  const seen: unknown[] = [];
  while (seen.length < values.length) {
    const records = await consumer.poll(1000);
    seen.push(...Array.from(records, pair));
    expect(Array.from(records, pair)).toEqual(records.records('t').map(pair));
  }
  expect(seen).toEqual(expected);
});

test('consume, record by record, and batches that are cut', async () => {
  await using consumer = reader();
  expect((await consumer.consume(values.length, 10_000)).map(pair)).toEqual(expected);
  consumer.seek({ topic: 't', partition: 0 }, 0);
  const one: unknown[] = [];
  for await (const record of consumer.stream({ limit: 3 })) one.push(pair(record));
  for await (const records of consumer.batches({ until: ({ value }) => value === 'last' }))
    one.push(...Array.from(records, pair));
  expect(one).toEqual(expected);
});

test('an interceptor, and a copy in memory of its own', async () => {
  await using consumer = reader({ 'interceptor.classes': [{ onConsume: (records: unknown) => records }] });
  const records = await consumer.consume(values.length, 10_000);
  expect(records.map((record) => pair(record.copy()))).toEqual(expected);
});

test('text on one side, bytes on the other', async () => {
  await using consumer = reader({ 'value.deserializer': 'bytes' });
  const [, second] = await consumer.consume(2, 10_000);
  expect(pair(second!)).toEqual(['ключ', Buffer.alloc(0)]);
});
