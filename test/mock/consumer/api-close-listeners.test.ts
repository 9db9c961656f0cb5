import { Bench, unique } from './support';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  await bench.cluster.close();
});

test.each([
  ['close', 'commit'],
  ['close', 'storeOffsets'],
  ['closeSync', 'storeOffsets'],
] as const)(
  '%s: onPartitionsRevoked may %s, look at position and assignment, and nothing else begins',
  async (close, by) => {
    const groupId = unique('group');
    const topic = await bench.topic(5);
    const consumer = bench.consumer({ 'group.id': groupId, 'enable.auto.commit': by === 'storeOffsets' });
    const seen: unknown[] = [];
    consumer.subscribe([topic], {
      onPartitionsRevoked: ([partition]) => {
        seen.push(consumer.position(partition!), consumer.assignment());
        expect(() => consumer.stream()).toThrow(expect.objectContaining({ code: 'ERR_CLOSED' }));
        if (by === 'commit') return consumer.commit([{ ...partition!, offset: 2 }]);
        consumer.storeOffsets([{ ...partition!, offset: 2 }]);
        return undefined;
      },
    });
    expect(await consumer.consume(3, 10_000)).toHaveLength(3);
    await consumer[close]();
    if (close === 'closeSync') await consumer.close();
    expect(seen).toEqual([3, [{ topic, partition: 0 }]]);
    expect(await bench.committed(groupId, topic)).toBe(2);
    await expect(consumer.commit()).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  },
);
