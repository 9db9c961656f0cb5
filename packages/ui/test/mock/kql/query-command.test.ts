/** `kafka-napi query` as a program: what it prints, and its status. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { MockCluster } from '../../../../../src/testing/index';
import { cliInShell, runCli, startCli } from '../../../../../test/helpers/cli/run-cli';

const shell = promisify(execFile);
let cluster: MockCluster;

beforeAll(async () => {
  cluster = await MockCluster.start();
  cluster.createTopic('trades', { numPartitions: 1 });
  cluster.createTopic('many', { numPartitions: 2 });
  const lines = [
    '{"symbol":"AAPL","price":189.5,"volume":1000}',
    '{"symbol":"MSFT","price":"410.1","id":9007199254740993}',
    '{"symbol":"\\u001b[31m\\u009b1m\\u202eX","price":1}',
  ];
  await produce('trades', lines.join('\n'));
  await produce('many', Array.from({ length: 30_000 }, (_, n) => `{"n":${n}}`).join('\n'));
});
afterAll(() => cluster.close());

async function produce(topic: string, lines: string): Promise<void> {
  expect(await runCli(['produce', '-b', cluster.bootstrapServers, '-t', topic], lines)).toMatchObject({ status: 0 });
}

async function query(text: string, ...options: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const { status, stdout, stderr } = await runCli(['query', '-b', cluster.bootstrapServers, ...options, text]);
  return { status, out: stdout.toString(), err: stderr };
}

test('a table, newest first, and what it covers', async () => {
  expect(await query("select symbol, price, id, volume as v from trades where symbol != 'x' limit 25")).toEqual({
    status: 0,
    out: [
      'symbol                    price id               v',
      '\\u001b[31m\\u009b1m\\u202eX 1     -                -',
      'MSFT                      410.1 9007199254740993 -',
      'AAPL                      189.5 -                1000',
      '',
    ].join('\n'),
    err: '% 3 rows over all of 3 records\n',
  });
});

test('whole records, and times in a zone', async () => {
  const { out, status } = await query('select * from trades limit 1', '--timezone', 'Asia/Tokyo', '-q');
  expect(status).toBe(0);
  expect(out).toMatch(
    /^partition offset timestamp +key +value +headers\n0 +2 +\d{4}-\d\d-\d\dT[\d:.]+\+09:00 null \{"symbol":/,
  );
});

test('jsonl and csv', async () => {
  expect(await query('select price, symbol from trades where price > 100', '--format', 'jsonl', '-q')).toEqual({
    ...{ status: 0, err: '' },
    out: '{"price":"410.1","symbol":"MSFT"}\n{"price":189.5,"symbol":"AAPL"}\n',
  });
  expect(await query('select price, symbol as "the symbol" from trades where price > 100', '--format=csv')).toEqual({
    ...{ status: 0, err: '% 2 rows\n' },
    out: 'price,the symbol\r\n410.1,MSFT\r\n189.5,AAPL\r\n',
  });
});

test('groups over everything', async () => {
  expect(await query('select count(*), sum(n), min(n), max(n) from many')).toEqual({
    status: 0,
    out: 'count(*) sum(n)    min(n) max(n)\n30000    449985000 0      29999\n',
    err: '% 1 row over all of 30,000 records\n',
  });
});

test('a wrong query: status 2, and a caret', async () => {
  expect(await query('select * from trades\n  were price > 1')).toEqual({
    ...{ status: 2, out: '' },
    err: 'kafka-napi: 23: expected where, group, order or limit, got were; did you mean where?\n    were price > 1\n    ^^^^\n',
  });
  expect(await query("select * from trades where symbol matches '(a'")).toMatchObject({ status: 2, out: '' });
  expect(await query('select * from trades', '--timezone', 'Mars/Base')).toMatchObject({ status: 2, out: '' });
  expect(await query('select * from trades', '--budget', '5')).toMatchObject({ status: 2, out: '' });
  expect(await query('select * from trades', '--format', 'xml')).toMatchObject({ status: 2, out: '' });
  expect(await query(' ')).toMatchObject({ status: 2, out: '' });
});

test('nothing found: why, from a sample', async () => {
  expect(await query("select * from trades where symbl = 'AAPL'")).toEqual({
    status: 0,
    out: 'partition offset timestamp key value headers\n',
    err: "% 0 rows over all of 3 records\nwarning: no sampled record has `symbl`; 3 have `symbol`\n  select * from trades where symbl = 'AAPL'\n                             ^^^^^\n",
  });
});

test('explain reads nothing', async () => {
  expect(
    await query(
      "select symbl from trades where partition = 0 and offset >= 1 and (symbol = 'x' or price > '1k')",
      '--explain',
    ),
  ).toEqual({
    status: 0,
    out: [
      'order: newest first, 25 at most',
      'decoders: key auto, value auto',
      'reads: 2 records at most',
      '  partition 0: offsets 1 to 2, 2 at most',
      'narrowed by:',
      '  partition = 0',
      '  offset >= 1',
      'filter:',
      '  and',
      '    partition = 0',
      '    offset >= 1',
      '    or',
      "      symbol = 'x'",
      "      price > '1k'",
      'warning: no sampled record has `symbl`; 3 have `symbol`',
      '  select symbl from trades where partition = 0 and offset >= 1 and (symbo…',
      '         ^^^^^',
      '',
    ].join('\n'),
    err: '',
  });
});

test('a budget that ends it: status 1, and it says so', async () => {
  const { status, err } = await query('select count(*) from many', '--budget', '1000r');
  expect(status).toBe(1);
  expect(err).toMatch(/^% 1 row over [\d,]+ records of about 30,000\n/);
  expect(err).toMatch(
    /kafka-napi: query: the budget of 1,000 records was used up after 1 row, and there may be more\. --budget raises it\n$/,
  );
});

test('a topic that is not there, a broker that is not there', async () => {
  expect(await query('select * from nowhere')).toMatchObject({
    status: 1,
    out: '',
    err: expect.stringContaining('nowhere') as string,
  });
  const gone = await runCli(['query', '-b', '127.0.0.1:1', '--budget', '1s', 'select * from trades']);
  expect(gone).toMatchObject({ status: 1 });
  expect(gone.stdout.toString()).toBe('');
});

test('a reader that goes away ends it', async () => {
  const command = cliInShell([
    'query',
    '-b',
    cluster.bootstrapServers,
    '-q',
    '--format',
    'jsonl',
    'select n from many limit 1000',
  ]);
  const { stdout } = await shell('sh', ['-c', `${command} | head -1`], { timeout: 50_000 });
  expect(stdout).toMatch(/^\{"n":\d+\}\n$/);
});

test('Ctrl-C ends it: status 130', async () => {
  // Takes connections, and says nothing.
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const running = startCli(['query', '-b', `127.0.0.1:${port}`, '--budget', '10m', 'select * from trades']);
  await once(silent, 'connection');
  running.child.kill('SIGINT');
  expect((await running.result).status).toBe(130);
  silent.close();
});
