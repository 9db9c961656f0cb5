/** Logs that change while they are read: records deleted, topics deleted and made anew, partitions added. */
import { AdminClient, Consumer } from '../../../../../src/index';
import { sharedKafka, uniqueName } from '../../../../../test/helpers/kafka/shared-kafka';
import type { ScanPool } from '../../../src/server/scan/pool';
import { Budget } from '../../../src/server/scan/paging/budget';
import { Stop } from '../../../src/server/scan/reading/stop';
import { StretchReader, type Stretch } from '../../../src/server/scan/reading/stream';
import { FaultError } from '../../../src/shared/fault-error';
import { KeptEvents, makePool, placesOf, runOf } from '../../helpers/scan/pool';

const kafka = sharedKafka();
let pool: ScanPool;
beforeAll(() => {
  pool = makePool(kafka.bootstrapServers, { maxScans: 2 });
});
afterAll(() => pool?.close());

async function filled(count: number, partitions = 1): Promise<string> {
  const topic = uniqueName('changes');
  await kafka.createTopic(topic, { partitions });
  await kafka.produce(
    topic,
    Array.from({ length: count }, (_, i) => ({ value: `v${i}`, partition: i % partitions })),
  );
  return topic;
}

test('between two pages records are deleted: the list goes on with what is left', async () => {
  const topic = await filled(100);
  const newest = await runOf(pool, 'scan', { topic, mode: 'newest', limit: 20 });
  const oldest = await runOf(pool, 'scan', { topic, mode: 'oldest', limit: 20 });
  await kafka.deleteRecords(topic, 0, 50);
  const older = await runOf(pool, 'scan', { topic, mode: 'cursor', cursor: newest.done.older!, limit: 100 });
  expect(placesOf(older.rows)).toEqual(Array.from({ length: 30 }, (_, i) => `0:${79 - i}`));
  expect(older.done).toMatchObject({ reason: 'end', older: null });
  const newer = await runOf(pool, 'scan', { topic, mode: 'cursor', cursor: oldest.done.newer!, limit: 100 });
  expect(placesOf(newer.rows)).toEqual(Array.from({ length: 50 }, (_, i) => `0:${50 + i}`));
  expect(newer.meta.partitions[0]).toMatchObject({ earliest: '50', from: '50' });
  await kafka.deleteRecords(topic, 0, 100);
  const none = await runOf(pool, 'scan', { topic, mode: 'cursor', cursor: newest.done.older!, limit: 100 });
  expect([none.rows, none.done.reason, none.done.older]).toEqual([[], 'end', null]);
});

describe('what a scan was about to read is deleted', () => {
  /** Reads stretches as a scan does that had fixed its ranges before the change. */
  async function read(topic: string, stretches: Stretch[], change: () => Promise<unknown> = () => Promise.resolve()) {
    await using consumer = new Consumer({
      ...{ 'bootstrap.servers': kafka.bootstrapServers, 'enable.auto.commit': false, 'auto.offset.reset': 'earliest' },
      ...{ 'allow.auto.create.topics': false, 'fetch.max.wait.ms': 50, 'max.poll.records': 10 },
    });
    const admin = AdminClient.from(consumer);
    const parts = { budget: new Budget(), stop: new Stop(), isolation: 'committed' as const, consumer, admin, topic };
    const offsets: number[] = [];
    const ends = await new StretchReader(parts).read(stretches, async (run) => {
      if (offsets.length === 0) await change();
      for (let i = 0; i < run.count; i++) offsets.push(run.offset(i));
      return true;
    });
    return { offsets, ends: Object.fromEntries(ends) };
  }

  test('all of the stretch', async () => {
    const topic = await filled(100);
    await kafka.deleteRecords(topic, 0, 60);
    expect(await read(topic, [{ partition: 0, from: 10, to: 40 }])).toEqual({ offsets: [], ends: { 0: 'read' } });
    await kafka.deleteRecords(topic, 0, 100);
    expect(await read(topic, [{ partition: 0, from: 10, to: 40 }])).toEqual({ offsets: [], ends: { 0: 'read' } });
  });

  test('its beginning', async () => {
    const topic = await filled(100);
    await kafka.deleteRecords(topic, 0, 30);
    const { offsets, ends } = await read(topic, [{ partition: 0, from: 10, to: 40 }]);
    expect(offsets).toEqual(Array.from({ length: 10 }, (_, i) => 30 + i));
    expect(ends).toEqual({ 0: 'read' });
  });

  test('beside another partition', async () => {
    const topic = await filled(200, 2);
    await kafka.deleteRecords(topic, 1, 100);
    const stretches = [0, 1].map((partition) => ({ partition, from: 0, to: 50 }));
    const { offsets, ends } = await read(topic, stretches);
    expect([offsets.length, ends]).toEqual([50, { 0: 'read', 1: 'read' }]);
  });

  test('the log is shorter than it was', async () => {
    const topic = await filled(20);
    const beyond = await read(topic, [{ partition: 0, from: 50, to: 60 }]);
    expect(beyond).toEqual({ offsets: [], ends: { 0: 'truncated' } });
    const over = await read(topic, [{ partition: 0, from: 10, to: 60 }]);
    expect(over).toEqual({ offsets: Array.from({ length: 10 }, (_, i) => 10 + i), ends: { 0: 'truncated' } });
  });

  test('with the topic', async () => {
    const topic = await filled(20);
    const failing = read(topic, [{ partition: 0, from: 10, to: 60 }], () => kafka.deleteTopic(topic));
    await expect(failing).rejects.toThrow(/deleted meanwhile|[Uu]nknown topic/);
  });
});

test('a cursor of a topic that was deleted and made anew is stale', async () => {
  const topic = await filled(30);
  const { done } = await runOf(pool, 'scan', { topic, mode: 'newest', limit: 5 });
  await kafka.deleteTopic(topic);
  const gone = runOf(pool, 'scan', { topic, mode: 'cursor', cursor: done.older! });
  await gone.catch((error: FaultError) => expect(error.fault).toMatchObject({ code: 'NOT_FOUND', field: 'topic' }));
  await expect(gone).rejects.toThrow(FaultError);
  await kafka.createTopic(topic);
  await kafka.produce(
    topic,
    Array.from({ length: 30 }, () => ({ value: 'new', partition: 0 })),
  );
  const stale = runOf(pool, 'scan', { topic, mode: 'cursor', cursor: done.older! });
  await stale.catch((error: FaultError) =>
    expect(error.fault).toMatchObject({ code: 'STALE_CURSOR', field: 'cursor' }),
  );
  await expect(stale).rejects.toThrow(FaultError);
});

test('partitions that are added belong to a new list, not to one that was begun', async () => {
  const topic = await filled(30, 2);
  const first = await runOf(pool, 'scan', { topic, mode: 'newest', limit: 10 });
  await kafka.createPartitions(topic, 3);
  await kafka.produce(topic, [{ value: 'added', partition: 2 }]);
  const second = await runOf(pool, 'scan', { topic, mode: 'cursor', cursor: first.done.older!, limit: 100 });
  expect(second.rows).toHaveLength(20);
  expect(placesOf((await runOf(pool, 'scan', { topic, mode: 'newest', limit: 1 })).rows)).toEqual(['2:0']);
});

test('a tail goes on where its topic is written, and ends with a fault when it is deleted', async () => {
  const topic = await filled(5);
  const events = new KeptEvents();
  const cancel = new AbortController();
  const tail = pool.run('tail', { topic }, events, cancel.signal);
  tail.catch(() => undefined);
  await events.next('meta');
  await kafka.produce(topic, [{ value: 'a', partition: 0 }]);
  await events.next('rows');
  expect(placesOf(events.rows)).toEqual(['0:5']);
  await kafka.deleteTopic(topic);
  await tail.then(
    () => expect('ended').toBe('failed'),
    (error: FaultError) => expect(error.fault.code).toBe('NOT_FOUND'),
  );
});

test('a tail that goes on says what was deleted meanwhile', async () => {
  const topic = await filled(10);
  await kafka.deleteRecords(topic, 0, 7);
  const events = new KeptEvents();
  const cancel = new AbortController();
  const tail = pool.run('tail', { topic, from: { 0: '4' } }, events, cancel.signal);
  while (placesOf(events.rows).length < 3) await events.next('rate');
  cancel.abort();
  await tail;
  expect(placesOf(events.rows)).toEqual(['0:7', '0:8', '0:9']);
  expect(events.of('rate').flatMap(({ jumped = [] }) => jumped)).toEqual([{ p: 0, from: '4', to: '7' }]);
});

test('a scan of a busy topic ends', async () => {
  const topic = await filled(1000);
  let isWriting = true;
  const writing = (async () => {
    while (isWriting)
      await kafka.produce(
        topic,
        Array.from({ length: 100 }, () => ({ value: 'more', partition: 0 })),
      );
  })();
  const events = await runOf(pool, 'scan', { topic, mode: 'oldest', text: 'nothing' });
  isWriting = false;
  await writing;
  expect(events.done.reason).toBe('end');
  expect(events.done.scanned).toBe(events.meta.span);
});

test('no group, offset or topic has come of all this', async () => {
  await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  for (const { groupId } of await admin.listConsumerGroups()) {
    const offsets = await admin.listConsumerGroupOffsets(groupId);
    expect(offsets.filter(({ topic }) => topic.startsWith('changes-'))).toEqual([]);
  }
  const missing = uniqueName('missing');
  await expect(runOf(pool, 'scan', { topic: missing, mode: 'newest' })).rejects.toThrow(`there is no topic ${missing}`);
  await expect(runOf(pool, 'tail', { topic: missing })).rejects.toThrow(`there is no topic ${missing}`);
  await expect(pool.record({ topic: missing, partition: 0, offset: '0' })).rejects.toThrow('there is no topic');
  expect(await kafka.listTopics()).not.toContain(missing);
});
