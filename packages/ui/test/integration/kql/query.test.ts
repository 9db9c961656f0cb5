/** The twenty queries of the specification on a real broker, through `kafka-napi query`. */
import { Producer } from '../../../../../src/index';
import { runCli } from '../../../../../test/helpers/cli/run-cli';
import { sharedKafka, uniqueName } from '../../../../../test/helpers/kafka/shared-kafka';
import { fixture, wholeQuery } from '../../unit/kql/fixture';
import { start, trades, type Given } from '../../unit/kql/trades';

const topic = uniqueName('trades');
const idOf = new Map(trades.map(({ id, partition, offset }) => [`${partition}:${offset}`, id]));

beforeAll(async () => {
  const kafka = sharedKafka();
  // The records are older than a broker keeps them.
  await kafka.createTopic(topic, { partitions: 2, configs: { 'retention.ms': '-1' } });
  const all = (ids: string): Given[] => trades.filter(({ id }) => ids.includes(id));
  await send(kafka.bootstrapServers, all('abcdefh'));
  // The marker of its transaction has offset 4.
  await send(kafka.bootstrapServers, all('g'), uniqueName('tx'));
  await send(kafka.bootstrapServers, all('i'));
});

async function send(servers: string, given: readonly Given[], transactionalId?: string): Promise<void> {
  const producer = new Producer({
    'bootstrap.servers': servers,
    ...(transactionalId === undefined ? {} : { 'transactional.id': transactionalId }),
  });
  try {
    if (transactionalId !== undefined) {
      await producer.initTransactions();
      producer.beginTransaction();
    }
    for (const { partition, offset, minutes, key, value, headers = [] } of given) {
      const sent = await producer.send({ topic, partition, timestamp: start + minutes * 60_000, key, value, headers });
      expect(sent).toMatchObject({ partition, offset });
    }
    if (transactionalId !== undefined) await producer.commitTransaction();
  } finally {
    await producer.close();
  }
}

async function query(text: string, ...options: string[]): Promise<string> {
  const onTopic = wholeQuery(text).replace(/from "?trades"?/i, `from "${topic}"`);
  const { status, stdout, stderr } = await runCli(['query', '-b', sharedKafka().bootstrapServers, ...options, onTopic]);
  expect([onTopic, status, stderr]).toEqual([onTopic, 0, expect.not.stringContaining('kafka-napi:')]);
  return stdout.toString();
}

/** Cells of a line of JSON, as they were written: none of these rows has an object or a list. */
const cellsOf = (line: string): string[] => [...line.matchAll(/:("(?:[^"\\]|\\.)*"|[^,}]+)/g)].map(([, cell]) => cell!);

test.each(fixture)('row %i: %s', async (_, text, expected) => {
  const lines = (await query(text, '--format', 'jsonl')).split('\n').filter((line) => line !== '');
  if (typeof expected === 'string') {
    const places = lines.map((line) => JSON.parse(line) as { partition: number; offset: number });
    expect(places.map(({ partition, offset }) => idOf.get(`${partition}:${offset}`)).join(' ')).toBe(expected);
  } else expect(lines.map(cellsOf)).toEqual(expected.map((row) => row.map((cell) => cell ?? 'null')));
});

test('row 14 and 15: what is read', async () => {
  const plan = async (text: string): Promise<string[]> =>
    (await query(text, '--explain')).split('\n').filter((line) => line.startsWith('  partition '));
  expect(await plan('where timestamp >= @2026-01-01T01:00Z')).toEqual([
    // The marker at 4 has the time at which the transaction ended: the present.
    '  partition 0: offsets 4 to 5, 2 at most',
    '  partition 1: nothing',
  ]);
  expect(await plan('where partition = 0 and offset between 1 and 2')).toEqual([
    '  partition 0: offsets 1 to 2, 2 at most',
    '  partition = 0',
  ]);
});

test('row 19 as a table: null and missing are told apart', async () => {
  expect(await query('select exchange, count(*), avg(price) from trades group by exchange order by 2 desc')).toBe(
    [
      'exchange count(*) avg(price)',
      'NASDAQ   4        245.2125',
      '-        2        -',
      'OTCBB    1        0.75',
      'TSE      1        2750',
      'null     1        1',
      '',
    ].join('\n'),
  );
});

test('no group, no commit, no other topic comes of it', async () => {
  const groups = await runCli(['groups', 'list', '-b', sharedKafka().bootstrapServers]);
  expect(groups.stdout.toString()).not.toContain('kafka-napi-ui');
});
