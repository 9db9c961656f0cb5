/** `group.instance.id`: a process that comes back within its session has its tasks again, and the others go on. */
import path from 'node:path';
import { AdminClient } from '../../../../src/index';
import { StreamsBuilder, type KafkaStreams, type StreamsState } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, int64, kafka, latest, rowsOf, text, topics, withStateFolder } from './support';

const applications = new Applications();
const folder = withStateFolder(applications);

const tasksOf = (streams: KafkaStreams): string[] =>
  streams.metadataForLocalThreads().flatMap(({ activeTasks }) => activeTasks.map(({ taskId }) => taskId));

test.each(['classic', 'consumer'] as const)(
  'a restart within the session: %s',
  async (protocol) => {
    const [input, output] = (await topics(4, 'in', 'out')) as [string, string];
    const id = uniqueName('static');
    const topology = () => {
      const builder = new StreamsBuilder();
      builder.stream(input, text).groupByKey().count({ storeName: 'counts' }).toStream().to(output);
      return builder.build();
    };
    const create = (instance: string): KafkaStreams =>
      applications.create(topology(), {
        'application.id': id,
        'group.protocol': protocol,
        'group.instance.id': instance,
        'dsl.store.suppliers.class': 'lmdb',
        'state.dir': path.join(folder.path, instance),
        // With the newer protocol, the broker decides.
        'session.timeout.ms': protocol === 'classic' ? 40_000 : undefined,
        'heartbeat.interval.ms': protocol === 'classic' ? 500 : undefined,
      });
    const start = async (streams: KafkaStreams): Promise<void> => {
      await streams.start();
      await streams.ready({ timeoutMs: 30_000 });
    };
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const counted = async (count: number): Promise<Record<string, unknown>> => {
      await kafka.produce(
        input,
        keys.map((key) => ({ key, value: 'v' })),
      );
      return eventually(
        async () => latest(await rowsOf(output, int64)),
        (found) => keys.every((key) => found[key] === count),
      );
    };
    const all = (count: number): Record<string, number> => Object.fromEntries(keys.map((key) => [key, count]));

    const moves: StreamsState[] = [];
    const stays = create('stays');
    stays.setStateListener((now) => void moves.push(now));
    await start(stays);
    const before = create('returns');
    await start(before);
    await eventually(
      async () => [stays, before].map((one) => tasksOf(one).length),
      (counts) => counts.every((count) => count === 2),
    );
    const tasks = [stays, before].map(tasksOf);
    expect(tasks.map((one) => one.length)).toEqual([2, 2]);
    expect(await counted(1)).toEqual(all(1));

    await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
    const instances = async (): Promise<unknown[]> => {
      const [group] = await admin.describeConsumerGroups([id]);
      return group!.members.map(({ groupInstanceId }) => groupInstanceId).sort();
    };
    expect(await instances()).toEqual(['returns', 'stays']);
    moves.length = 0;
    await before.close();
    expect(await instances()).toEqual(['returns', 'stays']);

    const restored: number[] = [];
    const again = create('returns');
    again.setGlobalStateRestoreListener({ onRestoreEnd: (_, __, total) => void restored.push(total) });
    await start(again);
    expect([stays, again].map(tasksOf)).toEqual(tasks);
    expect(await counted(2)).toEqual(all(2));
    expect(moves).toEqual([]);
    expect(restored).toEqual([0, 0]);
  },
  120_000,
);
