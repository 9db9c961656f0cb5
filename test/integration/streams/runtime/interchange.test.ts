/** An application moves between Java and Node, with its offsets, its topics and its state. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { JavaStreams } from '../../../streams/java-streams';
import { keysTopology } from '../../../streams/live-keys';
import { Applications, createTopic, eventually, int64, kafka, latest, rowsOf } from './support';

const applications = new Applications();
afterEach(() => applications.close());

const stores = ['counts', 'lengths', 'last', 'table'];
const values = ['one', 'two', 'three'];

test.each([
  ['at_least_once', 'in_memory'],
  ['exactly_once_v2', 'in_memory'],
  ['exactly_once_v2', 'lmdb'],
] as const)('Java, then Node, then Java: %s, %s', async (guarantee, store) => {
  const prefix = uniqueName('interchange');
  const id = uniqueName('moving');
  for (const name of ['data', 'table', 'counts', 'changes']) await createTopic(`${prefix}-${name}`, 2);
  const java = (): Promise<JavaStreams> =>
    JavaStreams.start({ bootstrap: kafka.bootstrapServers, id, prefix, guarantee });
  let rounds = 0;
  /** Three records of each of four keys; the results of the last are waited for. */
  const round = async (): Promise<Record<string, unknown>> => {
    rounds++;
    const keys = ['a', 'b', 'c', 'd'];
    await kafka.produce(`${prefix}-table`, [{ key: 'a', value: `${rounds}`, timestamp: rounds }]);
    await kafka.produce(
      `${prefix}-data`,
      values.flatMap((value) => keys.map((key) => ({ key, value, timestamp: 1000 - rounds }))),
    );
    return eventually(
      async () => latest(await rowsOf(`${prefix}-counts`, int64)),
      (found) => keys.every((key) => found[key] === rounds * 3),
    );
  };
  const counts = (): Record<string, number> => ({ a: rounds * 3, b: rounds * 3, c: rounds * 3, d: rounds * 3 });
  const dumpOurs = async (): Promise<Record<string, Record<string, string>>> => {
    const ours = await applications.run(keysTopology(prefix), {
      ...{ 'application.id': id, 'processing.guarantee': guarantee, 'dsl.store.suppliers.class': store },
      'state.dir': path.join(tmpdir(), 'kafka-streams-interchange'),
    });
    const dumped = stores.map((name) => {
      const entries = [...ours.store<string, unknown>({ storeName: name, type: 'keyValueStore' }).all()];
      return [name, Object.fromEntries(entries.map(([key, value]) => [key, String(value)]))];
    });
    return Object.fromEntries(dumped) as Record<string, Record<string, string>>;
  };
  const dumpJava = async (from: JavaStreams): Promise<Record<string, Record<string, string>>> => {
    const dumped: Record<string, Record<string, string>> = {};
    for (const name of stores) dumped[name] = await from.store(name);
    return dumped;
  };

  const first = await java();
  expect(await round()).toEqual(counts());
  // What goes through the repartition topic comes a little later.
  const full = (dump: Record<string, Record<string, string>>): boolean =>
    values.every((value) => dump.lengths![value]?.length === rounds * 4) && dump.table!.a === `${rounds}`;
  const ofJava = await eventually(() => dumpJava(first), full);
  await first.close();

  expect(await dumpOurs()).toEqual(ofJava);
  expect(await round()).toEqual(counts());
  await eventually(
    async () => rowsOf(`${id}-lengths-changelog`),
    (rows) => Object.values(latest(rows)).every((all) => String(all).length === rounds * 4),
  );
  await applications.close();
  const ofNode = await dumpOurs();
  await applications.close();

  const second = await java();
  expect(await dumpJava(second)).toEqual(ofNode);
  expect(await round()).toEqual(counts());
  await second.close();

  const changes = (await rowsOf(`${prefix}-changes`)).map(([, value]) => value as string);
  expect(changes).toHaveLength(rounds * 12);
  // Stream time is that of the first round: Java and Node take it over from the committed offsets.
  expect(new Set(changes.map((change) => change.split('@')[1]))).toEqual(new Set(['999']));
});
