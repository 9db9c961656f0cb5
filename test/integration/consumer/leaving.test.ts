/** A consumer that closes leaves its group, with or without partitions. */
import { Consumer } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { filledTopic, groupKinds } from './support';

const kafka = sharedKafka();

interface Group {
  readonly state: string;
  readonly members: readonly unknown[];
}

async function describeGroup(group: string): Promise<Group> {
  return (await kafka.bridge.call('describeGroup', { group })) as Group;
}

async function members(group: string): Promise<number> {
  return (await describeGroup(group)).members.length;
}

/*
 * With a cooperative assignor the leave request followed the unassignment of partitions: who had none did not leave,
 * and the group waited for it until its session was over.
 */
test.each(Object.keys(groupKinds))('%s: of two members of a topic with one partition, both leave', async (kind) => {
  const topic = await filledTopic(3);
  const group = uniqueName('leaving');
  const open = () => {
    const consumer = new Consumer({
      'bootstrap.servers': kafka.bootstrapServers,
      'group.id': group,
      'auto.offset.reset': 'earliest',
      ...groupKinds[kind],
    } as { 'bootstrap.servers': string });
    consumer.subscribe([topic]);
    return consumer;
  };
  const both = [open(), open()];
  const share = () => both.map((consumer) => consumer.assignment().length).sort();
  const isShared = async () => {
    if (both.every((consumer) => consumer.assignment().length === 0)) return false;
    const { state, members: all } = await describeGroup(group);
    return state === 'Stable' && all.length === 2 && share().join() === '0,1';
  };
  for (let i = 0; i < 300 && !(await isShared()); i++) await Promise.all(both.map((consumer) => consumer.poll(100)));
  expect(share()).toEqual([0, 1]);
  // The one without a partition goes first.
  both.sort((a, b) => a.assignment().length - b.assignment().length);
  await both[0]!.close();
  expect(await members(group)).toBe(1);
  await both[1]!.close();
  expect(await members(group)).toBe(0);
});
