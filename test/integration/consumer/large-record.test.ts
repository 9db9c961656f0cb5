/**
 * A record above librdkafka's 100,000,000 bytes of a response: the broker sends the first record of a partition
 * whatever its size.
 */
import { createHash, randomFillSync } from 'node:crypto';
import { Consumer, Producer } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();
const BYTES = 101_000_000;
const sum = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

test('a record of 101 MB is read, and so are the records behind it', async () => {
  const topic = uniqueName('large');
  await kafka.createTopic(topic, { configs: { 'max.message.bytes': String(BYTES + 100_000) } });
  const large = Buffer.alloc(BYTES);
  randomFillSync(large, 0, 1_000_000);
  await using producer = new Producer({
    'bootstrap.servers': kafka.bootstrapServers,
    'max.request.size': BYTES + 10_000,
    'buffer.memory': BYTES + 1_000_000,
  });
  await producer.send({ topic, partition: 0, value: large });
  await producer.send({ topic, partition: 0, value: Buffer.from('behind') });
  await using consumer = new Consumer({ 'bootstrap.servers': kafka.bootstrapServers });
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  const [first, second] = await consumer.consume(2, 60_000);
  expect(first!.value!.length).toBe(BYTES);
  expect(sum(first!.value!)).toBe(sum(large));
  expect(second!.value!.toString()).toBe('behind');
});
