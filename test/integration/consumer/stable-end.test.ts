/**
 * With read_committed the end is the last stable offset: for lags, for the metric, and for a stream that reads to the
 * end.
 */
import { Producer } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { delay, stringConsumer } from './support';

const kafka = sharedKafka();
const committedOnly = { 'isolation.level': 'read_committed', 'enable.auto.commit': false };

test('no lag if only records of an open transaction follow', async () => {
  const topic = uniqueName('stable');
  await kafka.createTopic(topic);
  await kafka.produce(topic, [{ value: 'a' }, { value: 'b' }], { transactionalId: uniqueName('tx') });
  const open = uniqueName('tx');
  await kafka.produce(topic, [{ value: 'c' }, { value: 'd' }], { transactionalId: open, outcome: 'open' });
  try {
    const part = { topic, partition: 0 };
    await using consumer = stringConsumer(committedOnly);
    consumer.assign([part]);
    await consumer.consume(3, 3000);
    expect(consumer.position(part)).toBe(3);
    expect(consumer.currentLag(part)).toBe(0);
    expect(consumer.metrics()['records-lag-max']).toBe(0);
    await using all = stringConsumer({ 'isolation.level': 'read_uncommitted' });
    all.assign([part]);
    await all.consume(2, 60_000);
    expect(all.currentLag(part)).toBe(3);
  } finally {
    await kafka.endTransaction(open, 'abort');
  }
});

test('the lag of a paused partition that was never fetched is requested', async () => {
  const topic = uniqueName('paused');
  await kafka.createTopic(topic);
  await kafka.produce(topic, [{ value: 'a' }, { value: 'b' }]);
  const part = { topic, partition: 0 };
  await using consumer = stringConsumer();
  consumer.assign([part]);
  consumer.pause([part]);
  for (let i = 0; i < 200 && consumer.currentLag(part) === null; i++) await consumer.poll(20);
  expect(consumer.currentLag(part)).toBe(2);
});

test("stream({ to: 'end' }) ends while the topic is being written in transactions", async () => {
  const topic = uniqueName('written');
  await kafka.createTopic(topic);
  const producer = new Producer({ 'bootstrap.servers': kafka.bootstrapServers, 'transactional.id': topic });
  await producer.initTransactions();
  let isWriting = true;
  const writing = (async () => {
    while (isWriting) {
      await producer.transaction(async () => {
        for (let i = 0; i < 5; i++) {
          producer.produce({ topic, value: 'v' });
          await delay(10);
        }
      });
    }
  })();
  await delay(500);
  for (let round = 0; round < 4; round++) {
    const part = { topic, partition: 0 };
    await using consumer = stringConsumer(committedOnly);
    consumer.assign([{ ...part, offset: 'beginning' }]);
    const end = (await consumer.endOffsets([part]))[0]!.offset!;
    const signal = AbortSignal.timeout(60_000);
    let last = -1;
    for await (const record of consumer.stream({ to: 'end', signal })) last = record.offset;
    expect(signal.aborted).toBe(false);
    expect(consumer.position(part)).toBeGreaterThanOrEqual(end);
    expect(last).toBeLessThan(consumer.position(part)!);
    // What was fetched and lies behind the end is the next one's.
    const [next] = await consumer.poll(60_000);
    expect(next!.offset).toBeGreaterThan(last);
  }
  isWriting = false;
  await writing;
  await producer.close();
});
