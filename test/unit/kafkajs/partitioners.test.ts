import { randomBytes, randomInt } from 'node:crypto';
import * as original from 'kafkajs';
import type { Message, PartitionMetadata } from 'kafkajs';
import { Partitioners } from '../../../src/kafkajs';

const names = ['DefaultPartitioner', 'LegacyPartitioner', 'JavaCompatiblePartitioner'] as const;

const partitions = (count: number, leaderless: readonly number[] = []): PartitionMetadata[] =>
  Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: leaderless.includes(partitionId) ? -1 : 1,
    replicas: [1],
    isr: [1],
  }));

describe.each(names)('%s', (name) => {
  const both = () => [original.Partitioners[name](), Partitioners[name]()] as const;
  const same = (keys: readonly unknown[], counts: readonly number[]): number => {
    const [theirs, ours] = both();
    let different = 0;
    for (const key of keys) {
      for (const count of counts) {
        const args = { topic: 't', partitionMetadata: partitions(count), message: { key, value: '' } as Message };
        if (theirs(args) !== ours(args)) different++;
      }
    }
    return different;
  };

  test('the same partition for keys of every length, bytes and text', () => {
    const keys = Array.from({ length: 4000 }, (_, i) => randomBytes(i % 67));
    expect(same(keys, [1, 7, 12])).toBe(0);
    expect(
      same(
        keys.map((key) => key.toString('base64')),
        [5, 100],
      ),
    ).toBe(0);
    expect(
      same(
        keys.map((key) => key.toString('utf8')),
        [12],
      ),
    ).toBe(0);
  });

  test('the same partition for keys at the edges', () => {
    const bytes = [0x00, 0x7f, 0x80, 0xff].flatMap((byte) =>
      Array.from({ length: 9 }, (_, i) => Buffer.alloc(i, byte)),
    );
    expect(same([...bytes, '', 'é', '\u{1f600}', 0, 1.5, true, {}, [1, 2], new Uint8Array([1, 2])], [2, 3, 50])).toBe(
      0,
    );
  });

  test('a partition that is given is used as it is', () => {
    const [, ours] = both();
    for (const partition of [0, 5, 99]) {
      expect(ours({ topic: 't', partitionMetadata: partitions(3), message: { key: 'k', value: '', partition } })).toBe(
        partition,
      );
    }
  });

  test('without a key the partitions with a leader take turns', () => {
    for (const partitioner of both()) {
      const partitionMetadata = partitions(5, [1, 3]);
      const take = (topic: string) => partitioner({ topic, partitionMetadata, message: { value: '' } });
      const first = take('t');
      const order = [0, 2, 4];
      const start = order.indexOf(first);
      for (let i = 1; i < 10; i++) {
        expect(take('t')).toBe(order[(start + i) % 3]);
        take(`other-${randomInt(1000)}`);
      }
    }
  });

  test('without any leader all partitions take turns', () => {
    for (const partitioner of both()) {
      const partitionMetadata = partitions(3, [0, 1, 2]);
      const taken = Array.from({ length: 3 }, () =>
        partitioner({ topic: 't', partitionMetadata, message: { value: '' } }),
      );
      expect(taken.sort()).toEqual([0, 1, 2]);
    }
  });
});

test('the compatible partitioner is the default one', () => {
  expect(Partitioners.JavaCompatiblePartitioner).toBe(Partitioners.DefaultPartitioner);
});
