/** Joins of tables by a foreign key: sequences and bytes that ran in Java 4.3.1. */
import {
  Materialized,
  Named,
  StreamsBuilder,
  TableJoined,
  TopologyTestDriver,
  type KTable,
  type TestInputTopic,
} from '../../../src/streams/index';
import {
  Instruction,
  readResponse,
  readSubscription,
  subscriptionPrefix,
  writeResponse,
  writeSubscription,
} from '../../../src/streams/operators/foreign-key/messages';
import { murmur3 } from '../../../src/streams/operators/foreign-key/murmur3';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
type Table = KTable<string, string>;

/** Joins with the row whose key is the first letter of the left value. A `-` points at none. */
function joined(operation: 'join' | 'leftJoin', ...options: readonly unknown[]) {
  const builder = new StreamsBuilder();
  const [left, right] = [builder.table('left', text), builder.table('right', text)];
  const pointed = (value: string): string | null => (value.startsWith('-') ? null : value.charAt(0));
  const joiner = (one: string, other: string | null): string => `${one}+${other}`;
  const join = left[operation].bind(left) as typeof left.leftJoin;
  const table = join(right, pointed, joiner, ...(options as [])) as Table;
  table.toStream().to('out', text);
  const topology = builder.build();
  const defaults = { 'default.key.serde': 'string', 'default.value.serde': 'string' } as const;
  const driver = new TopologyTestDriver(topology, { 'application.id': 'app', ...defaults });
  const output = driver.createOutputTopic('out', 'string', 'string');
  const input = (topic: string): TestInputTopic<string, string> => driver.createInputTopic(topic, 'string', 'string');
  const [leftInput, rightInput] = [input('left'), input('right')];
  const results = (): string[] =>
    output.readRecordsToList().map(({ key, value, timestamp }) => `${key}=${value}@${timestamp}`);
  return {
    ...{ topology, driver, table },
    left(key: string, value: string | null, timestamp: number): string[] {
      leftInput.pipeInput(key, value, timestamp);
      return results();
    },
    right(key: string, value: string | null, timestamp: number): string[] {
      rightInput.pipeInput(key, value, timestamp);
      return results();
    },
  };
}

test('an inner join has a result where both rows are; a row that points elsewhere, or at none, loses it', () => {
  const { driver, left, right } = joined('join');
  expect(left('k', 'a1', 5)).toEqual([]);
  expect(right('a', 'x', 3)).toEqual(['k=a1+x@3']);
  expect(left('k', 'a2', 9)).toEqual(['k=a2+x@9']);
  expect(left('l', 'a3', 2)).toEqual(['l=a3+x@3']);
  expect(right('a', 'y', 4)).toEqual(['k=a2+y@4', 'l=a3+y@4']);
  expect(left('k', 'b1', 10)).toEqual(['k=null@10']);
  expect(right('b', 'z', 11)).toEqual(['k=b1+z@11']);
  expect(left('k', '-', 12)).toEqual(['k=null@12']);
  expect(driver.droppedRecords).toBe(1);
  expect(left('l', null, 13)).toEqual(['l=null@13']);
  expect(left('l', null, 14)).toEqual([]);
  expect(right('a', null, 15)).toEqual([]);
});

test('a left join has a result for each left row', () => {
  const { driver, left, right } = joined('leftJoin');
  expect(left('k', 'a1', 5)).toEqual(['k=a1+null@5']);
  expect(right('a', 'x', 3)).toEqual(['k=a1+x@3']);
  expect(left('k', '-', 6)).toEqual(['k=-+null@6']);
  expect(right('a', 'y', 7)).toEqual([]);
  expect(left('k', 'a1', 8)).toEqual(['k=a1+y@8']);
  expect(right('a', null, 9)).toEqual(['k=a1+null@9']);
  expect(left('k', null, 10)).toEqual(['k=null@10']);
  expect(left('k', null, 11)).toEqual([]);
  expect(driver.droppedRecords).toBe(0);
});

test('both topics and the store have the bytes of Java', () => {
  const { driver, left, right } = joined('join', 'fk');
  right('a', 'x', 1);
  left('k', 'a1', 2);
  left('k', null, 3);
  const bytes = (topic: string): string[] =>
    driver
      .createOutputTopic(topic, 'bytes', 'bytes')
      .readRecordsToList()
      .map(({ key, value }) => [key, value].map((data) => data && Buffer.from(data).toString('hex')).join(' '));
  const hash = '353e0e4f3af5ce6b8fb80c06f3fdc584';
  expect(bytes('app-fk-subscription-registration-topic')).toEqual([`61 0103${hash}6b00000000`, '61 81016b00000000']);
  expect(bytes('app-fk-subscription-response-topic')).toEqual([`6b 00${hash}78`, '6b 80']);
  expect(bytes('app-fk-subscription-store-changelog')).toEqual([`00000001616b 0103${hash}6b00000000`, '00000001616b ']);
});

test('an answer for another value than the present one is dropped', () => {
  const { driver, left } = joined('join');
  left('k', 'a1', 1);
  const name = 'app-KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000014-topic';
  driver.createInputTopic(name, 'string', 'bytes').pipeInput('k', writeResponse(murmur3(Buffer.from('a0')), null), 2);
  expect(driver.createOutputTopic('out', 'string', 'string').isEmpty()).toBe(true);
  expect(driver.droppedRecords).toBe(1);
});

test('names are generated in the order of Java, or begin with the given one', () => {
  const generated = joined('join').topology.describe().toString();
  expect(generated).toContain('KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000006-topic');
  expect(generated).toContain('KTABLE-FK-JOIN-OUTPUT-0000000018');
  const { topology, table } = joined('leftJoin', TableJoined.as('fk'), Materialized.as('results'));
  expect(table.queryableStoreName).toBe('results');
  const nodes = topology.describe().subtopologies.flatMap((one) => one.nodes.map(({ name }) => name));
  expect(nodes.filter((name) => name.startsWith('fk-')).sort()).toEqual([
    'fk-foreign-join-subscription',
    'fk-result',
    'fk-subscription-join-foreign',
    'fk-subscription-receive',
    'fk-subscription-registration-processor',
    'fk-subscription-registration-sink',
    'fk-subscription-registration-source',
    'fk-subscription-response-resolver',
    'fk-subscription-response-sink',
    'fk-subscription-response-source',
  ]);
});

test('options: a name or TableJoined, then Materialized; anything else is refused', () => {
  const { driver, left, right } = joined('join', { storeName: 'results', ...text });
  right('a', 'x', 1);
  left('k', 'a1', 2);
  expect(driver.getKeyValueStore('results')?.get('k')).toBe('a1+x');
  expect(joined('join', Named.as('n'), Materialized.as('s')).table.queryableStoreName).toBe('s');
  expect(joined('join', Materialized.as('s')).table.queryableStoreName).toBe('s');
  for (const wrong of [
    [Materialized.as('s'), TableJoined.as('n')],
    ['n', { name: 'm' }],
    [{ name: 'n' }, 'm'],
  ])
    expect(() => joined('join', ...wrong)).toThrow(/^join: after the (joiner|functions) come a name/);
  const builder = new StreamsBuilder();
  expect(() => builder.table('a').join(builder.table('b'), 'no' as never, (() => null) as never)).toThrow(
    'the extractor of the foreign key',
  );
});

test('partitioners get the key, and must name one partition', () => {
  const calls: unknown[] = [];
  const partitioner = (topic: string, key: unknown, value: null, count: number): number => {
    calls.push([topic, key, value, count]);
    return 0;
  };
  const { left, right } = joined('join', TableJoined.with(partitioner, partitioner).withName('n'));
  right('a', 'x', 1);
  expect(left('k', 'a1', 2)).toEqual(['k=a1+x@2']);
  expect(calls).toEqual([
    ['app-n-subscription-registration-topic', 'a', null, 1],
    ['app-n-subscription-response-topic', 'k', null, 1],
  ]);
  expect(() =>
    joined(
      'join',
      TableJoined.with(undefined, () => [0, 0]),
    ).left('k', 'a1', 2),
  ).toThrow('join: a partitioner of TableJoined returned 2 partitions. It must return one, or null');
});

test('subscriptions and answers are read as they were written; what is newer is refused', () => {
  const [primaryKey, hash] = [Buffer.from('k'), murmur3(Buffer.from('a1'))];
  for (const each of [hash, null]) {
    const subscription = { hash: each, instruction: Instruction.ANSWER, primaryKey, partition: 3 };
    expect(readSubscription(writeSubscription(subscription))).toEqual(subscription);
    expect(readResponse(writeResponse(each, primaryKey))).toEqual({ hash: each, value: primaryKey });
    expect(readResponse(writeResponse(each, Buffer.alloc(0)))).toEqual({ hash: each, value: null });
  }
  expect(readSubscription(Buffer.from('80006b', 'hex'))).toMatchObject({ hash: null, partition: null, primaryKey });
  expect(() => readSubscription(Buffer.from('82006b00000000', 'hex'))).toThrow(/version 2. Versions up to 1/);
  expect(() => readSubscription(Buffer.from('81046b00000000', 'hex'))).toThrow(/unknown instruction 4/);
  expect(() => readResponse(Buffer.from('81', 'hex'))).toThrow(/version 1. Versions up to 0/);
  expect(subscriptionPrefix(Buffer.from('ab')).toString('hex')).toBe('000000026162');
});

test("the hash is Java's, for each length of its last block", () => {
  const hashes = [0, 1, 8, 9, 15, 16, 33].map((length) => murmur3(Buffer.alloc(length, 'xy')).toString('hex'));
  expect(hashes).toEqual([
    '9d2764a018e329428c3cf3b035938518',
    '7cceb46e5bde39b69b73f1593bae1c9f',
    '15fe96ae51e713f843fb03439ba70e91',
    '72bea3f7d46b0e66e9dd7615bdd68e73',
    '661fcc8091f92c16171463ceea8e70c6',
    '7168aab1bb6d387edac4fc2a845581bc',
    'd8b5f728e5579800ab81f71e99c95023',
  ]);
});
