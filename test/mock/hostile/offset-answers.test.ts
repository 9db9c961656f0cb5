/** Answers about committed offsets that say nothing of a partition, or cannot be read: they are asked for again. */
import { Consumer, Producer } from '../../../src';
import { firstValue, OFFSET_FETCH, once, proxiedMock, shortened } from './frame-proxy';

const setUp = proxiedMock();

/** Behind the name of the topic: the number of partitions, and the first of them. */
const NAME = Buffer.from([2, 't'.charCodeAt(0), 2, 0, 0, 0, 0]);
const PARTITION_AT = 3;
const ERROR_AT = NAME.length + 8 + 4 + 1;
const UNKNOWN_TOPIC_OR_PART = 3;

test.each([
  ['another partition', (frame: Buffer) => (frame.writeInt32BE(7, frame.indexOf(NAME) + PARTITION_AT), frame)],
  ['an error', (frame: Buffer) => (frame.writeInt16BE(UNKNOWN_TOPIC_OR_PART, frame.indexOf(NAME) + ERROR_AT), frame)],
  ['an early end', (frame: Buffer) => shortened(frame, 8)],
])('%s', async (_, change) => {
  await using producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await producer.send({ topic: 't', value: 'first' });
  setUp.proxy.change = once(OFFSET_FETCH, change);
  await using consumer = new Consumer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'group.id': 'g',
    // The mock broker waits almost that long for other members.
    'session.timeout.ms': 6000,
    'auto.offset.reset': 'earliest',
  });
  consumer.subscribe(['t']);
  expect(await firstValue(consumer)).toBe('first');
});
