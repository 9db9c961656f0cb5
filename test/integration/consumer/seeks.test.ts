/** Seeks in quick succession: the last one counts, whatever librdkafka still waits for. */
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { delay, range, stringConsumer } from './support';

const kafka = sharedKafka();

/** Ten batches of one record each. */
async function tenBatches(): Promise<string> {
  const topic = uniqueName('seeks');
  await kafka.createTopic(topic);
  for (const i of range(0, 10)) await kafka.produce(topic, [{ value: String(i), partition: 0 }]);
  return topic;
}

/*
 * The answer to the first seek came after the second one, counted as outdated, and had its query repeated after half a
 * second: reading went on at the end.
 */
test.each(['seekToEnd', 'seekToBeginning'] as const)('a seek at once after %s is not undone', async (before) => {
  const topic = await tenBatches();
  const part = { topic, partition: 0 };
  // One batch a fetch, so that reading is not over before that answer comes.
  await using consumer = stringConsumer({ 'max.partition.fetch.bytes': 1, 'max.poll.records': 1 });
  consumer.assign([{ ...part, offset: 0 }]);
  expect((await consumer.consume(10, 15_000)).length).toBe(10);
  consumer[before]([part]);
  consumer.seek(part, 2);
  const offsets: number[] = [];
  for (let i = 0; i < 100 && offsets.length < 8; i++)
    offsets.push(...[...(await consumer.poll(200))].map(({ offset }) => offset));
  expect(offsets).toEqual(range(2, 10));
});

/*
 * librdkafka asks for the position right after the seek, finds it out of range and goes elsewhere. Java asks when it
 * polls, and then the log reaches that far.
 */
test.each(['earliest', 'latest'])(
  '%s: a seek beyond the end holds if the log has grown past it by the next poll',
  async (reset) => {
    const topic = await tenBatches();
    const part = { topic, partition: 0 };
    await using consumer = stringConsumer({ 'auto.offset.reset': reset });
    consumer.assign([{ ...part, offset: 0 }]);
    expect((await consumer.consume(10, 15_000)).length).toBe(10);
    const read = async (offset: number, written: number[]): Promise<number[]> => {
      for (const i of written) await kafka.produce(topic, [{ value: String(i), partition: 0 }]);
      await delay(1000);
      expect(consumer.position(part)).toBe(offset);
      return (await consumer.consume(3, 15_000)).map((record) => record.offset);
    };
    consumer.seek(part, 12);
    await delay(1000);
    expect(await read(12, range(10, 15))).toEqual([12, 13, 14]);
    consumer.assign([{ ...part, offset: 17 }]);
    await delay(1000);
    expect(await read(17, range(15, 20))).toEqual([17, 18, 19]);
  },
);

test('a seek beyond the end, and a poll before the log grows past it: the reset policy applies', async () => {
  const topic = await tenBatches();
  const part = { topic, partition: 0 };
  await using consumer = stringConsumer();
  consumer.assign([{ ...part, offset: 0 }]);
  expect((await consumer.consume(10, 15_000)).length).toBe(10);
  consumer.seek(part, 12);
  await delay(1000);
  expect((await consumer.consume(10, 15_000)).map(({ offset }) => offset)).toEqual(range(0, 10));
});

test('a seek, a pause and a resume at once after the assignment', async () => {
  const topic = await tenBatches();
  const part = { topic, partition: 0 };
  await using consumer = stringConsumer({ 'auto.offset.reset': 'latest' });
  consumer.assign([part]);
  consumer.seekToBeginning([part]);
  consumer.pause([part]);
  consumer.resume([part]);
  expect((await consumer.consume(10, 15_000)).map(({ offset }) => offset)).toEqual(range(0, 10));
  consumer.seekToEnd([part]);
  consumer.pause([part]);
  consumer.seekToBeginning([part]);
  consumer.resume([part]);
  expect((await consumer.consume(10, 15_000)).map(({ offset }) => offset)).toEqual(range(0, 10));
});
