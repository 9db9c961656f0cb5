/**
 * What the automatic commit and close() commit after the position changed, in every way it can: as Java's client, both
 * protocols.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer, type AssignPartition } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { filledTopic } from './support';

const kafka = sharedKafka();
const protocols = ['classic', 'consumer'] as const;

function consumerOf(group: string, config: Record<string, unknown> = {}): Consumer {
  const consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': group,
    'auto.offset.reset': 'earliest',
    'auto.commit.interval.ms': 3_600_000,
    ...config,
  } as { 'bootstrap.servers': string });
  consumer.on('warning', () => undefined);
  return consumer;
}

async function committed(group: string, topic: string): Promise<number | undefined> {
  return (await kafka.listGroupOffsets(group))[`${topic}-0`]?.offset;
}

describe.each(protocols)('group.protocol=%s', (protocol) => {
  const changes: [name: string, change: (consumer: Consumer, part: AssignPartition) => void, expected: number][] = [
    ['back', (consumer, part) => consumer.seek(part, 3), 3],
    ['forward', (consumer, part) => consumer.seek(part, 8), 8],
    ['beyond the end', (consumer, part) => consumer.seek(part, 1000), 1000],
  ];
  test.each(changes)('close() after a seek %s and no poll', async (_, change, expected) => {
    const topic = await filledTopic(10);
    const group = uniqueName('group');
    const consumer = consumerOf(group, { 'group.protocol': protocol, 'max.poll.records': 5 });
    consumer.subscribe([topic]);
    expect((await consumer.poll(60_000)).count).toBe(5);
    change(consumer, { topic, partition: 0 });
    await consumer.close();
    expect(await committed(group, topic)).toBe(expected);
  });

  test('by its interval, when the position went back', async () => {
    const topic = await filledTopic(10);
    const group = uniqueName('group');
    await using consumer = consumerOf(group, { 'group.protocol': protocol, 'auto.commit.interval.ms': 100 });
    consumer.subscribe([topic]);
    await consumer.consume(10, 60_000);
    while ((await committed(group, topic)) !== 10) await consumer.poll(100);
    consumer.pause([{ topic, partition: 0 }]);
    consumer.seek({ topic, partition: 0 }, 4);
    for (let i = 0; i < 600 && (await committed(group, topic)) !== 4; i++) await consumer.poll(50);
    expect(await committed(group, topic)).toBe(4);
  });
});

test.each([
  { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor' },
  { 'group.protocol': 'consumer' },
])('a rebalance that only adds partitions commits what was read before it (%j)', async (config) => {
  const [first, second] = [await filledTopic(10), await filledTopic(10)];
  const group = uniqueName('group');
  await using consumer = consumerOf(group, config);
  consumer.subscribe([first]);
  await consumer.consume(10, 60_000);
  consumer.subscribe([first, second]);
  await consumer.consume(10, 60_000);
  for (let i = 0; i < 600 && (await committed(group, first)) !== 10; i++) await consumer.poll(50);
  expect(await committed(group, first)).toBe(10);
});

// The second error was taken for one from before the seek: the partition was assigned again, which commits.
test('a seek away from "no offset" is committed by the interval and by close(), not before', async () => {
  const topic = await filledTopic(10);
  const group = uniqueName('group');
  await using consumer = consumerOf(group, { 'auto.offset.reset': 'none' });
  const part = { topic, partition: 0 };
  consumer.assign([part]);
  await expect(consumer.poll(60_000)).rejects.toMatchObject({ code: 'ERR__AUTO_OFFSET_RESET' });
  consumer.seek(part, 1000);
  await expect(consumer.poll(60_000)).rejects.toMatchObject({ code: 'ERR__AUTO_OFFSET_RESET' });
  expect(await committed(group, topic)).toBeUndefined();
  // Neither is it left behind for close() by a seek to an end, which no poll has resolved.
  consumer.seekToBeginning([part]);
  await consumer.close();
  expect(await committed(group, topic)).toBeUndefined();
});

// The position from before the seek was still stored in librdkafka, which committed it as the partition was taken away.
test('close() after a seek to an end that no poll has resolved commits nothing', async () => {
  const topic = await filledTopic(3);
  const group = uniqueName('group');
  const consumer = consumerOf(group);
  consumer.subscribe([topic]);
  expect(await consumer.consume(3, 60_000)).toHaveLength(3);
  await consumer.poll(300);
  consumer.seekToBeginning();
  await consumer.close();
  expect(await committed(group, topic)).toBeUndefined();
});

// A record that comes while close() serves the queue gives the partition a position, which nothing has asked for.
test('a seek to an end that no poll has resolved is not committed by a listener, whatever was fetched', async () => {
  const topic = await filledTopic(3);
  const group = uniqueName('group');
  const consumer = consumerOf(group, { 'enable.auto.commit': false });
  consumer.subscribe([topic], { onPartitionsRevoked: () => consumer.commit() });
  expect(await consumer.consume(3, 60_000)).toHaveLength(3);
  consumer.seekToBeginning();
  await consumer.endOffsets([{ topic, partition: 0 }]);
  await sleep(300);
  await consumer.close();
  expect(await committed(group, topic)).toBeUndefined();
});

test('a poll that brings nothing resolves a seek to the end: commit() commits it', async () => {
  const topic = await filledTopic(3);
  const group = uniqueName('group');
  await using consumer = consumerOf(group, { 'enable.auto.commit': false });
  consumer.assign([{ topic, partition: 0 }]);
  expect(await consumer.consume(1, 60_000)).toHaveLength(1);
  consumer.seekToEnd();
  await consumer.commit();
  expect(await committed(group, topic)).toBeUndefined();
  expect((await consumer.poll(1000)).count).toBe(0);
  await consumer.commit();
  expect(await committed(group, topic)).toBe(3);
});

// Java's position() returns what it has, and looks for the positions of all only where it has none.
test('a position that is known resolves no seek of another partition', async () => {
  const [sought, other] = [
    { topic: await filledTopic(3), partition: 0 },
    { topic: await filledTopic(2), partition: 0 },
  ];
  const group = uniqueName('group');
  const consumer = consumerOf(group);
  consumer.assign([sought, other]);
  expect(await consumer.consume(5, 60_000)).toHaveLength(5);
  await consumer.poll(300);
  consumer.seekToBeginning([sought]);
  expect(consumer.position(other)).toBe(2);
  // Meanwhile librdkafka finds the position of the other one.
  await sleep(300);
  expect(consumer.position(other)).toBe(2);
  await consumer.close();
  expect(await committed(group, other.topic)).toBe(2);
  expect(await committed(group, sought.topic)).toBeUndefined();
});

test('a paused partition whose position is out of range does not stop the others', async () => {
  const topic = await filledTopic(3);
  await using consumer = consumerOf(uniqueName('group'), { 'auto.offset.reset': 'none' });
  const [out, other] = [
    { topic, partition: 0 },
    { topic: await filledTopic(3), partition: 0 },
  ];
  consumer.assign([
    { ...out, offset: 1000 },
    { ...other, offset: 0 },
  ]);
  let error: unknown;
  for (let i = 0; i < 100 && error === undefined; i++)
    await consumer.poll(100).catch((thrown: unknown) => (error = thrown));
  expect(error).toMatchObject({ code: 'ERR__AUTO_OFFSET_RESET' });
  consumer.seek(other, 0);
  consumer.pause([out]);
  expect(await consumer.consume(3, 15_000)).toHaveLength(3);
  consumer.resume([out]);
  await expect(consumer.poll(15_000)).rejects.toMatchObject({ code: 'ERR__AUTO_OFFSET_RESET' });
});

test('a reset without a following record: position, commit and lag are known', async () => {
  const topic = await filledTopic(10);
  const group = uniqueName('group');
  await using consumer = consumerOf(group, { 'auto.offset.reset': 'latest', 'enable.auto.commit': false });
  const part = { topic, partition: 0 };
  consumer.assign([part]);
  consumer.seek(part, 1000);
  for (let i = 0; i < 600 && consumer.position(part) !== 10; i++) await consumer.poll(100);
  expect(consumer.position(part)).toBe(10);
  expect(consumer.currentLag(part)).toBe(0);
  await consumer.commit();
  expect(await committed(group, topic)).toBe(10);
});

test('by_duration with an eager assignor: finding the start of one partition commits no other', async () => {
  const topic = await filledTopic(40, { partitions: 8 });
  const group = uniqueName('group');
  await using consumer = consumerOf(group, {
    'auto.offset.reset': 'by_duration:PT1H',
    'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.RangeAssignor',
  });
  consumer.subscribe([topic]);
  expect(await consumer.consume(40, 60_000)).toHaveLength(40);
  expect(await kafka.listGroupOffsets(group)).toEqual({});
});

test('a committed offset beyond the end, from which nothing was read yet', async () => {
  const topic = await filledTopic(10);
  const group = uniqueName('group');
  await kafka.alterGroupOffsets(group, topic, 0, 1000);
  await using consumer = consumerOf(group, { 'auto.offset.reset': 'latest', 'enable.auto.commit': false });
  const part = { topic, partition: 0 };
  consumer.assign([part]);
  // The position is known before the broker has refused it.
  for (let i = 0; i < 600 && consumer.position(part) !== 10; i++) await consumer.poll(100);
  expect(consumer.position(part)).toBe(10);
});

test('records deleted beyond the position: the position follows', async () => {
  const topic = await filledTopic(10);
  const part = { topic, partition: 0 };
  await using consumer = consumerOf(uniqueName('group'), { 'max.poll.records': 3, 'enable.auto.commit': false });
  consumer.assign([part]);
  await consumer.consume(10, 60_000);
  consumer.pause([part]);
  consumer.seek(part, 2);
  await kafka.bridge.call('deleteRecords', { topic, partition: 0, offset: 10 });
  consumer.resume([part]);
  for (let i = 0; i < 600 && consumer.position(part) !== 10; i++) await consumer.poll(100);
  expect(consumer.position(part)).toBe(10);
});

test('commit() and close() keep the metadata stored with the offset', async () => {
  const topic = await filledTopic(3);
  const part = { topic, partition: 0 };
  const group = uniqueName('group');
  const consumer = consumerOf(group, { 'enable.auto.commit': false });
  consumer.subscribe([topic]);
  await consumer.consume(3, 60_000);
  consumer.storeOffsets([{ ...part, offset: 2, metadata: 'node-7' }]);
  await consumer.commit();
  expect((await kafka.listGroupOffsets(group))[`${topic}-0`]).toMatchObject({ offset: 2, metadata: 'node-7' });
  await consumer.close();

  const automatic = consumerOf(uniqueName('group'));
  automatic.subscribe([topic]);
  await automatic.consume(3, 60_000);
  automatic.storeOffsets([{ ...part, offset: 1, metadata: 'node-8' }]);
  const { groupId } = automatic.groupMetadata();
  await automatic.close();
  expect((await kafka.listGroupOffsets(groupId))[`${topic}-0`]).toMatchObject({ offset: 1, metadata: 'node-8' });
});

test('a second assign(): partitions in both continue at their position and stay paused', async () => {
  const topic = await filledTopic(20, { partitions: 2 });
  const [first, second] = [0, 1].map((partition) => ({ topic, partition })) as [AssignPartition, AssignPartition];
  await using consumer = consumerOf(uniqueName('group'), { 'enable.auto.commit': false, 'max.poll.records': 4 });
  consumer.assign([first]);
  const read = [...(await consumer.poll(60_000))].map(({ offset }) => offset);
  consumer.assign([first, second]);
  consumer.pause([second]);
  consumer.assign([second, first]);
  expect(consumer.paused()).toEqual([second]);
  while (read.length < 10) read.push(...[...(await consumer.poll(60_000))].map(({ offset }) => offset));
  expect(read).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  consumer.assign([second]);
  consumer.assign([{ ...first, offset: 7 }, second]);
  const [again] = await consumer.poll(60_000);
  expect(again).toMatchObject({ partition: 0, offset: 7 });
});

test('an empty list means all assigned partitions where it does in Java', async () => {
  const topic = await filledTopic(3);
  await using consumer = consumerOf(uniqueName('group'));
  consumer.assign([{ topic, partition: 0 }]);
  expect(await consumer.consume(3, 60_000)).toHaveLength(3);
  consumer.seekToBeginning([]);
  expect(await consumer.consume(3, 60_000)).toHaveLength(3);
  consumer.seekToBeginning();
  consumer.seekToEnd([]);
  for (let i = 0; i < 600 && consumer.position({ topic, partition: 0 }) !== 3; i++)
    expect((await consumer.poll(100)).count).toBe(0);
  expect(consumer.position({ topic, partition: 0 })).toBe(3);
  await consumer.commit([{ topic, partition: 0, offset: 1 }]);
  await consumer.seekToCommitted([]);
  expect(await consumer.consume(2, 60_000)).toHaveLength(2);
  consumer.pause([]);
  expect(consumer.paused()).toEqual([]);
});
