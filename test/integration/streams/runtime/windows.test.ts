/** Stores of windows, sessions, joins and suppress come back from their changelogs. */
import {
  BufferConfig,
  JoinWindows,
  SessionWindows,
  StreamsBuilder,
  Suppressed,
  TimeWindows,
} from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, int64, kafka, rowsOf, text, topicConfig, topics, type Row } from './support';

const applications = new Applications();
afterEach(() => applications.close());

const values = (rows: readonly Row[]): unknown[] => rows.map(([key, value]) => `${key}:${String(value)}`).sort();

test.each(['at_least_once', 'exactly_once_v2'] as const)(
  'windows go on after a restart: %s',
  async (guarantee) => {
    const made = await topics(1, 'in', 'other', 'updates', 'final', 'joined');
    const [input, other, updates, final, joined] = made as [string, string, string, string, string];
    const id = uniqueName('windows');
    // The broker deletes by its clock what is older than windows are kept.
    const start = Math.floor(Date.now() / 10_000) * 10_000 - 60_000;

    const topology = () => {
      const builder = new StreamsBuilder();
      const stream = builder.stream(input, text);
      const windows = TimeWindows.ofSizeAndGrace(10_000, 5_000);
      const counts = stream.groupByKey().windowedBy(windows).count({ storeName: 'counts', keySerde: 'string' });
      counts.toStream((key) => key.key).to(updates, { keySerde: 'string' });
      counts
        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()).withName('final'))
        .toStream((key) => key.key)
        .to(final, { keySerde: 'string' });
      stream.groupByKey().windowedBy(SessionWindows.ofInactivityGapWithNoGrace(5_000)).count({ storeName: 'sessions' });
      const given = { ...text, otherValueSerde: 'string', storeName: 'pairs' } as const;
      const within = JoinWindows.ofTimeDifferenceWithNoGrace(5_000);
      stream.leftJoin(builder.stream(other, text), (a, b) => `${a}+${b}`, within, given).to(joined, text);
      return builder.build();
    };
    const config = { 'application.id': id, 'processing.guarantee': guarantee };
    const produce = (topic: string, ...records: [key: string, value: string, time: number][]): Promise<unknown> =>
      kafka.produce(
        topic,
        records.map(([key, value, time]) => ({ key, value, timestamp: start + time })),
      );

    const first = await applications.run(topology(), config);
    await produce(input, ['k', 'a', 1], ['m', 'alone', 1], ['k', 'b', 2]);
    const before = await eventually(
      () => rowsOf(updates, int64),
      (rows) => rows.length >= 3,
    );
    expect(values(before)).toEqual(['k:1', 'k:2', 'm:1']);
    await first.close();

    const again = await applications.run(topology(), config);
    const counts = again.store<string, number>({ storeName: 'counts', type: 'windowStore' });
    expect(counts.fetch('k', start)).toBe(2);
    const sessions = again.store<string, number>({ storeName: 'sessions', type: 'sessionStore' });
    expect([...sessions.fetch('k')].map(([{ window }, count]) => [window, count])).toEqual([
      [{ start: start + 1, end: start + 2 }, 2],
    ]);

    await produce(input, ['k', 'c', 3]);
    await produce(other, ['k', 'x', 2]);
    const pairs = await eventually(
      () => rowsOf(joined),
      (rows) => rows.length >= 3,
    );
    expect(values(pairs)).toEqual(['k:a+x', 'k:b+x', 'k:c+x']);
    // Later than all windows.
    await produce(input, ['z', 'end', 30_000]);
    const finals = await eventually(
      () => rowsOf(final, int64),
      (rows) => rows.length >= 2,
    );
    expect(values(finals)).toEqual(['k:3', 'm:1']);
    const lonely = await eventually(
      () => rowsOf(joined),
      (rows) => rows.length >= 4,
    );
    expect(values(lonely.slice(3))).toEqual(['m:alone+null']);
    await again.close();

    const retained = { 'cleanup.policy': 'delete', 'retention.ms': String(10_000 + 86_400_000) };
    expect(await topicConfig(`${id}-pairs-this-join-store-changelog`)).toMatchObject(retained);
  },
  240_000,
);
