/**
 * What a log shows of everything that this package hands out: short, quick to make, without contents of megabytes and
 * secrets.
 */
import { inspect } from 'node:util';
import { AdminClient, Consumer, ConsumerRecord, KafkaError, Producer } from '../../../src';
import { PartialFailureError, rejected } from '../../../src/errors/partial-failure-error';
import { MockCluster } from '../../../src/testing';

const SECRET = 'open-sesame';
const BIG = 900_000;

test('clients, records, batches, streams, errors and clusters', async () => {
  await using cluster = await MockCluster.start({ topics: { t: 1 } });
  const servers = { 'bootstrap.servers': cluster.bootstrapServers };
  await using producer = new Producer({ ...servers, 'linger.ms': 60_000, 'interceptor.classes': [] });
  await using consumer = new Consumer({ ...servers, 'group.id': 'g', 'value.deserializer': 'string' });
  await using objects = new Consumer({ ...servers, 'value.deserializer': () => ({ list: new Array(1e5).fill(7n) }) });
  await using admin = new AdminClient(servers);
  const withSecret = new Producer({
    ...servers,
    'security.protocol': 'SASL_PLAINTEXT',
    'sasl.mechanism': 'PLAIN',
    'sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="${SECRET}";`,
  });
  withSecret.on('warning', () => undefined).on('error', () => undefined);

  producer.produce({ topic: 't', key: 'k', value: Buffer.alloc(BIG, 'x'), headers: { h: Buffer.alloc(5000, 0xff) } });
  await producer.flush();
  producer.produce({ topic: 't', value: 'waits' });
  for (const one of [consumer, objects]) one.assign([{ topic: 't', partition: 0, offset: 'beginning' }]);
  const batch = await consumer.poll(30_000);
  const [record] = batch;
  const [decoded] = await objects.consume(1, 30_000);
  const failure = await producer.send({ topic: 't', value: Buffer.alloc(2_000_000) }).catch((error: unknown) => error);
  const failures = Array.from({ length: 10_000 }, (_, i) =>
    rejected(new KafkaError({ code: 'ERR__FAIL', message: `number ${i}`, cause: new Error('why') })),
  );
  const writable = producer.writable({ topic: 't' });
  writable.cork();
  writable.write(Buffer.alloc(BIG));
  const readable = consumer.readable();

  const things: Record<string, unknown> = {
    producer,
    consumer,
    admin,
    withSecret,
    cluster,
    batch,
    record,
    decoded,
    copy: record!.copy(),
    stream: consumer.stream(),
    batches: consumer.batches(),
    iterator: batch[Symbol.iterator](),
    writable,
    readable,
    failure,
    partial: new PartialFailureError('createTopics', failures),
    metrics: producer.metrics(),
    group: consumer.groupMetadata(),
    configDef: Producer.configDef['acks'],
  };
  for (const [name, thing] of Object.entries(things)) {
    const printed = [
      JSON.stringify({ thing }),
      inspect(thing),
      inspect({ deep: { deeper: thing } }, { depth: 20, showHidden: true }),
    ];
    for (const text of printed) {
      expect(`${name} ${text.length <= 10_000 ? 'short' : text.slice(0, 2000)}`).toBe(`${name} short`);
      expect(text).not.toContain(SECRET);
    }
  }
  expect(JSON.parse(JSON.stringify(producer))).toEqual({
    client: 'Producer',
    state: 'up',
    outstanding: 1,
    bufferedBytes: 181,
  });
  await admin.ready();
  expect(inspect(admin)).toBe("AdminClient { state: 'up' }");
  expect(JSON.parse(JSON.stringify(record))).toMatchObject({
    topic: 't',
    key: '<1 bytes> k',
    value: expect.stringMatching(/^x{1000}… \(900000 characters\)$/) as string,
    headers: [['h', expect.stringMatching(/^<5000 bytes> (ff){100}… \(hex\)$/) as string]],
  });
  expect(inspect(record)).toMatch(/^ConsumerRecord \{[^]*key: <Buffer 6b>,[^]*'h',\s+<Buffer ff ff/);
  expect(JSON.parse(JSON.stringify(failure))).toMatchObject({ code: 'ERR_MSG_SIZE_TOO_LARGE', operation: 'produce' });
  expect((JSON.parse(JSON.stringify(failure)) as Error).message).toContain('max.request.size');
  expect(JSON.parse(JSON.stringify(things['partial']))).toMatchObject({
    failed: 10_000,
    cause: { message: 'number 0' },
  });
  expect(record).toBeInstanceOf(ConsumerRecord);
  writable.destroy();
  readable.destroy();
  producer.purge();
  await withSecret.close({ timeoutMs: 0 });
});
