import fixture from '../../fixtures/java/serialized.json';
import { Consumer, Producer } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

interface Row {
  serde: string;
  inner?: string;
  charset?: string;
  /** What Java's serializer made of the value. */
  bytes: string;
  value: unknown;
}

const javaPackage = 'org.apache.kafka.common.serialization.';

function decode(serde: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => (element === null ? null : decode(serde, element)));
  if (serde === 'Long') return BigInt(value as string);
  if (serde === 'Float' || serde === 'Double') return Number(value);
  if (['ByteArray', 'ByteBuffer', 'Bytes'].includes(serde)) return Buffer.from(value as string, 'hex');
  return value;
}

const valueOf = (row: Row): unknown => decode(row.inner ? /\$(\w+)Serde/.exec(row.inner)![1]! : row.serde, row.value);

/** What no charset, or no UTF-8, can give back. */
const lossy = (row: Row): boolean =>
  ['ISO-8859-1', 'US-ASCII'].includes(row.charset ?? '') || /[\ud800-\udbff] /.test(String(row.value));

const groups = new Map<string, Row[]>();
for (const row of fixture.values as Row[]) {
  const name = [row.serde, row.inner?.replace(javaPackage, ''), row.charset].filter(Boolean).join(' ');
  groups.set(name, [...(groups.get(name) ?? []), row]);
}

const kafka = sharedKafka();
const headers: [string, string | null][] = [
  ['h', 'x'],
  ['h', null],
  ['empty', ''],
];
const headerBytes = headers.map(([name, value]) => [name, value === null ? null : Buffer.from(value)]);
const timestamp = 1_600_000_000_123;

function options(row: Row): Record<string, unknown> {
  return {
    'bootstrap.servers': kafka.bootstrapServers,
    ...(row.inner ? { 'default.list.value.serde.inner': row.inner, 'default.list.key.serde.inner': row.inner } : {}),
  };
}

test.each([...groups])('%s: from Java to us', async (_name, rows) => {
  const readable = rows.filter((row) => !lossy(row));
  const topic = uniqueName('from-java');
  await kafka.createTopic(topic);
  const records = readable.map((row) => ({
    key: Buffer.from(row.bytes, 'hex'),
    value: Buffer.from(row.bytes, 'hex'),
    headers,
    timestamp,
  }));
  await kafka.produce(topic, [...records, { key: null, value: null }]);
  const [{ serde, charset }] = rows as [Row];
  const consumer = new Consumer<unknown, unknown>({
    ...options(rows[0]!),
    'key.deserializer': `${javaPackage}${serde}Deserializer`,
    'value.deserializer': `${javaPackage}${serde}Deserializer`,
    ...(charset ? { 'deserializer.encoding': charset } : {}),
  } as object);
  try {
    consumer.assign([{ topic, partition: 0, offset: 'beginning' }]);
    const got = await consumer.consume(records.length + 1, 30_000);
    expect(got.map(({ key, value }) => ({ key, value }))).toEqual([
      ...readable.map((row) => ({ key: valueOf(row), value: valueOf(row) })),
      { key: null, value: null },
    ]);
    for (const record of got.slice(0, -1)) {
      expect({ headers: [...record.headers], timestamp: record.timestamp }).toEqual({
        headers: headerBytes,
        timestamp,
      });
    }
  } finally {
    await consumer.close();
  }
});

test.each([...groups])('%s: from us to Java', async (_name, rows) => {
  const topic = uniqueName('to-java');
  await kafka.createTopic(topic);
  const [{ serde, charset }] = rows as [Row];
  const producer = new Producer<unknown, unknown>({
    ...options(rows[0]!),
    'key.serializer': `${javaPackage}${serde}Serializer`,
    'value.serializer': `${javaPackage}${serde}Serializer`,
    ...(charset ? { 'serializer.encoding': charset } : {}),
  } as object);
  try {
    const records = rows.map((row) => ({ topic, key: valueOf(row), value: valueOf(row), headers, timestamp }));
    await producer.sendBatch([...records, { topic, key: null, value: null }]);
  } finally {
    await producer.close();
  }
  const got = await kafka.consume(topic);
  expect(got.map(({ key, value }) => [key?.toString('hex') ?? null, value?.toString('hex') ?? null])).toEqual([
    ...rows.map((row) => [row.bytes, row.bytes]),
    [null, null],
  ]);
  for (const record of got.slice(0, -1)) {
    expect({ headers: record.headers, timestamp: record.timestamp }).toEqual({ headers: headerBytes, timestamp });
  }
});
