/** Windows, sessions, joins of streams and what suppress holds back move between Java and Node. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AdminClient } from '../../../../src/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { JavaStreams } from '../../../streams/java-streams';
import { rowsOfStore, stores, windowsTopology } from '../../../streams/live-windows';
import { Applications, committedOffsets, createTopic, eventually, kafka, topicConfig } from './support';

/** Of each run its own: they go on and end at different times. */
const applications: Applications[] = [];
afterEach(() => Promise.all(applications.splice(0).map((one) => one.close())));

type Guarantee = 'at_least_once' | 'exactly_once_v2';
type Runtime = 'java' | 'node';
type Dump = Record<string, Record<string, string>>;
type Input = readonly [key: string, value: string, time: number];
/** Records of one topic, which are processed before those of the next step come. */
type Step = readonly ['data' | 'other', ...Input[]];

/** What remains of a run, without what depends on it. */
interface Outcome {
  /** What is in the stores: when each runtime has restored them, and after each step. */
  readonly dumps: Record<string, Dump>;
  readonly results: Record<string, unknown[]>;
  readonly changelogs: Record<string, unknown>;
}

/** The broker deletes by its clock what is older than windows are kept. */
const start = Math.floor(Date.now() / 20_000) * 20_000 - 60_000;
/** One for each partition. */
const clocks = (time: number): [Input, Input] => [
  ['y', 'Y', time],
  ['z', 'Z', time],
];

/** What each runtime gets, from the first to the last. */
const legs: readonly (readonly Step[])[] = [
  [
    [
      'data',
      ['a', '1', 1000],
      ['b', '1', 1500],
      ['a', '2', 2000],
      ['a', '2', 2000],
      ['c', '1', 2500],
      ['a', '3', 7000],
      ['a', '3', 9000],
    ],
    ['other', ['b', 'r', 3000], ['d', 'r', 3000]],
  ],
  [
    // Connects sessions of the runtime before, one after the other.
    ['data', ['a', '4', 4000], ['a', '5', 5500], ['d', '1', 3500], ['a', '2', 2000]],
    // Partners for records that the runtime before has read.
    ['other', ['a', 'r', 4500], ['d', 's', 3000]],
    // Closes windows of the runtime before, and gives its records without a partner up.
    ['data', ...clocks(16_000)],
    // The second of them is too late for windows, and has the key and Java's number of one of the runtime before.
    ['data', ['a', '6', 17_000], ['a', '3', 9000], ['b', '6', 18_000], ['c', '6', 19_000], ['e', '6', 17_500]],
    ['data', ['e', '-', 17_800]],
    ['other', ['d', 't', 18_500]],
  ],
  [
    ['other', ['b', 'u', 19_500], ['a', 'u', 13_000], ['a', 'u', 18_000]],
    ['data', ['a', '7', 18_500], ['e', '7', 19_000], ['a', '6', 17_000], ['b', '-', 18_000]],
    ['data', ...clocks(35_000)],
    ['data', ['a', '8', 36_000], ['b', '8', 36_000], ['a', '8', 36_000]],
    ['other', ['c', 'v', 37_000]],
  ],
  [
    ['data', ['a', '9', 36_000], ['b', '9', 37_500], ['b', '-', 36_000]],
    ['other', ['a', 'w', 36_500]],
    ['data', ...clocks(60_000)],
  ],
];

/** All of them have results. */
const operators = [
  ...['tumbling', 'hopping', 'sliding', 'sessions', 'final', 'finalSessions', 'limited'],
  ...['inner', 'left', 'outer', 'processor'],
];

/** An application that goes from one runtime to the next. */
class Moving {
  readonly #applications = new Applications();
  readonly #prefix: string;
  readonly #id: string;
  readonly #guarantee: Guarantee;
  #records = 0;

  constructor(
    guarantee: Guarantee,
    private readonly store: 'in_memory' | 'lmdb',
  ) {
    this.#guarantee = guarantee;
    this.#prefix = uniqueName('interchange');
    this.#id = uniqueName('moving');
    applications.push(this.#applications);
  }

  async run(runtimes: readonly Runtime[]): Promise<Outcome> {
    for (const name of ['data', 'other', 'results']) await createTopic(`${this.#prefix}-${name}`, 2);
    const dumps: Record<string, Dump> = {};
    for (const [i, runtime] of runtimes.entries()) {
      const { dump, close } = await this.#start(runtime);
      dumps[`${i}, restored`] = await dump();
      for (const [j, step] of legs[i]!.entries()) {
        await this.#process(step);
        dumps[`${i}.${j}`] = await dump();
      }
      await close();
    }
    return { dumps, results: await this.#results(), changelogs: await this.#changelogs() };
  }

  async #start(runtime: Runtime): Promise<{ dump(): Promise<Dump>; close(): Promise<void> }> {
    const [id, prefix, guarantee] = [this.#id, this.#prefix, this.#guarantee];
    const all = Object.entries(stores);
    if (runtime === 'node') {
      const config = {
        ...{ 'application.id': id, 'processing.guarantee': guarantee, 'dsl.store.suppliers.class': this.store },
        'state.dir': path.join(tmpdir(), 'kafka-streams-interchange'),
      };
      const ours = await this.#applications.run(windowsTopology(prefix), config);
      const dump = (): Dump => Object.fromEntries(all.map(([name, type]) => [name, rowsOfStore(ours, name, type)]));
      return { dump: () => Promise.resolve(dump()), close: () => this.#applications.close() };
    }
    const topology = 'windows';
    const java = await JavaStreams.start({ bootstrap: kafka.bootstrapServers, id, prefix, guarantee, topology });
    const dump = async (): Promise<Dump> => {
      const dumped: Dump = {};
      for (const [name, type] of all) dumped[name] = await java.store(name, type);
      return dumped;
    };
    return { dump, close: () => java.close() };
  }

  /** Resolves when all is committed. */
  async #process([topic, ...records]: Step): Promise<void> {
    await kafka.produce(
      `${this.#prefix}-${topic}`,
      records.map(([key, value, time]) => ({
        ...{ key, value, timestamp: start + time, partition: 'bdz'.includes(key) ? 1 : 0 },
        headers: [
          ['of', value],
          ['null', null],
        ] as const,
      })),
    );
    this.#records += records.length;
    const partitions = ['data', 'other'].flatMap((name) =>
      [0, 1].map((partition) => ({ topic: `${this.#prefix}-${name}`, partition })),
    );
    const committed = async (): Promise<number> => {
      const offsets = (await committedOffsets(this.#id, partitions)) as (number | null)[];
      return offsets.reduce<number>((sum, offset) => sum + Math.max(0, offset ?? 0), 0);
    };
    expect(await eventually(committed, (count) => count === this.#records)).toBe(this.#records);
  }

  /** By key; those of one key are in order. */
  async #results(): Promise<Record<string, unknown[]>> {
    const rows: Record<string, unknown[]> = {};
    for (const { key, value, timestamp, headers } of await this.#read(`${this.#prefix}-results`)) {
      const shown = headers.map(([name, data]) => `${name}=${data}`).join();
      (rows[`${key}`] ??= []).push(`${value}@${timestamp - start} ${shown}`);
    }
    return rows;
  }

  #read(topic: string): ReturnType<typeof kafka.consume> {
    return kafka.consume(topic, { isolation: 'read_committed' });
  }

  /** What stores are restored from: of each key the last record, or all of duplicates. */
  async #changelogs(): Promise<Record<string, unknown>> {
    await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
    const topics = (await admin.listTopics()).map(({ name }) => name);
    const all: Record<string, unknown> = {};
    for (const topic of topics.filter((name) => name.startsWith(this.#id))) {
      // What is held back has the time when it was written.
      const isBuffer = /(final|finalSessions|limited)-store/.test(topic);
      // Java's numbers of duplicates begin anew with each start.
      const keyEnd = /(this|other)-join-store|many/.test(topic) ? -4 : undefined;
      const rows: Record<string, string[]> = {};
      for (const { partition, key, value, timestamp, headers } of await this.#read(topic)) {
        const bytes = value && value.toString('latin1').replaceAll(this.#prefix, '');
        const name = `${partition} ${key!.subarray(0, keyEnd).toString('hex')}`;
        const shown = JSON.stringify([bytes, isBuffer || timestamp - start, headers]);
        rows[name] = [...(keyEnd ? (rows[name] ?? []) : []), shown];
      }
      all[topic.slice(this.#id.length)] = { config: await topicConfig(topic), rows };
    }
    return all;
  }
}

test.each([
  ['at_least_once', 'in_memory'],
  ['exactly_once_v2', 'in_memory'],
  ['exactly_once_v2', 'lmdb'],
] as const)(
  'as if it had always been Java: %s, %s',
  async (guarantee, store) => {
    const run = (...runtimes: Runtime[]): Promise<Outcome> => new Moving(guarantee, store).run(runtimes);
    const [java, ...moved] = await Promise.all([
      run('java', 'java', 'java', 'java'),
      run('java', 'node', 'java', 'node'),
      run('node', 'java', 'node', 'java'),
    ]);
    for (const one of moved) expect(one).toEqual(java);
    expect(new Set(Object.keys(java.results).map((key) => key.split(' ')[0]))).toEqual(new Set(operators));
  },
  280_000,
);
