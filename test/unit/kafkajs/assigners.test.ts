import * as original from 'kafkajs';
import * as entry from '../../../src/kafkajs';

const cluster = {
  findTopicPartitionMetadata: (topic: string) =>
    Array.from({ length: topic.length }, (_, partitionId) => ({ partitionId })),
} as never;
const config = { cluster, groupId: 'g', logger: undefined as never };

test('what is encoded, and what is decoded, is the same', () => {
  const userData = Buffer.from('data');
  const metadata = { version: 1, topics: ['a', 'ünï'], userData };
  const assignment = { version: 0, assignment: { a: [0, 5, 2 ** 31 - 1], b: [] }, userData };
  for (const [name, value] of [
    ['MemberMetadata', metadata],
    ['MemberMetadata', { version: 0, topics: [] }],
    ['MemberAssignment', assignment],
    ['MemberAssignment', { version: 0, assignment: {} }],
  ] as const) {
    const theirs = original.AssignerProtocol[name];
    const ours = entry.AssignerProtocol[name];
    const bytes = ours.encode(value as never);
    expect(bytes).toEqual(theirs.encode(value as never));
    expect(ours.decode(bytes)).toEqual(theirs.decode(bytes));
  }
  expect(entry.AssignerProtocol.MemberAssignment.decode(Buffer.alloc(0))).toBeNull();
  expect(original.AssignerProtocol.MemberAssignment.decode(Buffer.alloc(0))).toBeNull();
});

test('the round robin assigner assigns the same', async () => {
  const [theirs, ours] = [
    original.PartitionAssigners.roundRobin(config),
    entry.PartitionAssigners.roundRobin(config as never),
  ];
  expect([ours.name, ours.version]).toEqual([theirs.name, theirs.version]);
  expect(ours.protocol({ topics: ['a', 'b'] })).toEqual(theirs.protocol({ topics: ['a', 'b'] }));
  const members = ['z', 'a', 'm'].map((memberId) => ({ memberId, memberMetadata: Buffer.alloc(0) }));
  const group = { members, topics: ['abcd', 'ab'] };
  expect(await ours.assign(group)).toEqual(await theirs.assign(group));
});
