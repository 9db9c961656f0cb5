import { existsSync, readdirSync } from 'node:fs';

import { KafkaCluster } from '../helpers/kafka/kafka-cluster';
import { isAlive } from '../helpers/kafka/ports';
import { sharedKafka, uniqueName } from '../helpers/kafka/shared-kafka';

function text(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString();
}

describe('the shared cluster', () => {
  const kafka = sharedKafka();
  afterAll(() => kafka.close());

  test('creates a topic as asked, and says what Java says where it cannot', async () => {
    const topic = uniqueName('topic');
    await kafka.createTopic(topic, { partitions: 3, configs: { 'retention.ms': '12345' } });
    const partitions = await kafka.describeTopic(topic);
    expect(partitions).toEqual([0, 1, 2].map((partition) => ({ partition, leader: 1, replicas: [1], isr: [1] })));
    expect(await kafka.leader(topic, 2)).toBe(1);
    await kafka.createPartitions(topic, 4);
    expect(await kafka.describeTopic(topic)).toHaveLength(4);
    await expect(kafka.createTopic(topic)).rejects.toMatchObject({ name: 'JavaError', javaClass: 'TopicExistsException' });
    const described = await kafka.tool('kafka-topics', ['--bootstrap-server', kafka.bootstrapServers, '--describe', '--topic', topic]);
    expect(described).toMatchObject({ code: 0, stderr: '' });
    expect(described.stdout).toContain('retention.ms=12345');
    await kafka.deleteTopic(topic);
    expect(await kafka.listTopics()).not.toContain(topic);
  });

  test('Java reads what Java wrote: bytes, null and empty, headers, timestamps, partitions', async () => {
    const topic = uniqueName('records');
    await kafka.createTopic(topic, { partitions: 2 });
    const binary = Buffer.from([0, 255, 10, 13, 128]);
    const produced = await kafka.produce(topic, [
      { partition: 1, key: 'k', value: binary, timestamp: 1_700_000_000_123, headers: [['a', 'x'], ['a', null], ['b', '']] },
      { partition: 0, key: null, value: '' },
      { partition: 1, key: '', value: null },
    ]);
    expect(produced.map(({ partition, offset }) => [partition, offset])).toEqual([[1, 0], [0, 0], [1, 1]]);
    const consumed = await kafka.consume(topic);
    expect(consumed.map((r) => [r.partition, r.offset, text(r.key), text(r.value)])).toEqual([
      [0, 0, null, ''],
      [1, 0, 'k', binary.toString()],
      [1, 1, '', null],
    ]);
    expect(consumed[1]?.value?.equals(binary)).toBe(true);
    expect(consumed[1]).toMatchObject({ timestamp: 1_700_000_000_123, timestampType: 'CreateTime', leaderEpoch: 0 });
    expect(consumed[1]?.headers.map(([name, value]) => [name, text(value)])).toEqual([['a', 'x'], ['a', null], ['b', '']]);
    expect(await kafka.consume(topic, { partitions: [0] })).toHaveLength(1);
    expect(await kafka.listOffsets(topic, 'latest')).toEqual([1, 2]);
    await kafka.deleteRecords(topic, 1, 1);
    expect(await kafka.listOffsets(topic, 'earliest')).toEqual([0, 1]);
  });

  test('transactions commit, abort and stay open', async () => {
    const topic = uniqueName('transactions');
    const id = uniqueName('id');
    await kafka.createTopic(topic);
    await kafka.produce(topic, [{ value: 'committed' }], { transactionalId: id });
    await kafka.produce(topic, [{ value: 'aborted' }], { transactionalId: id, outcome: 'abort' });
    await kafka.produce(topic, [{ value: 'open' }], { transactionalId: id, outcome: 'open' });
    const committed = async (): Promise<(string | null)[]> =>
      (await kafka.consume(topic, { isolation: 'read_committed' })).map((r) => text(r.value));
    expect(await committed()).toEqual(['committed']);
    expect((await kafka.consume(topic)).map((r) => text(r.value))).toEqual(['committed', 'aborted', 'open']);
    expect(await kafka.listOffsets(topic, 'latest', 'read_committed')).toEqual([4]); // two records, two markers
    await kafka.endTransaction(id, 'commit');
    expect(await committed()).toEqual(['committed', 'open']);
  });

  test("Kafka's console tools and group offsets", async () => {
    const topic = uniqueName('console');
    const group = uniqueName('group');
    const server = ['--bootstrap-server', kafka.bootstrapServers];
    await kafka.createTopic(topic);
    const produced = await kafka.tool('kafka-console-producer', [...server, '--topic', topic], { stdin: 'one\ntwo\n' });
    expect(produced.code).toBe(0);
    const consumed = await kafka.tool('kafka-console-consumer', [
      ...server, '--topic', topic, '--group', group, '--from-beginning', '--max-messages', '2', '--timeout-ms', '30000',
    ]);
    expect(consumed).toMatchObject({ code: 0, stdout: 'one\ntwo\n' });
    expect(await kafka.listGroupOffsets(group)).toMatchObject({ [`${topic}-0`]: { offset: 2 } });
    expect(await kafka.describeGroup(group)).toMatchObject({ type: 'Classic', state: 'Empty', coordinator: 1, members: [] });
    await kafka.alterGroupOffsets(group, topic, 0, 1);
    expect(await kafka.listGroupOffsets(group)).toMatchObject({ [`${topic}-0`]: { offset: 1 } });
    await kafka.deleteGroup(group);
    await expect(kafka.describeGroup(group)).rejects.toMatchObject({ javaClass: 'GroupIdNotFoundException' });
    await expect(kafka.tool('kafka-nothing', [])).rejects.toThrow('"kafka-nothing" is neither a Java class nor one of: kafka-acls');
  });
});

test('a node keeps its address and data through kill and restart, and stop leaves nothing', async () => {
  const kafka = await KafkaCluster.start({ config: { 'auto.create.topics.enable': 'true' } });
  const pids: number[] = [];
  try {
    await kafka.createTopic('kept');
    await kafka.produce('kept', [{ value: 'before' }]);
    expect(readdirSync(kafka.dataDir(1))).toContain('kept-0');
    const before = kafka.bootstrapServers;
    for (const end of [() => kafka.kill(1), () => kafka.shutdown(1)]) {
      const pid = kafka.pid(1) as number;
      pids.push(pid);
      await end();
      expect([kafka.isRunning(1), kafka.pid(1), isAlive(pid)]).toEqual([false, undefined, false]);
      await kafka.restart(1);
    }
    expect(kafka.bootstrapServers).toBe(before);
    expect((await kafka.consume('kept')).map((r) => text(r.value))).toEqual(['before']);

    kafka.pause(1);
    const answer = kafka.produce('kept', [{ value: 'through the pause' }]);
    const first = await Promise.race([answer.then(() => 'answer'), new Promise((resolve) => setTimeout(resolve, 500, 'silence'))]);
    expect(first).toBe('silence');
    kafka.resume(1);
    expect(await answer).toMatchObject([{ partition: 0, offset: 1 }]);
    expect(() => kafka.pause(2)).toThrow('there is no node 2: ids are 1 to 1');
    pids.push(kafka.pid(1) as number, (await kafka.bridge.start()).pid as number);
  } finally {
    await kafka.stop();
  }
  expect(pids.filter(isAlive)).toEqual([]);
  expect(existsSync(kafka.folder)).toBe(false);
  await kafka.stop();
});
