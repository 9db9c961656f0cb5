import { setTimeout as sleep } from 'node:timers/promises';
import { runCli, startCli } from '../../helpers/cli/run-cli';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

type Event = Record<string, unknown> & { name: string };

const events = (text: string): Event[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);

/** Which fields each kind of event has, in any of its occurrences. */
function shapes(list: readonly Event[]): Record<string, string[]> {
  const found: Record<string, Set<string>> = {};
  for (const event of list) for (const field of Object.keys(event)) (found[event.name] ??= new Set()).add(field);
  return Object.fromEntries(Object.entries(found).map(([name, fields]) => [name, [...fields].sort()]));
}

const withoutTime = (list: readonly Event[]): unknown[] => list.map(({ timestamp: _timestamp, ...rest }) => rest);

test('verifiable-producer prints what VerifiableProducer prints', async () => {
  const kafka = sharedKafka();
  const sendTo = (topic: string): string[] => [
    ...['--bootstrap-server', kafka.bootstrapServers, '--topic', topic, '--max-messages', '20', '--acks', '-1'],
    ...[
      '--value-prefix',
      '3',
      '--repeating-keys',
      '4',
      '--message-create-time',
      '1700000000000',
      '--throughput',
      '1000',
    ],
  ];
  const [theirs, ours] = [uniqueName('vp-java'), uniqueName('vp-ours')];
  for (const topic of [theirs, ours]) {
    await kafka.createTopic(topic);
    // Neither tool tries again: the leader has to be ready for the first message.
    await kafka.produce(topic, [{ value: 'ready' }]);
  }
  const java = await kafka.tool('kafka-verifiable-producer', sendTo(theirs));
  const node = await runCli(['verifiable-producer', ...sendTo(ours)]);
  expect(node).toMatchObject({ status: 0, stderr: '' });
  const [javaEvents, nodeEvents] = [events(java.stdout), events(node.stdout.toString())];
  expect(shapes(nodeEvents)).toEqual(shapes(javaEvents));
  expect(nodeEvents.map(({ name }) => name)).toEqual(javaEvents.map(({ name }) => name));
  const successes = (list: Event[], topic: string): unknown[] =>
    withoutTime(list.filter(({ name }) => name === 'producer_send_success')).map((event) => ({
      ...(event as object),
      topic: topic && 'x',
    }));
  expect(successes(nodeEvents, ours)).toEqual(successes(javaEvents, theirs));
  expect(nodeEvents.at(-1)).toMatchObject({ name: 'tool_data', sent: 20, acked: 20, target_throughput: 1000 });
  const records = await kafka.consume(ours);
  expect(records[1]).toMatchObject({ timestamp: 1_700_000_000_000, key: Buffer.from('0'), value: Buffer.from('3.0') });
});

test('verifiable-consumer prints what VerifiableConsumer prints', async () => {
  const kafka = sharedKafka();
  const topic = uniqueName('vc');
  await kafka.createTopic(topic, { partitions: 2 });
  await kafka.produce(topic, [
    { key: 'a', value: '1', partition: 0 },
    { key: null, value: '2', partition: 0 },
    { key: 'b', value: '3', partition: 1 },
  ]);
  const read = (group: string): string[] => [
    ...['--bootstrap-server', kafka.bootstrapServers, '--topic', topic, '--group-id', group],
    ...['--max-messages', '3', '--verbose', '--session-timeout', '20000'],
  ];
  const groups = [uniqueName('vc-java'), uniqueName('vc-ours')] as const;
  const java = events((await kafka.tool('kafka-verifiable-consumer', read(groups[0]))).stdout);
  const result = await runCli(['verifiable-consumer', ...read(groups[1])]);
  expect(result).toMatchObject({ status: 0, stderr: '' });
  const node = events(result.stdout.toString());
  expect(shapes(node)).toEqual(shapes(java));
  for (const list of [java, node]) {
    expect(list[0]?.name).toBe('startup_complete');
    expect(list.slice(-2).map(({ name }) => name)).toEqual(['shutdown_complete', 'shutdown_requested']);
  }
  const data = (list: Event[]): unknown[] =>
    withoutTime(list.filter(({ name }) => name === 'record_data')).sort((a, b) =>
      JSON.stringify(a).localeCompare(JSON.stringify(b)),
    );
  expect(data(node)).toEqual(data(java));
  const committed = (list: Event[]): unknown =>
    list.filter(({ name }) => name === 'offsets_committed').flatMap(({ offsets }) => offsets as unknown[]);
  expect(committed(node)).toEqual(
    expect.arrayContaining([
      { topic, partition: 0, offset: 2 },
      { topic, partition: 1, offset: 1 },
    ]),
  );
  expect(committed(java)).toEqual(
    expect.arrayContaining([
      { topic, partition: 0, offset: 2 },
      { topic, partition: 1, offset: 1 },
    ]),
  );
});

test('verifiable clients end on SIGTERM with their last events', async () => {
  const kafka = sharedKafka();
  const topic = uniqueName('v-stop');
  await kafka.createTopic(topic);
  const producer = startCli([
    'verifiable-producer',
    '--bootstrap-server',
    kafka.bootstrapServers,
    '--topic',
    topic,
    '--throughput',
    '100',
  ]);
  const consumer = startCli([
    'verifiable-consumer',
    '--bootstrap-server',
    kafka.bootstrapServers,
    '--topic',
    topic,
    '--group-id',
    topic,
  ]);
  await Promise.all([producer.stdoutMatches(/producer_send_success/), consumer.stdoutMatches(/offsets_committed/)]);
  await sleep(500);
  producer.child.kill('SIGTERM');
  const sent = events((await producer.result).stdout.toString());
  expect(sent.slice(-2).map(({ name }) => name)).toEqual(['shutdown_complete', 'tool_data']);
  expect(sent.at(-1)).toMatchObject({ sent: sent.at(-1)?.['acked'] });
  consumer.child.kill('SIGTERM');
  const read = await consumer.result;
  expect(read.status).toBe(143);
  const last = events(read.stdout.toString()).slice(-3);
  expect(last.map(({ name }) => name)).toEqual(['shutdown_requested', 'partitions_revoked', 'shutdown_complete']);
});

const number = '[\\d.]+';
const producerTotal = new RegExp(
  `^5000 records sent, \\d+\\.\\d+ records/sec \\(\\d+\\.\\d\\d MB/sec\\), \\d+\\.\\d\\d ms avg latency, \\d+\\.\\d\\d ms max latency, ` +
    `\\d+ ms 50th, \\d+ ms 95th, \\d+ ms 99th, \\d+ ms 99\\.9th\\.$`,
  'm',
);

test("perf prints Kafka's lines", async () => {
  const kafka = sharedKafka();
  const topic = uniqueName('perf');
  await kafka.createTopic(topic);
  const produce = [
    '--topic',
    topic,
    '--num-records',
    '5000',
    '--record-size',
    '100',
    '--throughput',
    '-1',
    '--warmup-records',
    '1000',
  ];
  const java = await kafka.tool('kafka-producer-perf-test', ['--bootstrap-server', kafka.bootstrapServers, ...produce]);
  const node = await runCli(['perf', 'produce', '-b', kafka.bootstrapServers, ...produce]);
  expect(node).toMatchObject({ status: 0, stderr: '' });
  for (const text of [java.stdout, node.stdout.toString()]) {
    expect(text).toMatch(producerTotal);
    expect(text).toMatch(/^4000 steady state records sent, \d+\.\d+ records\/sec \(/m);
  }

  const consume = ['--topic', topic, '--num-records', '10000'];
  const javaRead = await kafka.tool('kafka-consumer-perf-test', [
    '--bootstrap-server',
    kafka.bootstrapServers,
    ...consume,
  ]);
  const nodeRead = await runCli(['perf', 'consume', '-b', kafka.bootstrapServers, ...consume]);
  expect(nodeRead).toMatchObject({ status: 0, stderr: '' });
  const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d:\\d{3}';
  const header = javaRead.stdout.split('\n').find((line) => line.startsWith('start.time'));
  expect(nodeRead.stdout.toString().split('\n')[0]).toBe(header);
  const line = new RegExp(
    `^${time}, ${time}, 0\\.9537, ${number}, 10000, ${number}, \\d+, \\d+, ${number}, ${number}$`,
    'm',
  );
  expect(javaRead.stdout).toMatch(line);
  expect(nodeRead.stdout.toString()).toMatch(line);

  const javaTrip = await kafka.tool('kafka-e2e-latency', [kafka.bootstrapServers, topic, '50', 'all', '100']);
  const nodeTrip = await runCli([
    'perf',
    'e2e',
    '-b',
    kafka.bootstrapServers,
    '--topic',
    topic,
    '--num-records',
    '50',
    '--record-size',
    '100',
  ]);
  expect(nodeTrip.status).toBe(0);
  for (const text of [javaTrip.stdout, nodeTrip.stdout.toString()]) {
    expect(text).toMatch(/^0\t[\d.]+$/m);
    expect(text).toMatch(/^Avg latency: \d+\.\d{4} ms$/m);
    expect(text).toMatch(/^Percentiles: 50th = \d+, 99th = \d+, 99\.9th = \d+$/m);
  }
});
