import * as rdkafka from '../../../src/rdkafka/index';
import { called, connect, consumer, disconnect, fill, take, texts, withCluster } from './support';

const { ERRORS } = rdkafka.CODES;
const three = [0, 1, 2].map((i): [number, string] => [0, `v${i}`]);
const partition = { topic: 't', partition: 0 };
const byHand = { 'enable.auto.commit': false };

test('position: the offset after the last message; none before the first one, also of those after a seek', () =>
  withCluster(1, async (servers) => {
    await fill(servers, three);
    const reader = consumer(servers, byHand);
    await connect(reader);
    reader.assign([{ ...partition, offset: 0 }]);
    expect(reader.position()).toEqual([partition]);
    await take(reader, 2);
    expect(reader.position([partition])).toEqual([{ ...partition, offset: 2 }]);
    await called((cb) => reader.seek({ ...partition, offset: 1 }, 0, cb));
    expect(reader.position()).toEqual([partition]);
    expect(texts(await take(reader, 1))).toEqual(['v1']);
    expect(reader.position()).toEqual([{ ...partition, offset: 2 }]);
    await disconnect(reader);
  }));

test('commit: of offsets, of a list, and of what is stored; its outcome is told', () =>
  withCluster(1, async (servers) => {
    await fill(servers, three);
    const reader = consumer(servers, { ...byHand, offset_commit_cb: true });
    await connect(reader);
    reader.subscribe(['t']);
    await take(reader, 1);
    const outcome = async (commit: () => unknown): Promise<unknown> => {
      const told = new Promise((resolve) => reader.once('offset.commit', (...args) => resolve(args)));
      expect(commit()).toBe(reader);
      return told;
    };
    expect(await outcome(() => reader.commit({ ...partition, offset: 2 }))).toEqual([
      undefined,
      [{ ...partition, offset: 2 }],
    ]);
    expect(await outcome(() => reader.commit([{ ...partition, offset: 3 }]))).toMatchObject([
      undefined,
      [{ offset: 3 }],
    ]);
    expect(await outcome(() => reader.commit())).toMatchObject([undefined, [{ offset: 1 }]]);
    const committed = await called((cb) => reader.committed([partition], 5000, cb));
    expect(committed).toMatchObject([{ offset: 1 }]);
    await disconnect(reader);
  }));

test('a topic that does not exist: the flowing loop tells it by warning, and goes on', () =>
  withCluster(1, async (servers) => {
    await fill(servers, three);
    const reader = consumer(servers, { 'allow.auto.create.topics': false });
    await connect(reader);
    const warned = new Promise((resolve) => reader.on('warning', resolve));
    const read = new Promise<void>((resolve) => {
      reader.on('data', ({ offset }) => {
        if (offset === 2) resolve();
      });
    });
    reader.subscribe(['t', 'missing']);
    reader.consume();
    expect(await warned).toMatchObject({ code: ERRORS.ERR_UNKNOWN_TOPIC_OR_PART });
    await read;
    await disconnect(reader);
  }));

test('assignmentLost: the partitions of a member that was expelled are with others already', () =>
  withCluster(1, async (servers, cluster) => {
    await fill(servers, three);
    const lost: [code: number, isLost: boolean][] = [];
    const reader: ReturnType<typeof consumer> = consumer(servers, {
      ...byHand,
      'heartbeat.interval.ms': 100,
      rebalance_cb: (error: rdkafka.LibrdKafkaError, list: rdkafka.Assignment[]) => {
        lost.push([error.code, reader.assignmentLost()]);
        if (error.code === ERRORS.ERR__ASSIGN_PARTITIONS) reader.assign(list);
        else reader.unassign();
      },
    });
    await connect(reader);
    reader.subscribe(['t']);
    await take(reader, 3);
    cluster.failNext('Heartbeat', 'ERR_UNKNOWN_MEMBER_ID');
    while (lost.length < 2) await called((cb) => reader.consume(1, cb as never));
    expect(lost.slice(0, 2)).toEqual([
      [ERRORS.ERR__ASSIGN_PARTITIONS, false],
      [ERRORS.ERR__REVOKE_PARTITIONS, true],
    ]);
    await disconnect(reader);
  }));

test('setDefaultIsTimeoutOnlyForFirstMessage: a request waits for its first message only', () =>
  withCluster(1, async (servers) => {
    const reader = consumer(servers);
    await connect(reader);
    reader.setDefaultIsTimeoutOnlyForFirstMessage(true);
    // It would not end otherwise.
    reader.setDefaultConsumeTimeout(2 ** 31 - 1);
    reader.assign([{ ...partition, offset: 0 }]);
    const asked = called<rdkafka.Message[]>((cb) => reader.consume(1000, cb as never));
    await fill(servers, three);
    expect(texts(await asked)[0]).toBe('v0');
    await disconnect(reader);
  }));
