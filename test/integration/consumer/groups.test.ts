import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { delay, fill, filledTopic, groupKinds, range, stringConsumer, type StringConsumer } from './support';
import type { TopicPartition } from '../../../src/index';

const kafka = sharedKafka();

/** Reads in the background without end; the values of its records. */
function readOn(consumer: StringConsumer, values: number[]): Promise<void> {
  return (async () => {
    for await (const record of consumer) values.push(Number(record.value));
  })();
}

async function eventually(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (await isSo()) return;
    await delay(50);
  }
  throw new Error(`never came true: ${what}`);
}

const names = (partitions: TopicPartition[]) => partitions.map(({ partition }) => partition).sort();

describe.each(Object.keys(groupKinds))('%s', (kind) => {
  test('partitions move, listeners run, and no record is read twice or skipped', async () => {
    const topic = await filledTopic(600, { partitions: 6 });
    const config = { ...groupKinds[kind], 'group.id': uniqueName('group') };
    const events: string[] = [];
    const first = stringConsumer(config);
    const second = stringConsumer(config);
    const read: number[] = [];
    let committedInListener = 0;
    first.subscribe([topic], {
      onPartitionsAssigned: (partitions) => void events.push(`assigned ${partitions.length}`),
      onPartitionsRevoked: async (partitions) => {
        events.push('revoking');
        await delay(100);
        await first.commit(partitions.map((tp) => ({ ...tp, offset: first.position(tp) ?? 0 })));
        committedInListener += partitions.length;
        events.push('revoked');
      },
    });
    const one = readOn(first, read);
    await eventually('all read by one', () => read.length === 600);
    second.subscribe([topic]);
    const two = readOn(second, read);
    await eventually('shared', () => first.assignment().length === 3 && second.assignment().length === 3);
    expect(committedInListener).toBeGreaterThanOrEqual(3);
    expect(events.filter((event) => event === 'revoking').length).toBe(
      events.filter((event) => event === 'revoked').length,
    );
    await fill(topic, 600, 1200, 6);
    await eventually('all read by two', () => read.length >= 1200);
    await second.close();
    await eventually('back with one', () => first.assignment().length === 6);
    await fill(topic, 1200, 1260, 6);
    await eventually('all read again by one', () => read.length >= 1260);
    await first.close();
    await Promise.all([one, two]);
    expect(read.sort((a, b) => a - b)).toEqual(range(0, 1260));
    const offsets = await kafka.listGroupOffsets(config['group.id'] as string);
    expect(Object.values(offsets).flat().length).toBeGreaterThan(0);
  });

  test('seek and pause in onPartitionsAssigned hold for the first record', async () => {
    const topic = await filledTopic(90, { partitions: 3 });
    await using consumer = stringConsumer(groupKinds[kind]);
    consumer.subscribe([topic], {
      onPartitionsAssigned: async (partitions) => {
        await delay(50);
        for (const tp of partitions) consumer.seek(tp, 25);
        consumer.pause([{ topic, partition: 1 }]);
        expect(consumer.position({ topic, partition: 0 })).toBe(25);
      },
    });
    const records = await consumer.consume(10, 20_000);
    expect(new Set(records.map(({ partition }) => partition))).toEqual(new Set([0, 2]));
    expect(Math.min(...records.map(({ offset }) => offset))).toBe(25);
    expect((await consumer.consume(1, 500)).length).toBe(0);
    consumer.resume([{ topic, partition: 1 }]);
    expect((await consumer.consume(5, 10_000)).map(({ offset }) => offset)).toEqual(range(25, 30));
  });

  test('unsubscribe runs onPartitionsRevoked and leaves; subscribing again reads on', async () => {
    const topic = await filledTopic(20, { partitions: 2 });
    const group = uniqueName('group');
    await using consumer = stringConsumer({ ...groupKinds[kind], 'group.id': group });
    const revoked: number[][] = [];
    const listeners = { onPartitionsRevoked: (partitions: TopicPartition[]) => void revoked.push(names(partitions)) };
    consumer.subscribe([topic], listeners);
    expect((await consumer.assigned()).length).toBe(2);
    expect((await consumer.consume(20, 20_000)).length).toBe(20);
    await consumer.unsubscribe();
    expect(revoked).toEqual([[0, 1]]);
    expect(consumer.assignment()).toEqual([]);
    expect(consumer.subscription()).toEqual([]);
    await fill(topic, 20, 24, 2);
    consumer.subscribe([topic], listeners);
    expect((await consumer.consume(4, 20_000)).map(({ value }) => Number(value)).sort((a, b) => a - b)).toEqual(
      range(20, 24),
    );
  });

  test('a pattern also matches topics that are created later', async () => {
    const prefix = uniqueName('pattern');
    await kafka.createTopic(`${prefix}.a`);
    await kafka.createTopic(`x${prefix}.a`);
    await using consumer = stringConsumer({ ...groupKinds[kind], 'metadata.max.age.ms': 1000 });
    consumer.subscribe(new RegExp(`^${prefix}\\.(?:a|b\\d+)$`));
    await consumer.assigned();
    await kafka.createTopic(`${prefix}.b12`);
    await kafka.createTopic(`${prefix}.c`);
    for (const topic of [`${prefix}.a`, `x${prefix}.a`, `${prefix}.b12`, `${prefix}.c`])
      await kafka.produce(topic, [{ value: topic, partition: 0 }]);
    const records = await consumer.consume(2, 30_000);
    expect(records.map(({ topic }) => topic).sort()).toEqual([`${prefix}.a`, `${prefix}.b12`]);
    expect(consumer.subscription().sort()).toEqual([`${prefix}.a`, `${prefix}.b12`]);
  });
});

test('a static member keeps its partitions when it restarts', async () => {
  const topic = await filledTopic(10, { partitions: 2 });
  const config = { ...groupKinds.range, 'group.id': uniqueName('group'), 'group.instance.id': 'me' };
  const first = stringConsumer(config);
  first.subscribe([topic]);
  await first.consume(10, 20_000);
  await first.close();
  expect((await kafka.describeGroup(config['group.id'])).state).toBe('Stable');
  await using again = stringConsumer(config);
  again.subscribe([topic]);
  await again.assigned();
  await fill(topic, 10, 12, 2);
  expect((await again.consume(2, 20_000)).map(({ value }) => Number(value)).sort((a, b) => a - b)).toEqual([10, 11]);
});

test('beyond max.poll.interval.ms the partitions are lost: told, refused to commit, and joined again by the next poll', async () => {
  const topic = await filledTopic(20);
  await using consumer = stringConsumer({ ...groupKinds.range, 'max.poll.interval.ms': 6000, 'max.poll.records': 5 });
  const calls: string[] = [];
  const warnings: string[] = [];
  consumer.on('warning', (error) => warnings.push(error.code));
  consumer.subscribe([topic], {
    onPartitionsAssigned: () => void calls.push('assigned'),
    onPartitionsRevoked: () => void calls.push('revoked'),
    onPartitionsLost: async () => {
      calls.push('lost');
      await expect(consumer.commit(records)).rejects.toMatchObject({ code: 'ERR_ASSIGNMENT_LOST' });
    },
  });
  const records = await consumer.poll(20_000);
  await delay(8000);
  const again = await consumer.poll(20_000);
  expect(calls).toEqual(['assigned', 'lost', 'assigned']);
  expect(warnings).toContain('ERR__MAX_POLL_EXCEEDED');
  await expect(consumer.commit(records)).rejects.toMatchObject({ code: 'ERR_ASSIGNMENT_LOST' });
  await expect(consumer.commit(records.offsets())).rejects.toMatchObject({ code: 'ERR_ASSIGNMENT_LOST' });
  expect(() => consumer.storeOffsets(records)).toThrow(expect.objectContaining({ code: 'ERR_ASSIGNMENT_LOST' }));
  await consumer.commit(again);
});

test('the signal of an assignment aborts when its partitions go, and forEach waits for its handlers', async () => {
  const topic = await filledTopic(400, { partitions: 4 });
  const config = { ...groupKinds['cooperative-sticky'], 'group.id': uniqueName('group') };
  const first = stringConsumer(config);
  const finished: number[] = [];
  let aborted = 0;
  first.subscribe([topic], {
    onPartitionsAssigned: (_, { signal }) => void signal.addEventListener('abort', () => aborted++),
  });
  const work = first.forEach(
    async (record) => {
      await delay(3);
      finished.push(Number(record.value));
    },
    { concurrency: 4 },
  );
  await eventually('begun', () => finished.length > 50);
  const second = stringConsumer(config);
  second.subscribe([topic]);
  const others: number[] = [];
  const two = readOn(second, others);
  await eventually('moved', () => second.assignment().length === 2);
  expect(aborted).toBe(1);
  await eventually('done', () => finished.length + others.length >= 400);
  await first.close();
  await work;
  await second.close();
  await two;
  expect([...finished, ...others].sort((a, b) => a - b)).toEqual(range(0, 400));
});

test('a listener that throws rejects the poll, and the rebalance goes on', async () => {
  const topic = await filledTopic(5);
  await using consumer = stringConsumer(groupKinds.range);
  consumer.subscribe([topic], {
    onPartitionsAssigned: async () => {
      await delay(10);
      throw new Error('mine');
    },
  });
  await expect(consumer.poll(20_000)).rejects.toMatchObject({ code: 'ERR_LISTENER', cause: { message: 'mine' } });
  expect((await consumer.consume(5, 10_000)).length).toBe(5);
});

// librdkafka as it is published holds a consumer to its group's way of assigning for good: deps/patches/librdkafka.
test.each(['range', 'cooperative-sticky', 'consumer, uniform'])(
  '%s: assign replaces a subscription, and a subscription an assignment',
  async (kind) => {
    const topic = await filledTopic(30, { partitions: 3 });
    await using consumer = stringConsumer(groupKinds[kind]);
    const places = async (count: number) =>
      (await consumer.consume(count, 20_000)).map(({ partition, offset }) => [partition, offset]);
    consumer.subscribe([topic]);
    await consumer.consume(30, 20_000);
    consumer.assign([{ topic, partition: 1, offset: 'beginning' }]);
    expect(await places(10)).toEqual(range(0, 10).map((offset) => [1, offset]));
    expect(consumer.assignment()).toEqual([{ topic, partition: 1 }]);
    expect((await consumer.poll(1000)).isEmpty).toBe(true);
    consumer.seek({ topic, partition: 1 }, 9);
    expect(await places(1)).toEqual([[1, 9]]);
    consumer.incrementalAssign([{ topic, partition: 2, offset: 8 }]);
    expect(await places(2)).toEqual([
      [2, 8],
      [2, 9],
    ]);
    consumer.incrementalUnassign([{ topic, partition: 2 }]);
    expect(consumer.assignment()).toEqual([{ topic, partition: 1 }]);
    consumer.subscribe([topic]);
    await fill(topic, 30, 33, 3);
    expect((await consumer.consume(3, 20_000)).map(({ value }) => Number(value)).sort((a, b) => a - b)).toEqual(
      range(30, 33),
    );
    await consumer.unsubscribe();
    consumer.assign([{ topic, partition: 0, offset: 10 }]);
    expect(await places(1)).toEqual([[0, 10]]);
  },
);
