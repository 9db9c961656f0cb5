/** Stores on disk: after a kill, only what follows is read from the changelogs, and the stores are whole. */
import { StreamsBuilder, type StreamsConfig } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { killedTopology, outputs } from '../../../streams/kill/application';
import { Member } from '../../../streams/kill/member';
import {
  Applications,
  committedOffsets,
  createTopic,
  eventually,
  int64,
  kafka,
  latest,
  roundsOf,
  rowsOf,
  text,
  topics,
  withStateFolder,
} from './support';

const applications = new Applications();
const folder = withStateFolder(applications);

/** After the commit, before the stores on disk have it. */
const places = [
  ['at_least_once', 'after offsets'],
  ['exactly_once_v2', 'after commit'],
] as const;

test.each(places)(
  'killed between the commit and the disk: %s',
  async (guarantee, point) => {
    const prefix = uniqueName('disk');
    for (const name of ['data', ...outputs]) await createTopic(`${prefix}-${name}`, 1);
    const config: StreamsConfig = {
      'application.id': prefix,
      'bootstrap.servers': kafka.bootstrapServers,
      'processing.guarantee': guarantee,
      'dsl.store.suppliers.class': 'lmdb',
      'state.dir': folder.path,
      'session.timeout.ms': 6000,
      'heartbeat.interval.ms': 500,
      'commit.interval.ms': 1000,
    };
    const keys = Array.from({ length: 200 }, (_, i) => `key-${i}`);
    const { round, summed } = roundsOf(`${prefix}-data`, keys);
    const sums = async (factor: number): Promise<unknown> =>
      eventually(
        async () => latest(await rowsOf(`${prefix}-sum`, int64)),
        (found) => found['key-199'] === factor * 199 && found['key-1'] === factor,
      );

    const lines: string[] = [];
    const member = new Member({ prefix, config }, undefined, (line) => lines.push(line));
    await round(1);
    await round(2);
    expect(await sums(3)).toEqual(summed(3));
    const killed = member.at({ point, signal: 'SIGKILL', delayMs: 0 }, 60_000);
    await round(4);
    expect({ isThere: await killed, lines }).toEqual({ isThere: true, lines: [] });
    await member.end('SIGKILL');

    const begun: Record<string, number> = {};
    const restored: Record<string, number> = {};
    const again = applications.create(killedTopology(prefix), config);
    again.setGlobalStateRestoreListener({
      onRestoreStart: (_, store, from) => void (begun[store] = from),
      onRestoreEnd: (_, store, total) => void (restored[store] = total),
    });
    await again.start();
    await again.ready({ timeoutMs: 60_000 });
    // What was sent in the first two rounds is on the disk.
    expect(begun.sum).toBeGreaterThanOrEqual(200);
    expect(restored.sum).toBeLessThanOrEqual(200);
    expect(restored.sum! + restored.min! + restored.cnt!).toBeGreaterThan(0);
    expect(await sums(7)).toEqual(summed(7));
    const stored = (store: string): Record<string, number> =>
      Object.fromEntries(again.store<string, number>({ storeName: store, type: 'keyValueStore' }).all());
    expect(stored('sum')).toEqual(summed(7));
    expect(stored('min')).toEqual(summed(1));
    const counts = await eventually(
      async () => stored('cnt'),
      (found) => Object.values(found).reduce((sum, count) => sum + count, 0) === 600,
    );
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(600);
  },
  240_000,
);

test('a clean end, and nothing is read again, global tables included; a topic made anew is', async () => {
  const [input, rates, output] = (await topics(1, 'in', 'rates', 'out')) as [string, string, string];
  const id = uniqueName('clean');
  const topology = () => {
    const builder = new StreamsBuilder();
    const table = builder.globalTable(rates, text, { storeName: 'rates', ...text });
    builder
      .stream(input, text)
      .join(
        table,
        (key) => key,
        (value, rate) => `${value}*${rate}`,
      )
      .groupByKey(text)
      .reduce((one, other) => `${one} ${other}`, { storeName: 'all', ...text })
      .toStream()
      .to(output, text);
    return builder.build();
  };
  const config = { 'application.id': id, 'dsl.store.suppliers.class': 'lmdb', 'state.dir': folder.path };
  const totals: number[] = [];
  const run = async (): Promise<void> => {
    const streams = applications.create(topology(), config);
    streams.setGlobalStateRestoreListener({ onRestoreEnd: (_, __, total) => void totals.push(total) });
    await streams.start();
    await streams.ready({ timeoutMs: 30_000 });
  };
  const result = async (): Promise<unknown> => (await rowsOf(output)).at(-1)?.[1];
  await kafka.produce(rates, [{ key: 'a', value: '2' }]);
  await kafka.produce(input, [{ key: 'a', value: '1' }]);
  await run();
  expect(await eventually(result, (found) => found === '1*2')).toBe('1*2');
  await applications.close();

  await run();
  await kafka.produce(input, [{ key: 'a', value: '3' }]);
  expect(await eventually(result, (found) => found === '1*2 3*2')).toBe('1*2 3*2');
  await applications.close();

  await kafka.deleteTopic(rates);
  await createTopic(rates, 1);
  await kafka.produce(input, [{ key: 'a', value: '4' }]);
  await run();
  await kafka.produce(rates, [{ key: 'a', value: '5' }]);
  await eventually(
    () => committedOffsets(id, [{ topic: input, partition: 0 }]),
    ([offset]) => offset === 3,
  );
  expect(await result()).toBe('1*2 3*2');
  expect(totals).toEqual([0, 0, 0]);

  const other = applications.create(topology(), config);
  await expect(other.start()).rejects.toMatchObject({ code: 'ERR_STATE_DIRECTORY' });
}, 120_000);
