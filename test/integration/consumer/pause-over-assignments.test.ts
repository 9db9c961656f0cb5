/** A pause ends with its assignment, in whatever way that ends. */
import { fill, filledTopic, stringConsumer, type StringConsumer } from './support';

const ways: [name: string, again: (consumer: StringConsumer, topic: string) => Promise<void>][] = [
  [
    'unsubscribe() and subscribe()',
    async (consumer, topic) => {
      await consumer.unsubscribe();
      consumer.subscribe([topic]);
    },
  ],
  [
    'unsubscribe() and assign()',
    async (consumer, topic) => {
      await consumer.unsubscribe();
      consumer.assign([{ topic, partition: 0 }]);
    },
  ],
];

test.each(ways)('a partition that was paused is read after %s', async (_, again) => {
  const topic = await filledTopic(0);
  await using consumer = stringConsumer({ 'enable.auto.commit': false });
  consumer.subscribe([topic]);
  await consumer.assigned({ timeoutMs: 60_000 });
  consumer.pause([{ topic, partition: 0 }]);
  await fill(topic, 0, 3);
  expect((await consumer.poll(500)).count).toBe(0);
  await again(consumer, topic);
  expect(await consumer.consume(3, 60_000)).toHaveLength(3);
  expect(consumer.paused()).toEqual([]);
});

test('subscribing to the same topics again changes the listeners and nothing else', async () => {
  const topic = await filledTopic(5);
  const told: string[] = [];
  const listeners = (name: string) => ({
    onPartitionsAssigned: () => void told.push(`${name} assigned`),
    onPartitionsRevoked: () => void told.push(`${name} revoked`),
  });
  const consumer = stringConsumer({ 'enable.auto.commit': false });
  consumer.subscribe([topic], listeners('first'));
  expect(await consumer.consume(5, 60_000)).toHaveLength(5);
  consumer.subscribe([topic], listeners('second'));
  expect((await consumer.poll(1000)).count).toBe(0);
  await consumer.close();
  expect(told).toEqual(['first assigned', 'second revoked']);
});

test('assignment by hand after a seek that was made before the client knew that nothing is committed', async () => {
  const topic = await filledTopic(4);
  await using consumer = stringConsumer({ 'auto.offset.reset': 'none', 'enable.auto.commit': false });
  const part = { topic, partition: 0 };
  consumer.assign([part]);
  // librdkafka finds out, and says so in its queue.
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 50));
  consumer.seek(part, 1);
  expect((await consumer.consume(3, 60_000)).map(({ offset }) => offset)).toEqual([1, 2, 3]);
  consumer.seek(part, 1000);
  await expect(consumer.consume(1, 60_000)).rejects.toMatchObject({ code: 'ERR__AUTO_OFFSET_RESET' });
});
